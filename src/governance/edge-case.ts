// The life of an edge case: a person tags it, somebody owns it, a role version refines it, a replay shows what that changed, later successes close it, and it can come back.

import type { Actor } from '../domain/audit/record.ts'
import { invariant } from '../domain/fault.ts'
import {
  countedBy,
  type EdgeCaseState,
  edgeCaseMoves,
  isCleared,
  type Later,
  type Slice,
  slicesIn,
  subjectOf,
  successesNeeded,
  whyNeeded,
} from '../domain/gates/edge-case.ts'
import type { DossierId, EdgeCaseId, ReplayId, RolloutId } from '../domain/ids.ts'
import { whyNotReplayable } from '../domain/interaction/replayable.ts'
import { mayMove } from '../domain/moves.ts'
import { isRefusal, type Refusal, refuse } from '../domain/refusal.ts'
import { openEdgeCase } from '../moves/open-edge-case.ts'
import { append, saidDigest } from '../store/audit-log.ts'
import type { Tx } from '../store/database.ts'
import { dossierOf } from '../store/dossiers.ts'
import {
  addExamples,
  closeEdgeCase as close,
  examplesAmong,
  examplesUnder,
  laterOutcomes,
  lockEdgeCase,
  ownEdgeCase,
  refineEdgeCase,
  reopenEdgeCase as reopen,
  replayEdgeCase,
  type StoredEdgeCase,
} from '../store/edge-cases.ts'
import { employeeOf } from '../store/employees.ts'
import type { House } from '../store/house.ts'
import { lockPerson } from '../store/people.ts'
import { lockReplay } from '../store/replays.ts'
import { lockRollout, readRollout } from '../store/rollouts.ts'

export type Moved = { edgeCaseId: EdgeCaseId; state: EdgeCaseState }

export type Tag = {
  rolloutId: RolloutId
  kind: 'tag' | 'found'
  title: string
  /** What it speaks of; left out: the query type of the first example. */
  slices: readonly Slice[]
  examples: readonly string[]
}

/** A reviewer's tag, or what somebody came upon. The same words about the same slice are the same entry. */
export async function tagEdgeCase(house: House, tag: Tag, by: Actor): Promise<Moved | Refusal> {
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const rollout = await lockRollout(tx, tag.rolloutId)
    if (rollout === null) return refuse('not_found', { what: 'rollout', id: tag.rolloutId })
    const known = await examplesAmong(tx, tag.examples, rollout.employeeId)
    const strange = tag.examples.find((id) => !known.some((one) => one.id === id))
    if (strange !== undefined) return refuse('not_found', { what: 'interaction of this employee', id: strange })
    const first = known.find(({ id }) => id === tag.examples[0])
    const spoken =
      tag.slices.length > 0 ? tag.slices : first === undefined ? [] : [{ dimension: 'query_type', value: first.queryType }]
    const subject = subjectOf([...spoken, { dimension: 'tag', value: tag.title.trim().toLowerCase() }])
    if (countedBy(subject) === null) return refuse('edge_case_about_nothing')
    const { employeeId, workflow, id: rolloutId } = rollout
    const { kind, title, examples } = tag
    const edgeCaseId = await openEdgeCase(tx, at, by, { employeeId, workflow, rolloutId, kind, subject, title, examples })
    return { edgeCaseId, state: (await lockEdgeCase(tx, edgeCaseId))!.state }
  })
}

type On = { edgeCaseId: EdgeCaseId }
type Reasoned = On & { reason: string }

/** More interactions that show it. */
export async function addEdgeCaseExamples(
  house: House,
  it: On & { interactions: readonly string[] },
  by: Actor,
): Promise<Moved | Refusal> {
  return changing(house, it, async (tx, entry, at) => {
    const known = await examplesAmong(tx, it.interactions, entry.employeeId)
    const strange = it.interactions.find((id) => !known.some((one) => one.id === id))
    if (strange !== undefined) return refuse('not_found', { what: 'interaction of this employee', id: strange })
    const interactions = await addExamples(tx, entry, it.interactions, { by: by.id, at })
    const says = { edgeCase: entry.id, interactions }
    if (interactions.length > 0) await append(tx, at, by, { kind: 'edge_case.examples_added', subject: entry.id, says })
    return entry.state
  })
}

/** Who sees to it; null: nobody does any more. */
export async function setEdgeCaseOwner(house: House, it: On & { owner: string | null }, by: Actor): Promise<Moved | Refusal> {
  return changing(house, it, async (tx, entry, at) => {
    const person = it.owner === null ? null : await lockPerson(tx, it.owner)
    if (it.owner !== null && (person === null || person.disabled)) return refuse('not_found', { what: 'person', id: it.owner })
    if (entry.owner === it.owner) return entry.state
    await ownEdgeCase(tx, entry.id, it.owner)
    await append(tx, at, by, { kind: 'edge_case.owned', subject: entry.id, says: { edgeCase: entry.id, owner: it.owner } })
    return entry.state
  })
}

/** Names the version that deals with it. Only what arrives later, in that version, counts towards closing. */
export async function markRefined(house: House, it: Reasoned & { dossierId: DossierId }, by: Actor): Promise<Moved | Refusal> {
  if (it.reason.trim() === '') return refuse('reason_missing')
  const stored = await dossierOf(house.db, it.dossierId)
  if (stored === null) return refuse('not_found', { what: 'dossier', id: it.dossierId })
  return changing(house, it, async (tx, entry, at) => {
    if (!mayMove(edgeCaseMoves, entry.state, 'refined')) return illegal(entry, 'refined')
    if (stored.employeeId !== entry.employeeId || stored.workflow !== entry.workflow)
      return refuse('dossier_of_another', { dossier: it.dossierId, rollout: entry.rolloutId })
    if (await examplesUnder(tx, entry.id, it.dossierId))
      return refuse('edge_case_same_version', { dossier: it.dossierId, edgeCase: entry.id })
    await refineEdgeCase(tx, entry.id, { dossierId: it.dossierId, at })
    const says = { edgeCase: entry.id, dossier: it.dossierId, reason: saidDigest(it.reason) }
    await append(tx, at, by, { kind: 'edge_case.refined', subject: entry.id, says })
    return 'refined'
  })
}

