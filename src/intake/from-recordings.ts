// Recorded interactions as a part of a draft: what was seen, with read and write as recorded, and nothing anybody would have to know.

import { handoffSystem } from '../domain/discovery/integration-map.ts'
import { tame, titleOf } from '../domain/discovery/legal-name.ts'
import type { RecordedRun } from '../domain/discovery/recorded-interaction.ts'
import { nameSchema } from '../domain/discovery/workflow-map.ts'
import { type Draft, draftOf } from './draft.ts'
import { type DraftSystem, type DraftType, emptyPart, type Part, type Question, unseenType } from './part.ts'

const examplesPerType = 6
const exampleMaxCharacters = 300

type SeenOperation = { access: 'read' | 'write'; types: Set<string> }
type Seen = {
  count: number
  channels: Set<string>
  types: Map<string, { count: number; queries: Set<string>; escalated: number }>
  systems: Map<string, Map<string, SeenOperation>>
  most: { effects: number; writes: number }
}

type NotLegal = { ok: false; where: string; why: string }

/** The draft of recordings alone. The records MUST NOT be empty. */
export function draftDossier(records: readonly RecordedRun[]): Draft {
  const read = fromRecordings(records, `${records.length} recorded interactions`)
  return read.ok ? draftOf([read.part]) : read
}

/**
 * The part of recordings. The records MUST NOT be empty. Refuses when a recorded name (query type, channel, system, operation) could not stand in a
 * dossier, since a renamed one would no longer fit the recording.
 */
export function fromRecordings(records: readonly RecordedRun[], source: string): { ok: true; part: Part } | NotLegal {
  const seen = look(records)
  const names = [
    ...seen.types.keys(),
    ...seen.channels,
    ...seen.systems.keys(),
    ...[...seen.systems.values()].flatMap((operations) => [...operations.keys()]),
  ]
  const odd = names.find((name) => !nameSchema.safeParse(name).success)
  if (odd !== undefined)
    return {
      ok: false,
      where: `the recorded name “${odd.slice(0, 100)}”`,
      why: 'it has characters a dossier’s names do not have (lower-case letters, digits, “_”, “-”, “.”)',
    }
  const part: Part = {
    ...emptyPart(source),
    workflow: workflowName(records),
    channels: [...seen.channels],
    types: [...seen.types].sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1)).map(typeOf),
    systems: [...seen.systems].sort(byName).map(systemOf),
    grants: grantsOf(seen),
    most: seen.most,
  }
  return { ok: true, part: { ...part, questions: questionsOf(part) } }
}

function look(records: readonly RecordedRun[]): Seen {
  const seen: Seen = {
    count: records.length,
    channels: new Set(),
    types: new Map(),
    systems: new Map(),
    most: { effects: 0, writes: 0 },
  }
  for (const record of records) {
    seen.channels.add(record.channel)
    const type = seen.types.get(record.queryType) ?? { count: 0, queries: new Set<string>(), escalated: 0 }
    seen.types.set(record.queryType, type)
    type.count++
    if (record.escalated) type.escalated++
    const query = record.query.trim()
    if (query !== '' && query.length <= exampleMaxCharacters) type.queries.add(query)
    const calls = record.toolCalls.filter((call) => call.system !== handoffSystem)
    seen.most.effects = Math.max(seen.most.effects, calls.length + 1)
    seen.most.writes = Math.max(seen.most.writes, calls.filter((call) => call.access === 'write').length)
    for (const call of calls) {
      const operations = seen.systems.get(call.system) ?? new Map<string, SeenOperation>()
      seen.systems.set(call.system, operations)
      const operation = operations.get(call.name) ?? { access: call.access, types: new Set<string>() }
      operations.set(call.name, operation)
      // Recorded once as a write, it is a write.
      if (call.access === 'write') operation.access = 'write'
      operation.types.add(record.queryType)
    }
  }
  return seen
}

/** The recorded workflow; of several, what their names begin with. */
function workflowName(records: readonly RecordedRun[]): string {
  const names = [...new Set(records.map((record) => record.workflow))]
  const [first = ''] = names
  let common = first
  while (!names.every((name) => name.startsWith(common))) common = common.slice(0, -1)
  const plain = (names.length > 1 ? common : first)
    .toLowerCase()
    .replace(/[^a-z0-9_.-]+/g, '-')
    .replace(/^[-_.]+|[-_.]+$/g, '')
  return plain.slice(0, 80) || 'several-workflows'
}

function typeOf([name, type]: [string, { count: number; queries: Set<string>; escalated: number }]): DraftType {
  return {
    ...unseenType,
    name,
    title: titleOf(name),
    seen: type.count,
    escalated: type.escalated,
    examples: spread([...type.queries], examplesPerType).map(tame),
  }
}

/** A few from the whole list rather than the first few, which are often variants of one. */
function spread(list: readonly string[], count: number): string[] {
  if (list.length <= count) return [...list]
  return Array.from({ length: count }, (_, at) => list[Math.floor((at * list.length) / count)] ?? '')
}

function systemOf([name, operations]: [string, Map<string, SeenOperation>]): DraftSystem {
  return {
    name,
    title: titleOf(name),
    connector: { kind: 'recorded' },
    operations: [...operations].sort(byName).map(([operation, { access }]) => ({ name: operation, access })),
  }
}

function grantsOf(seen: Seen): Part['grants'] {
  return [...seen.systems].sort(byName).flatMap(([system, operations]) =>
    [...operations].sort(byName).map(([operation, { types }]) => ({
      do: `${system}.${operation}`,
      for: types.size < seen.types.size ? [...types].sort() : null,
    })),
  )
}

function questionsOf({ types, systems }: Part): Question[] {
  const total = types.reduce((sum, { seen }) => sum + (seen ?? 0), 0)
  return [
    ...types.map(({ name, seen, escalated }) => ({
      question: `${seen} of ${total} recorded, ${escalated} of them handed to a person. What are the steps? What does the SOP say, and what really happens? When must it go to a person? How many a month, how many minutes each?`,
      about: `queryTypes.${name}`,
    })),
    ...systems.map(({ name, operations }) => {
      const writes = operations.filter(({ access }) => access === 'write').map((operation) => operation.name)
      return {
        question: `Who owns it? In which country is its data? What does a mistake cost with ${writes.length > 0 ? writes.join(', ') : 'a wrong read'}?`,
        about: `integrations.systems.${name}`,
      }
    }),
  ]
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1
}
