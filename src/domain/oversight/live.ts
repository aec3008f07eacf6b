// Which record of the trail changes what on a page, and which act somebody must be entitled to before they are told. Topics and ids only: a listener asks again, with
// their own authority, for the contents.

import { type Act, type Caller, isJudge, mayDo, ownsRollouts } from './authority.ts'

/** topic → the act that reads it. */
const topicActs = {
  interactions: 'interaction.list',
  effects: 'effect.list',
  reviews: 'review.list',
  escalations: 'escalation.list',
  rollouts: 'rollout.read',
  dossiers: 'dossier.read',
  drafts: 'draft.read',
  employees: 'employee.read',
  people: 'person.list',
  // Whoever may only see keys of their own is not told of others'.
  keys: 'key.manage',
  halts: 'halt.read',
  tools: 'tool.read',
  incidents: 'incident.read',
  edge_cases: 'edge_case.read',
  trail: 'trail.read',
} as const satisfies Record<string, Act>

export type Topic = keyof typeof topicActs
export const topics = Object.keys(topicActs) as Topic[]

/** What each noun of the trail changes beside the trail itself. A noun that is not here changes the trail page only. */
const changedBy: Readonly<Record<string, readonly Topic[]>> = {
  interaction: ['interactions', 'rollouts'],
  proposal: ['interactions', 'reviews', 'rollouts'],
  agent: ['interactions'],
  effect: ['interactions', 'effects'],
  review: ['reviews', 'rollouts'],
  verdict: ['interactions', 'reviews', 'rollouts'],
  // A blind item comes into the queue as any other does.
  blind: ['interactions', 'reviews', 'rollouts'],
  escalation: ['interactions', 'escalations', 'rollouts'],
  work: ['interactions'],
  rollout: ['rollouts'],
  promotion: ['rollouts'],
  gate: ['rollouts'],
  delivery: ['rollouts'],
  sampling: ['rollouts'],
  dossier: ['dossiers', 'rollouts'],
  draft: ['drafts'],
  employee: ['employees'],
  person: ['people'],
  link: ['people'],
  key: ['keys'],
  halt: ['halts', 'rollouts'],
  tool: ['tools'],
  incident: ['incidents', 'rollouts'],
  edge_case: ['edge_cases', 'rollouts'],
  pattern: ['edge_cases'],
}

/** Topics whose events carry the id of what changed: those a page shows one of. */
const withIds: ReadonlySet<Topic> = new Set(['interactions', 'rollouts', 'drafts'])

/** What people judge is told without saying of what: an event must not tell reviewers which item was just judged, asked twice, or known beforehand. */
const unnamed: ReadonlySet<string> = new Set(['verdict', 'review', 'proposal', 'sampling', 'blind', 'adjudication', 'reviewer'])

type Arrived = { kind: string; subject: string }
type Change = { topic: Topic; ids: string[] }

/** More ids than this are told as “any of them”: an event stays small, and a page shows one of them at a time. */
const mostIds = 500

/** What these records change, one entry per topic, in the order of `topics`. */
export function changesOf(arrived: readonly Arrived[]): Change[] {
  const ids = new Map<Topic, Set<string>>()
  const anyOf = new Set<Topic>()
  for (const { kind, subject } of arrived) {
    const noun = kind.split('.')[0] ?? ''
    for (const topic of [...(changedBy[noun] ?? []), 'trail' as const]) {
      const told = ids.get(topic) ?? new Set()
      ids.set(topic, withIds.has(topic) ? told.add(subject) : told)
      if (unnamed.has(noun)) anyOf.add(topic)
    }
  }
  return topics.flatMap((topic) => {
    const told = ids.get(topic)
    return told === undefined ? [] : [{ topic, ids: told.size > mostIds || anyOf.has(topic) ? [] : [...told] }]
  })
}

/** Cut to what this caller may read. A reviewer is not told which interaction: one that never arrived, because it is a blind item, would stand out by its silence. */
export function changesFor(caller: Caller, changes: readonly Change[]): Change[] {
  const blindly = isJudge(caller) && !ownsRollouts(caller)
  return changes
    .filter(({ topic }) => mayDo(caller, topicActs[topic]) === true)
    .map(({ topic, ids }) => ({ topic, ids: blindly && topic === 'interactions' ? [] : ids }))
}
