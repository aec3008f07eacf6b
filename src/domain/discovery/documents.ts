// Reads a dossier from the texts of its files. Everything wrong is a finding with file and line; nothing is half-read: one unreadable
// document and there is no dossier at all.

import { isMap, isPair, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml'
import type { z } from 'zod'
import type { Dossier, Finding } from './dossier.ts'
import { integrationMapSchema } from './integration-map.ts'
import { type Interview, interviewSchema } from './interview.ts'
import { roleFrontMatterSchema } from './role-definition.ts'
import { targetsSchema } from './targets.ts'
import { type WorkflowMap, workflowMapSchema } from './workflow-map.ts'

export type Place = readonly PropertyKey[]

/** Where things stand in the files the dossier was read from. Findings without a source have line null. */
export type Source = {
  /** The line (from 1) of a value, or of the nearest thing around it that stands in the file. */
  lineOf(file: string, place: Place): number | null
  /** Characters of a file as people see them, or null when it is not known. */
  charactersOf(file: string): number | null
}

/** For a dossier that did not come from files, such as a signed version from the store. */
export const noSource: Source = { lineOf: () => null, charactersOf: () => null }

/** `dossier` is null exactly when `problems` is not empty. */
export type ReadDossier = { dossier: Dossier | null; problems: Finding[]; source: Source }

/** The four documents every dossier has. */
export const documentNames = {
  workflow: 'workflow.yaml',
  role: 'SOUL.md',
  integrations: 'integrations.yaml',
  targets: 'targets.yaml',
} as const

// A document people write and review is small; a larger one is a mistake or an attack on the parser.
const maxCharacters = 200_000

type Read<T> = { value: T | null; problems: Finding[]; lineOf: (place: Place) => number | null }

/** The one place an interview is kept, so that a fact's `from` leads to a file. */
export function interviewPath(id: string): string {
  return `interviews/${id}.yaml`
}

function misnaming(path: string, id: string): Finding {
  return finding(
    'interview-misnamed',
    path,
    1,
    `The interview calls itself “${id}”.`,
    `Rename the file to ${interviewPath(id)}, or change its id.`,
  )
}

/** The path of an interview's file: every `.yaml` directly in `interviews/`. */
export function isInterviewPath(path: string): boolean {
  return /^interviews\/[^/]+\.yaml$/.test(path)
}

/** The id an interview's path gives it, or null for another file. */
export function interviewIdOf(path: string): string | null {
  return isInterviewPath(path) ? path.slice('interviews/'.length, -'.yaml'.length) : null
}

/** Whether a dossier has a file of this path. */
export function isDossierPath(path: string): boolean {
  return (Object.values(documentNames) as string[]).includes(path) || isInterviewPath(path)
}

/**
 * Reads the files of a dossier folder, given by path relative to it (`workflow.yaml`, `interviews/priya.yaml`, …). Other files are left alone.
 */
export function readDossier(files: Readonly<Record<string, string>>): ReadDossier {
  const role = readRole(files[documentNames.role])
  const workflow = readNamed(files, documentNames.workflow, workflowMapSchema)
  const integrations = readNamed(files, documentNames.integrations, integrationMapSchema)
  const targets = readNamed(files, documentNames.targets, targetsSchema)
  const interviewPaths = Object.keys(files).filter(isInterviewPath).sort()
  const interviews = interviewPaths.map((path) => [path, readNamed(files, path, interviewSchema)] as const)

  const reads = new Map<string, Read<unknown>>([
    [documentNames.workflow, workflow],
    [documentNames.role, role],
    [documentNames.integrations, integrations],
    [documentNames.targets, targets],
    ...interviews,
  ])
  const source: Source = {
    lineOf: (file, place) => reads.get(file)?.lineOf(place) ?? null,
    charactersOf: (file) => (files[file] === undefined ? null : [...files[file]].length),
  }
  const misnamed = interviews.flatMap(([path, read]) =>
    read.value && path !== interviewPath(read.value.id) ? [misnaming(path, read.value.id)] : [],
  )
  const problems = [...[...reads.values()].flatMap((read) => read.problems), ...misnamed]
  if (problems.length > 0 || !workflow.value || !role.value || !integrations.value || !targets.value)
    return { dossier: null, problems, source }
  const dossier: Dossier = {
    workflow: workflow.value,
    role: role.value,
    integrations: integrations.value,
    targets: targets.value,
    interviews: interviews.flatMap(([, read]) => (read.value ? [read.value] : [])),
  }
  return { dossier, problems, source }
}

/** The workflow map alone, or null while it cannot be read: an interview begins before the other documents are there. */
export function readWorkflow(files: Readonly<Record<string, string>>): WorkflowMap | null {
  return readNamed(files, documentNames.workflow, workflowMapSchema).value
}

/** One interview alone, or what is wrong with its file. */
export function readInterview(path: string, text: string): { interview: Interview | null; problems: Finding[] } {
  const { value, problems } = readYaml({ file: path, text, schema: interviewSchema, linesBefore: 0 })
  return { interview: value, problems }
}

function readNamed<T>(files: Readonly<Record<string, string>>, file: string, schema: z.ZodType<T>): Read<T> {
  const text = files[file]
  return text === undefined ? absent(file) : readYaml({ file, text, schema, linesBefore: 0 })
}

/** The front matter of SOUL.md and the text below it; null when it does not begin with one between two `---` lines. */
export function splitRole(text: string): { front: string; body: string } | null {
  const parts = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)([\s\S]*)$/.exec(text)
  return parts && { front: parts[1] ?? '', body: parts[2] ?? '' }
}

