// The published schemas say what the reader says: on the example, on the small dossier, and on files broken one clause at a time.

import { readdirSync, readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { documentNames, isInterviewPath, readDossier, splitRole } from '../../src/domain/discovery/documents.ts'
import { type FileKind, fileKinds, jsonSchemaOf } from '../../src/domain/discovery/json-schemas.ts'
import { smallDossier } from '../support/dossier-files.ts'

const root = new URL('../../', import.meta.url)
const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true })
// A date is checked by its pattern as well.
ajv.addFormat('date', true)
const validators = Object.fromEntries(fileKinds.map((kind) => [kind, ajv.compile(jsonSchemaOf(kind))])) as Record<
  FileKind,
  ValidateFunction
>

function kindOf(file: string): FileKind {
  const named = Object.entries(documentNames).find(([, name]) => name === file)
  return named ? (named[0] as FileKind) : 'interview'
}

const contentOf = (file: string, text: string): unknown => parse(file === documentNames.role ? splitRole(text)!.front : text)

function example(): Record<string, string> {
  const folder = new URL('examples/it-helpdesk/dossier/', root)
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => (Object.values(documentNames) as string[]).includes(name) || isInterviewPath(name),
  )
  return Object.fromEntries(names.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]))
}

type Place = readonly (string | number)[]

/** Every place in a value that a test can break. */
function placesIn(value: unknown, place: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [place]
  return [
    place,
    ...Object.entries(value).flatMap(([key, part]) => placesIn(part, [...place, Array.isArray(value) ? Number(key) : key])),
  ]
}

function broken(value: unknown, place: Place, how: (holder: Record<PropertyKey, unknown>, key: PropertyKey) => void): unknown {
  const copy = structuredClone(value)
  let holder = copy
  for (const key of place.slice(0, -1)) holder = (holder as Record<PropertyKey, unknown>)[key]
  how(holder as Record<PropertyKey, unknown>, place.at(-1)!)
  return copy
}

/** What the reader says of one file, whatever it says of the others. */
function isRead(file: string, content: unknown): boolean {
  const text = stringify(content)
  const changed = file === documentNames.role ? `---\n${text}---\nYou are Nila.\n` : text
  const { problems } = readDossier({ [file]: changed })
  return problems.every((problem) => problem.file !== file || problem.code === 'interview-misnamed')
}

const breaks: Record<string, (holder: Record<PropertyKey, unknown>, key: PropertyKey) => void> = {
  'taken out': (holder, key) => {
    if (Array.isArray(holder)) holder.splice(Number(key), 1)
    else delete holder[key]
  },
  nothing: (holder, key) => {
    holder[key] = null
  },
  'a number': (holder, key) => {
    holder[key] = -7
  },
  'an empty text': (holder, key) => {
    holder[key] = ''
  },
  'words with blanks': (holder, key) => {
    holder[key] = 'Not a Name'
  },
  'a list': (holder, key) => {
    holder[key] = []
  },
  'a group': (holder, key) => {
    holder[key] = {}
  },
  'beside a misspelt key': (holder) => {
    if (!Array.isArray(holder)) holder.mispelt = true
  },
  'beside a key of one’s own': (holder) => {
    if (!Array.isArray(holder)) holder['x-own'] = { anything: [1] }
  },
}

describe('the published schemas', () => {
  it.each(fileKinds)('docs/schemas/%s.schema.json is current; `node scripts/schemas.ts` writes it', (kind) => {
    const committed = JSON.parse(readFileSync(new URL(`docs/schemas/${kind}.schema.json`, root), 'utf8'))
    expect(committed).toEqual(JSON.parse(JSON.stringify(jsonSchemaOf(kind))))
  })

  it.each(fileKinds)('%s explains every field', (kind) => {
    const silent: string[] = []
    const look = (schema: unknown, at: string): void => {
      if (typeof schema !== 'object' || schema === null) return
      const { properties, ...rest } = schema as { properties?: Record<string, { description?: string }> }
      for (const [name, field] of Object.entries(properties ?? {})) {
        if (!field.description) silent.push(`${at}.${name}`)
        look(field, `${at}.${name}`)
      }
      for (const [key, part] of Object.entries(rest)) if (key !== 'default') look(part, `${at}/${key}`)
    }
    look(jsonSchemaOf(kind), kind)
    expect(silent).toEqual([])
  })

  it('accept the example and the small dossier', () => {
    for (const [file, text] of [...Object.entries(example()), ...Object.entries(smallDossier)]) {
      const validate = validators[kindOf(file)]
      expect(validate(contentOf(file, text)), `${file}: ${ajv.errorsText(validate.errors)}`).toBe(true)
    }
  })

  it.each(Object.keys(smallDossier))('say of %s broken at any place what the reader says', (file) => {
    const content = contentOf(file, smallDossier[file]!)
    const validate = validators[kindOf(file)]
    const differing: string[] = []
    let refused = 0
    for (const place of placesIn(content).filter((one) => one.length > 0))
      for (const [name, how] of Object.entries(breaks)) {
        const changed = broken(content, place, how)
        const read = isRead(file, changed)
        if (!read) refused++
        if (validate(changed) !== read) differing.push(`${place.join('.')} ${name}: ${read ? 'read' : 'refused'} by the reader`)
      }
    expect(differing).toEqual([])
    expect(refused).toBeGreaterThan(10)
  })
})
