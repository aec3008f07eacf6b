// One operation out of an OpenAPI 3 document: where it is, which arguments it takes and how they are written. Pure. What cannot be read whole is refused, because a
// part nobody looked at could change unseen.

type Json = Record<string, unknown>

type ParameterPlace = 'path' | 'query' | 'header' | 'cookie'

/** `style` and `explode` as OpenAPI 3 names them; `json`: the value is written as JSON (`content` instead of `schema`). */
export type ApiParameter = { name: string; in: ParameterPlace; required: boolean; style: string; explode: boolean; json: boolean }

export type ApiOperation = {
  /** Upper case. */
  method: string
  /** With its {blanks}, as the document has it. */
  path: string
  parameters: ApiParameter[]
  /** The media type of its JSON body, given as the argument `body`; null: it takes none. */
  body: { required: boolean; mediaType: string } | null
  /** All that the document says of it, references resolved: what is pinned. */
  said: Json
  inputSchema: Json
}

/** How the integration map names an operation: by operationId, or by its route as `GET /tickets/{id}`. */
export type ApiName = { operationId?: string | undefined; route?: string | undefined }

const methods = ['get', 'head', 'options', 'put', 'post', 'patch', 'delete'] as const

/** More parts than the largest operations of public APIs have; an endless one would fill the memory. */
const mostParts = 20_000

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

class Unreadable extends Error {}

/** Finds and reads one operation. A string says why it cannot be used; it never holds text of the document. */
export function apiOperation(document: unknown, name: ApiName): ApiOperation | string {
  if (!isObject(document) || typeof document.openapi !== 'string' || !/^3\./.test(document.openapi) || !isObject(document.paths))
    return 'its description is not OpenAPI 3'
  const found = routesOf(document.paths).filter(({ method, path, operation }) =>
    name.route === undefined ? operation.operationId === name.operationId : `${method.toUpperCase()} ${path}` === name.route,
  )
  const [route] = found
  if (route === undefined) return 'its description has no such operation'
  if (found.length > 1) return 'its description has this operation more than once'
  try {
    return read(document, route)
  } catch (error) {
    if (error instanceof Unreadable) return error.message
    throw error
  }
}

type Route = { method: string; path: string; operation: Json; shared: Json }

function routesOf(paths: Json): Route[] {
  return Object.entries(paths).flatMap(([path, shared]) =>
    !isObject(shared)
      ? []
      : methods.flatMap((method) => {
          const operation = shared[method]
          return isObject(operation) ? [{ method, path, operation, shared }] : []
        }),
  )
}

function read(document: Json, { method, path, operation, shared }: Route): ApiOperation {
  const budget = { left: mostParts }
  const said = whole(document, operation, { within: [], budget }) as Json
  const common = whole(document, shared.parameters ?? [], { within: [], budget })
  // What the operation says of a parameter wins over what its path says (OpenAPI 3.1, path item object).
  const described = new Map<string, Json>()
  for (const one of [...listOf(common), ...listOf(said.parameters)]) described.set(`${String(one.in)} ${String(one.name)}`, one)
  const parameters = [...described.values()].flatMap((one) => parameterOf(one))
  const names = parameters.map((one) => one.name)
  if (new Set(names).size < names.length) throw new Unreadable('two of its parameters have the same name')
  const blanks = [...path.matchAll(/\{([^{}]*)\}/g)].map(([, blank]) => blank ?? '')
  if (blanks.some((blank) => !parameters.some((one) => one.in === 'path' && one.name === blank)))
    throw new Unreadable('a blank of its path is not described')
  const body = bodyOf(said.requestBody)
  if (body !== null && names.includes('body')) throw new Unreadable('a parameter and the body have the same name')
  const all = { ...said, parameters: [...described.values()] }
  return { method: method.toUpperCase(), path, parameters, body, said: all, inputSchema: schemaOf([...described.values()], said) }
}

function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

const usualStyle: Readonly<Record<ParameterPlace, string>> = { path: 'simple', header: 'simple', query: 'form', cookie: 'form' }
const understood: Readonly<Record<ParameterPlace, readonly string[]>> = {
  path: ['simple'],
  header: ['simple'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  cookie: ['form'],
}

/** Headers of these names are not parameters, whatever the document says (OpenAPI 3.1, parameter object). */
const notParameters = ['accept', 'content-type', 'authorization']

function parameterOf(said: Json): ApiParameter[] {
  const { name, in: place } = said
  if (typeof name !== 'string' || !(place === 'path' || place === 'query' || place === 'header' || place === 'cookie'))
    throw new Unreadable('one of its parameters cannot be read')
  if (place === 'header' && notParameters.includes(name.toLowerCase())) return []
  const style = typeof said.style === 'string' ? said.style : usualStyle[place]
  if (!understood[place].includes(style))
    throw new Unreadable('one of its parameters is written in a style that is not supported')
  const explode = typeof said.explode === 'boolean' ? said.explode : style === 'form'
  return [{ name, in: place, required: said.required === true || place === 'path', style, explode, json: isObject(said.content) }]
}

function bodyOf(said: unknown): ApiOperation['body'] {
  if (!isObject(said)) return null
  const mediaType = Object.keys(isObject(said.content) ? said.content : {}).find((one) =>
    /^application\/([\w.-]+\+)?json\b/i.test(one),
  )
  if (mediaType === undefined) throw new Unreadable('its body is not JSON')
  return { required: said.required === true, mediaType }
}

function schemaOf(parameters: readonly Json[], said: Json): Json {
  const properties = new Map<string, unknown>()
  const required: string[] = []
  for (const one of parameters) {
    if (one.in === 'header' && notParameters.includes(String(one.name).toLowerCase())) continue
    properties.set(String(one.name), one.schema ?? {})
    if (one.required === true || one.in === 'path') required.push(String(one.name))
  }
  const body = bodyOf(said.requestBody)
  if (body !== null && isObject(said.requestBody)) {
    const media = (said.requestBody.content as Json)[body.mediaType]
    properties.set('body', (isObject(media) ? media.schema : undefined) ?? {})
    if (body.required) required.push('body')
  }
  return { type: 'object', properties: Object.fromEntries(properties), required, additionalProperties: false }
}

type Walk = { within: readonly string[]; budget: { left: number } }

/** The value with its references resolved; one that leads back to itself stays as it is. */
function whole(document: Json, value: unknown, { within, budget }: Walk): unknown {
  if (budget.left-- <= 0) throw new Unreadable('it is described in more parts than anybody could look at')
  if (Array.isArray(value)) return value.map((one) => whole(document, one, { within, budget }))
  if (!isObject(value)) return value
  if (typeof value.$ref === 'string') {
    if (within.includes(value.$ref)) return { $ref: value.$ref }
    return whole(document, pointedAt(document, value.$ref), { within: [...within, value.$ref], budget })
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, whole(document, one, { within, budget })]))
}

function pointedAt(document: Json, ref: string): unknown {
  if (!ref.startsWith('#/')) throw new Unreadable('it refers to another document, which could change unseen')
  let at: unknown = document
  for (const part of ref.slice(2).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key))
      throw new Unreadable('one of its references leads nowhere')
    at = (at as Json)[key]
  }
  return at
}
