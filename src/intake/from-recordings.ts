// Drafts a dossier from recorded interactions: what was seen, with read and write as recorded, and nothing anybody would have to know. The
// draft is unsigned, says so, and lists what only people can answer.

import { stringify } from 'yaml'
import { documentNames } from '../domain/discovery/documents.ts'
import { handoffSystem } from '../domain/discovery/integration-map.ts'
import type { RecordedRun } from '../domain/discovery/recorded-interaction.ts'
import { nameSchema } from '../domain/discovery/workflow-map.ts'

/** The list of open questions; not read by Tenure, meant for the people who answer them. */
export const questionsName = 'QUESTIONS.md'

export type Draft = { ok: true; files: Record<string, string> } | { ok: false; where: string; why: string }

// PRODUCT.md section 3 and GATES.md section 9: a type with at least this share of the volume is major.
const majorShareRatio = 0.04
const examplesPerType = 6
const exampleMaxCharacters = 300

type Seen = {
  count: number
  channels: Set<string>
  types: Map<string, { count: number; queries: Set<string>; escalated: number }>
  systems: Map<string, Map<string, { access: 'read' | 'write'; types: Set<string> }>>
  mostEffects: number
  mostWrites: number
}

/**
 * Writes the files of a draft. The records MUST NOT be empty. Refuses when a recorded name (query type, channel, system, operation) could not
 * stand in a dossier, since a renamed one would no longer fit the recording.
 */
export function draftDossier(records: readonly RecordedRun[]): Draft {
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
  const workflow = workflowName(records)
  return {
    ok: true,
    files: {
      [documentNames.workflow]: header(seen, 'The workflow map') + yaml(workflowOf(workflow, seen)),
      [documentNames.role]: roleOf(workflow, seen),
      [documentNames.integrations]:
        header(seen, 'The integration map. Every operation that was seen, with the access it was recorded with') +
        yaml(integrationsOf(seen)),
      [documentNames.targets]: header(seen, 'Targets. These numbers are defaults and nobody has agreed to them') + yaml(targets),
      [questionsName]: questionsOf(workflow, seen),
    },
  }
}

const targets = {
  accuracy: { targetRatio: 0.9 },
  escalation: { minRatio: 0.02, maxRatio: 0.4 },
  shadow: { minDays: 7, minReviews: 200 },
  supervised: { minDays: 7, minReviews: 100, sampleRatio: 0.15 },
}

function look(records: readonly RecordedRun[]): Seen {
  const seen: Seen = {
    count: records.length,
    channels: new Set(),
    types: new Map(),
    systems: new Map(),
    mostEffects: 0,
    mostWrites: 0,
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
    seen.mostEffects = Math.max(seen.mostEffects, calls.length + 1)
    seen.mostWrites = Math.max(seen.mostWrites, calls.filter((call) => call.access === 'write').length)
    for (const call of calls) {
      const operations = seen.systems.get(call.system) ?? new Map<string, { access: 'read' | 'write'; types: Set<string> }>()
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

function header(seen: Seen, what: string): string {
  return `# ${what}: drafted from ${seen.count} recorded interactions. Unsigned; nobody who does the work has been asked yet.\n# What only people can answer is in ${questionsName}.\n`
}

function yaml(value: unknown): string {
  return stringify(value, { lineWidth: 120 })
}

function byCount(seen: Seen): [string, { count: number; queries: Set<string>; escalated: number }][] {
  return [...seen.types].sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1))
}

function workflowOf(workflow: string, seen: Seen) {
  return {
    workflow,
    title: titleOf(workflow),
    employee: employeeOf(workflow),
    channels: [...seen.channels].sort(),
    queryTypes: byCount(seen).map(([name, type]) => ({
      name,
      title: titleOf(name),
      major: type.count / seen.count >= majorShareRatio,
      examples: spread([...type.queries], examplesPerType),
    })),
    steps: [],
    triggers: [],
    people: [],
  }
}

/** A few from the whole list rather than the first few, which are often variants of one. */
function spread(list: readonly string[], count: number): string[] {
  if (list.length <= count) return [...list]
  return Array.from({ length: count }, (_, at) => list[Math.floor((at * list.length) / count)] ?? '')
}

function integrationsOf(seen: Seen) {
  return {
    systems: [...seen.systems].sort(byName).map(([name, operations]) => ({
      name,
      title: titleOf(name),
      owner: 'to be named',
      connector: { kind: 'recorded' },
      operations: [...operations].sort(byName).map(([operation, { access }]) => ({ name: operation, access })),
    })),
  }
}

function roleOf(workflow: string, seen: Seen): string {
  const grants = [...seen.systems].sort(byName).flatMap(([system, operations]) =>
    [...operations].sort(byName).map(([operation, { types }]) => ({
      do: `${system}.${operation}`,
      ...(types.size < seen.types.size ? { for: [...types].sort() } : {}),
    })),
  )
  const front = {
    name: employeeOf(workflow),
    role: `${titleOf(workflow)} (draft)`,
    may: [{ do: 'reply' }, ...grants],
    // Room for everything that was recorded: a rehearsal must not refuse what it is meant to replay.
    limits: { effectsPerInteraction: Math.max(20, seen.mostEffects), writesPerInteraction: Math.max(5, seen.mostWrites) },
  }
  return `---\n${header(seen, 'The role definition. The grants are what was seen, not what is right')}${yaml(front)}---\n# ${employeeOf(workflow)}

This is a draft. It grants what the recording did, right or wrong. Before anybody signs it, the people who do the work say what the employee is
for, what it must never do, and when it must hand over.
`
}

function questionsOf(workflow: string, seen: Seen): string {
  const types = byCount(seen).map(([name, type]) => {
    const share = `${type.count} of ${seen.count} recorded, ${type.escalated} of them handed to a person`
    return `- **${name}** (${share}): What are the steps? What does the SOP say, and what really happens? When must it go to a person? How many a month, how many minutes each?`
  })
  const systems = [...seen.systems].sort(byName).map(([name, operations]) => {
    const writes = [...operations].filter(([, { access }]) => access === 'write').map(([operation]) => operation)
    return `- **${name}**: Who owns it? In which country is its data? What does a mistake cost with ${writes.length > 0 ? writes.sort().join(', ') : 'a wrong read'}?`
  })
  return `# Open questions about ${workflow}

Drafted from ${seen.count} recorded interactions. Recordings show what was done, not whether it was right. These questions are for interviews
with the people who do the work; their answers go into \`interviews/\` and the four documents.

## Query types

${types.join('\n')}

## Systems

${systems.length > 0 ? systems.join('\n') : '- No system was used in the recording. Is that so in real work?'}

## Escalation

- When do you hand something to somebody else: to whom, how, and within what time? A workflow that was looked at closely has at least ten such triggers.
- Which queries must never be answered by the employee?

## Targets

- Which accuracy, escalation rate, time and cost have you agreed on, before looking at any evidence?
`
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1
}

function titleOf(name: string): string {
  const words = name.replace(/[-_.]+/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function employeeOf(workflow: string): string {
  return `${titleOf(workflow)} employee`
}
