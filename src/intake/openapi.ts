// An OpenAPI document (2.0 to 3.1, JSON or YAML) becomes a system with its operations: reading is GET and HEAD, everything else changes something until its
// owner says otherwise. Nothing is fetched: references to other files or addresses stay unresolved and are asked about.

import { dereference, upgrade, validate } from '@scalar/openapi-parser'
import { legalName, newName, oneLine } from '../domain/discovery/legal-name.ts'
import { type DraftSystem, emptyPart, type Part, type Question, type Unusable } from './part.ts'
import { fieldsOf, isMemberName, isObject, type Json, plainSchema } from './schema-shape.ts'

const methods = ['get', 'head', 'options', 'put', 'post', 'patch', 'delete', 'trace'] as const
const maxOperations = 400

type Described = { name: string; title: string; source: string; file: string }

/** The draft of one API. `document` is the parsed file. */
export async function fromOpenApi(
  document: Record<string, unknown>,
  source: string,
  file: string,
): Promise<{ ok: true; part: Part } | Unusable> {
  const checked = await validate(structuredClone(document))
  const upgraded = upgrade(structuredClone(document)).specification as unknown
  const { schema } = dereference((upgraded ?? document) as Record<string, unknown>)
  if (!isObject(schema) || !isObject(schema.paths))
    return {
      ok: false,
      line: 1,
      why: `it is no OpenAPI document with paths (${oneLine(checked.errors?.[0]?.message ?? 'no “paths”', 160)})`,
      remedy: 'Give the description that the system publishes, as JSON or YAML.',
    }
  const title = (isObject(schema.info) && typeof schema.info.title === 'string' ? oneLine(schema.info.title, 80) : '') || 'API'
  const described = {
    name: legalName(title, 'api').replaceAll('.', '_'),
    title,
    source,
    file: oneLine(file, 200) || 'API description',
  }
  const operations = operationsOf(schema.paths)
  if (operations.length === 0)
    return { ok: false, line: 1, why: 'its paths have no operation', remedy: 'Give the whole description.' }
  if (operations.length > maxOperations)
    return {
      ok: false,
      line: 1,
      why: `it has ${operations.length} operations, more than ${maxOperations}`,
      remedy: 'Keep the paths that this workflow uses.',
    }
  const part = partOf(described, { operations, url: addressOf(schema) })
  const flaws = checked.errors ?? []
  if (flaws.length > 0)
    part.questions.push({
      question: `${described.file} is not valid OpenAPI in ${flaws.length} places, the first: ${oneLine(flaws[0]?.message ?? '', 160)} at ${oneLine(String(flaws[0]?.path ?? '?'), 100)}. Is it the description that the system serves?`,
      about: `integrations.systems.${described.name}`,
    })
  return { ok: true, part }
}

type Found = { path: string; method: string; operation: Json; shared: Json }

function operationsOf(paths: Json): Found[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    isObject(item)
      ? methods.flatMap((method) => (isObject(item[method]) ? [{ path, method, operation: item[method], shared: item }] : []))
      : [],
  )
}

function addressOf(schema: Json): string | null {
  const [server] = Array.isArray(schema.servers) ? schema.servers : []
  return isObject(server) && typeof server.url === 'string' && /^https?:\/\//i.test(server.url) ? oneLine(server.url, 500) : null
}

function partOf(described: Described, { operations, url }: { operations: readonly Found[]; url: string | null }): Part {
  const taken = new Set<string>()
  const about = `integrations.systems.${described.name}`
  const system: DraftSystem = {
    name: described.name,
    title: described.title,
    connector: { kind: 'openapi', url: url ?? 'to be named', description: described.file },
    operations: operations.map((found) => ({
      name: newName(operationName(found), taken),
      access: found.method === 'get' || found.method === 'head' || found.method === 'options' ? 'read' : 'write',
      arguments: argumentsOf(found),
      returns: returnsOf(found.operation),
      'x-from': oneLine(`${found.method.toUpperCase()} ${found.path}`, 300),
    })),
  }
  const questions: Question[] =
    url === null ? [{ question: `At which address does ${described.title} answer? Its description names none.`, about }] : []
  return { ...emptyPart(described.source), systems: [system], questions: [...questions, ...systemQuestions(system)] }
}

function operationName({ path, method, operation }: Found): string {
  const given = typeof operation.operationId === 'string' ? legalName(operation.operationId, '') : ''
  return given === '' ? legalName(`${method} ${path.replace(/[{}]/g, ' ')}`, method) : given
}

/** Path, query and header parameters by name, and a JSON body as `body`: how a caller would give them. */
function argumentsOf({ operation, shared }: Found): Json {
  const properties: Json = {}
  const required = new Set<string>()
  const parameters = [shared.parameters, operation.parameters].flatMap((list) => (Array.isArray(list) ? list : []))
  for (const parameter of parameters) {
    if (!isObject(parameter) || typeof parameter.name !== 'string' || !isMemberName(parameter.name) || parameter.in === 'cookie')
      continue
    properties[parameter.name] = plainSchema(parameter.schema)
    if (parameter.required === true) required.add(parameter.name)
  }
  const body = isObject(operation.requestBody) ? operation.requestBody : null
  if (body !== null) {
    properties.body = plainSchema(jsonContent(body))
    if (body.required === true) required.add('body')
  }
  return { type: 'object', properties, ...(required.size > 0 ? { required: [...required] } : {}) }
}

function jsonContent(holder: Json): unknown {
  const content = isObject(holder.content) ? holder.content : {}
  const kind = Object.keys(content).find((one) => /[/+]json\b/.test(one)) ?? Object.keys(content)[0]
  const media = kind === undefined ? null : content[kind]
  return isObject(media) ? media.schema : null
}

function returnsOf(operation: Json): string[] | null {
  const responses = isObject(operation.responses) ? operation.responses : {}
  const good = Object.keys(responses).find((status) => /^2/.test(status))
  const response = good === undefined ? null : responses[good]
  return isObject(response) ? fieldsOf(jsonContent(response)) : null
}

/** What no description of a system says. */
export function systemQuestions(system: DraftSystem): Question[] {
  const about = `integrations.systems.${system.name}`
  const writes = system.operations.filter(({ access }) => access === 'write').map(({ name }) => name)
  const some =
    writes.length === 0
      ? 'a wrong read'
      : `${writes.slice(0, 8).join(', ')}${writes.length > 8 ? ` and ${writes.length - 8} more` : ''}`
  return [
    { question: `Who owns ${system.title}, in which country is its data, and under which name is its credential kept?`, about },
    { question: `What does a mistake cost with ${some}? Which of them does this workflow need at all?`, about },
    {
      question: `Whose answers from ${system.title} hold personal or confidential data, or text that outsiders wrote? Which arguments move money, or say to whom something goes?`,
      about,
    },
  ]
}