function readRole(text: string | undefined): Read<Dossier['role']> {
  const file = documentNames.role
  if (text === undefined) return absent(file)
  if (!isStorable(text))
    return {
      value: null,
      problems: [finding('document-unreadable', file, 1, 'The file holds a NUL or half a character.', 'Save it as UTF-8 text.')],
      lineOf: () => 1,
    }
  const parts = splitRole(text)
  if (parts === null) {
    const problem = finding(
      'document-unreadable',
      file,
      1,
      'There is no front matter between two “---” lines.',
      'Begin the file with “---”, the enforced part in YAML, and “---”.',
    )
    return { value: null, problems: [problem], lineOf: () => 1 }
  }
  const front = readYaml({ file, text: parts.front, schema: roleFrontMatterSchema, linesBefore: 1 })
  return { ...front, value: front.value && { ...front.value, body: parts.body.replaceAll('\r\n', '\n').trim() } }
}

function absent<T>(file: string): Read<T> {
  return {
    value: null,
    problems: [
      finding('document-missing', file, null, `There is no ${file}.`, 'Add it; `tenure dossier init` writes a first version.'),
    ],
    lineOf: () => null,
  }
}

type YamlText<T> = { file: string; text: string; schema: z.ZodType<T>; linesBefore: number }

function readYaml<T>({ file, text, schema, linesBefore }: YamlText<T>): Read<T> {
  const unread = (line: number | null, what: string, remedy: string): Read<T> => ({
    value: null,
    problems: [finding('document-unreadable', file, line, what, remedy)],
    lineOf: () => line,
  })
  if (text.length > maxCharacters)
    return unread(1, `The file has more than ${maxCharacters} characters.`, 'Split the workflow, or take pasted material out.')
  if (nestsTooDeep(text))
    return unread(1, 'The file is nested more than 100 levels deep.', 'A dossier needs fewer than ten; write it out flat.')
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, uniqueKeys: true })
  const lineAt = (offset: number) => counter.linePos(offset).line + linesBefore
  const broken = [...document.errors, ...document.warnings]
  if (broken.length > 0) {
    const problems = broken.map((error) =>
      finding(
        'document-unreadable',
        file,
        lineAt(error.pos[0]),
        `This is not YAML: ${error.message}`,
        'Mend the line; mind indentation, quotes and colons.',
      ),
    )
    return { value: null, problems, lineOf: () => null }
  }
  const aliases: number[] = []
  visit(document, {
    Alias: (_, node) => {
      aliases.push(node.range?.[0] ?? 0)
    },
  })
  const [alias] = aliases
  if (alias !== undefined)
    return unread(
      lineAt(alias),
      'Anchors and aliases (“&”, “*”) are not used in a dossier.',
      'Write the value out where it is meant.',
    )
  const lineOf = (place: Place) => lineOfPlace(document.contents, place, lineAt) ?? 1 + linesBefore
  const content: unknown = document.toJS({ maxAliasCount: 0 })
  if (!isStorable(content))
    return unread(
      1,
      'The file holds a NUL or half a character, which no database keeps.',
      'Write the text out again; an escape such as “\\0” counts too.',
    )
  const parsed = parseAside(schema, content)
  if (parsed.success) return { value: parsed.data, problems: [], lineOf }
  return { value: null, problems: parsed.error.issues.flatMap((issue) => issueFindings(file, issue, lineOf)), lineOf }
}

