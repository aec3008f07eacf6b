// The tool list of an MCP server (what `tools/list` answers) becomes a system with its operations, each pinned by the hash of its definition. What a
// tool says of itself is hostile: it counts as reading only when it says so and its name does too.

import { legalName, newName, oneLine } from '../domain/discovery/legal-name.ts'
import { nameSchema } from '../domain/discovery/workflow-map.ts'
import { definitionHash } from '../domain/oversight/tool-pin.ts'
import { systemQuestions } from './openapi.ts'
import { type DraftSystem, emptyPart, type Part, type Question, type Unusable } from './part.ts'
import { fieldsOf, isObject, type Json, plainSchema } from './schema-shape.ts'

const maxTools = 400

const readLike =
  /^(?:get|list|read|find|search|lookup|look_up|fetch|show|view|query|describe|count|check|status|download|retrieve|select|browse|calculate)(?:_|$)|_(?:status|list|search|lookup|details|info)$/
/** A word that changes something outweighs one that reads: `get_or_create_user`, `check_in_guest`, `find_and_replace`. */
const writeLike =
  /(?:^|_)(?:create|update|delete|remove|add|set|send|write|reset|assign|close|open|cancel|book|pay|refund|transfer|grant|revoke|approve|move|rename|replace|insert|upsert|put|post|patch|run|execute|restart|stop|start|unlock|lock|enable|disable|order|submit|in|out|and|or)(?:_|$)/

type Server = { name: string; title: string; url: string | null; source: string }

/** Whether the tool may count as reading: it says so (`readOnlyHint`), does not also say it destroys, and is named like it. */
export function accessOf(tool: Json): 'read' | 'write' {
  const hints = isObject(tool.annotations) ? tool.annotations : {}
  const name = legalName(String(tool.name), '')
  return hints.readOnlyHint === true && hints.destructiveHint !== true && readLike.test(name) && !writeLike.test(name)
    ? 'read'
    : 'write'
}

/** The draft of one server. `url` null: the list came from a file, and the address is asked for. */
export function fromToolList(list: unknown, server: Server): { ok: true; part: Part } | Unusable {
  const tools =
    isObject(list) && Array.isArray(list.tools) ? list.tools : isObject(list) && isObject(list.result) ? list.result.tools : null
  if (!Array.isArray(tools) || tools.length === 0)
    return {
      ok: false,
      line: 1,
      why: 'there are no tools in it',
      remedy: 'Give what the server answers to tools/list: an object with “tools”.',
    }
  const bad = tools.findIndex((tool) => !isObject(tool) || typeof tool.name !== 'string' || tool.name === '')
  if (bad >= 0)
    return {
      ok: false,
      line: 1,
      why: `tool ${bad + 1} has no name`,
      remedy: 'Give what the server answers to tools/list, unchanged.',
    }
  if (tools.length > maxTools)
    return {
      ok: false,
      line: 1,
      why: `it has ${tools.length} tools, more than ${maxTools}`,
      remedy: 'Keep those that this workflow uses.',
    }
  return { ok: true, part: partOf(tools as Json[], { ...server, title: oneLine(server.title, 80) || server.name }) }
}

function partOf(tools: readonly Json[], server: Server): Part {
  const taken = new Set<string>()
  const about = `integrations.systems.${server.name}`
  const questions: Question[] = []
  const operations = tools.map((tool) => {
    const called = String(tool.name)
    const name = newName(nameSchema.safeParse(called).success ? called : legalName(called, 'tool'), taken)
    if (name !== called)
      questions.push({
        question: `The server calls a tool “${oneLine(called, 100)}”; names in a dossier are lower case, so it stands here as “${name}” and calls under that name will fail. Can the server offer it as “${name}”?`,
        about,
      })
    return {
      name,
      access: accessOf(tool),
      arguments: plainSchema(tool.inputSchema),
      returns: fieldsOf(tool.outputSchema),
      toolHash: definitionHash(tool),
      ...(name === called ? {} : { 'x-from': oneLine(called, 300) }),
    }
  })
  const system: DraftSystem = {
    name: server.name,
    title: server.title,
    connector: { kind: 'mcp', url: server.url ?? 'to be named' },
    operations,
  }
  if (server.url === null)
    questions.push({ question: `At which address does the MCP server ${server.title} answer? The list does not say.`, about })
  return { ...emptyPart(server.source), systems: [system], questions: [...questions, ...systemQuestions(system)] }
}