/** Names the replay in which the refining version ran on past cases. */
export async function linkReplay(house: House, it: On & { replayId: ReplayId }, by: Actor): Promise<Moved | Refusal> {
  return changing(house, it, async (tx, entry, at) => {
    if (!mayMove(edgeCaseMoves, entry.state, 'replayed')) return illegal(entry, 'replayed')
    const replay = await lockReplay(tx, it.replayId)
    if (replay === null) return refuse('not_found', { what: 'replay', id: it.replayId })
    if (replay.state !== 'done' || replay.dossierAfter !== entry.refinedIn)
      return refuse('replay_shows_nothing', { replay: it.replayId, state: replay.state, dossier: entry.refinedIn ?? 'none' })
    await replayEdgeCase(tx, entry.id, { replayId: replay.id, at })
    const says = { edgeCase: entry.id, replay: replay.id }
    await append(tx, at, by, { kind: 'edge_case.replayed', subject: entry.id, says })
    return 'replayed'
  })
}

/** Refused until enough later successes, counted from verdicts, show that this goes wrong seldom enough. */
export async function closeEdgeCase(house: House, it: Reasoned, by: Actor): Promise<Moved | Refusal> {
  if (it.reason.trim() === '') return refuse('reason_missing')
  return changing(house, it, async (tx, entry, at) => {
    const agent = (await employeeOf(house.db, entry.employeeId))?.agent.kind ?? 'unknown'
    if (!mayMove(edgeCaseMoves, entry.state, 'closed')) return illegal(entry, 'closed')
    if (entry.state === 'refined' && whyNotReplayable(agent) === null)
      return refuse('edge_case_not_replayed', { edgeCase: entry.id, dossier: entry.refinedIn ?? 'none' })
    const counted = await countLater(house, { read: tx.query }, { entry, at })
    if (isRefusal(counted)) return counted
    const { later, needed, targetRatio } = counted
    const { successes, failures } = later
    if (!isCleared(targetRatio, later))
      return refuse('edge_case_needs_successes', { edgeCase: entry.id, successes, failures, needed, why: whyNeeded(targetRatio) })
    await close(tx, entry.id, { by: by.id, at, successes, failures, needed })
    await append(tx, at, by, {
      kind: 'edge_case.closed',
      subject: entry.id,
      says: { edgeCase: entry.id, dossier: entry.refinedIn!, successes, failures, needed, reason: saidDigest(it.reason) },
    })
    return 'closed'
  })
}

export async function reopenEdgeCase(house: House, it: Reasoned, by: Actor): Promise<Moved | Refusal> {
  if (it.reason.trim() === '') return refuse('reason_missing')
  return changing(house, it, async (tx, entry, at) => {
    if (!mayMove(edgeCaseMoves, entry.state, 'reopened')) return illegal(entry, 'reopened')
    await reopen(tx, entry.id, at)
    const says = { edgeCase: entry.id, times: entry.reopened + 1, reason: saidDigest(it.reason) }
    await append(tx, at, by, { kind: 'edge_case.reopened', subject: entry.id, says })
    return 'reopened'
  })
}

export type Counted = { later: Later; needed: number; why: string; targetRatio: number }

/** What has been seen of its subject since a version refined it, and how much is needed; for reading and for closing alike. */
export async function countLater(
  house: House,
  db: Parameters<typeof laterOutcomes>[0],
  { entry, at }: { entry: StoredEdgeCase; at: Date },
): Promise<Counted | Refusal> {
  const slices = countedBy(entry.subject)
  if (slices === null) {
    const about = slicesIn(entry.subject).map(({ dimension }) => dimension)
    return refuse('edge_case_not_countable', { edgeCase: entry.id, dimensions: about.join(', ') || 'nothing' })
  }
  const nothing: Later = { successes: 0, failures: 0, levels: [] }
  const later = entry.refinedIn === null ? nothing : await laterOutcomes(db, entry, slices, at)
  // Before a version refines it nothing can count; the number shown is what the targets in force would ask.
  const stored = await dossierOf(house.db, entry.refinedIn ?? (await readRollout(house.db, entry.rolloutId))!.rollout.dossierId)
  invariant(stored !== null, 'a version that is named is stored')
  const { targetRatio } = stored.dossier.targets.accuracy
  return { later, needed: successesNeeded(targetRatio, later), why: whyNeeded(targetRatio), targetRatio }
}

/** One entry under its lock, changed by `change`, which answers the state it is in afterwards. */
async function changing(
  house: House,
  { edgeCaseId }: On,
  change: (tx: Tx, entry: StoredEdgeCase, at: Date) => Promise<EdgeCaseState | Refusal>,
): Promise<Moved | Refusal> {
  return house.db.transaction(async (tx) => {
    const entry = await lockEdgeCase(tx, edgeCaseId)
    if (entry === null) return refuse('not_found', { what: 'edge case', id: edgeCaseId })
    const state = await change(tx, entry, house.clock.now())
    return isRefusal(state) ? state : { edgeCaseId, state }
  })
}

function illegal({ state }: StoredEdgeCase, to: EdgeCaseState): Refusal {
  return refuse('move_not_legal', { what: 'edge case', from: state, to, legal: edgeCaseMoves[state].join(', ') })
}