/**
 * Parses, setting aside fields of one's own: a key beginning with `x-` where the document knows no such key is kept in the file, read by nobody
 * and no part of the version. Every other unknown key is a problem, since it would be a rule nobody keeps.
 */
function parseAside<T>(schema: z.ZodType<T>, content: unknown): z.ZodSafeParseResult<T> {
  const first = schema.safeParse(content)
  const own = first.success
    ? []
    : first.error.issues.flatMap((issue) =>
        issue.code === 'unrecognized_keys'
          ? issue.keys.filter((key) => key.startsWith('x-')).map((key) => ({ place: issue.path, key }))
          : [],
      )
  if (own.length === 0) return first
  const rest = structuredClone(content)
  for (const { place, key } of own) {
    let holder = rest
    for (const part of place) holder = (holder as Record<PropertyKey, unknown>)[part]
    delete (holder as Record<string, unknown>)[key]
  }
  return schema.safeParse(rest)
}

/** PostgreSQL keeps neither NUL nor lone surrogates in text; found here, it is a sentence instead of a fault. */
export function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0')
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, part]) => isStorable(key) && isStorable(part))
}

/** Flow collections are parsed by recursion; a dossier needs no more than a few levels. Indentation cannot nest deeper than its columns. */
function nestsTooDeep(text: string): boolean {
  let depth = 0
  for (const sign of text) {
    if (sign === '[' || sign === '{') depth++
    else if (sign === ']' || sign === '}') depth = Math.max(0, depth - 1)
    else if (sign === '\n' && depth < 100) depth = 0
    if (depth > 100) return true
  }
  return /^[ \t]*(?:[-?:][ \t]*){100}|^ {400}/m.test(text)
}

function issueFindings(file: string, issue: z.core.$ZodIssue, lineOf: (place: Place) => number | null): Finding[] {
  const at = issue.path.map(String).join('.') || 'the document'
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      finding(
        'field-unknown',
        file,
        lineOf([...issue.path, key]),
        `“${key}” is not a field of ${at}.`,
        'Check the spelling; a field that is not read would be a rule nobody keeps.',
      ),
    )
  }
  return [
    finding(
      'field-invalid',
      file,
      lineOf(issue.path),
      `${at}: ${issue.message}.`.replace('..', '.'),
      'Write a value of the kind the field takes.',
    ),
  ]
}

function lineOfPlace(root: Node | null, place: Place, lineAt: (offset: number) => number): number | null {
  let node: unknown = root
  let line = root?.range ? lineAt(root.range[0]) : null
  for (const key of place) {
    const pair = isMap(node)
      ? node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key))
      : undefined
    if (pair && isScalar(pair.key) && pair.key.range) {
      line = lineAt(pair.key.range[0])
      node = pair.value
      continue
    }
    const item =
      typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items)
        ? (node.items[Number(key)] as Node | undefined)
        : undefined
    if (!item?.range) return line
    line = lineAt(item.range[0])
    node = item
  }
  return line
}

/** What can be wrong with a file before anything in it is checked. Codes never change meaning. */
export const readingCodes = [
  'document-missing',
  'document-unreadable',
  'field-unknown',
  'field-invalid',
  'interview-misnamed',
] as const

function finding(code: (typeof readingCodes)[number], file: string, line: number | null, what: string, remedy: string): Finding {
  return {
    code,
    severity: 'error',
    file,
    line,
    what,
    why: 'Nothing of a dossier is used while one of its documents cannot be read whole.',
    remedy,
  }
}
