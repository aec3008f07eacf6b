// A move several steps make: evidence is kept up in the transaction that changes it. A review that counts opens an item; a verdict, an undo or an adjudication moves it;
// a slice that is shown to be wrong too often gets its flag in the same transaction. Who calls this has decided what stands; nothing here judges.

import { canonical } from '../domain/audit/canonical.ts'
import type { Actor } from '../domain/audit/record.ts'
import { digest } from '../domain/audit/tree.ts'
import { handledCases } from '../domain/gates/criteria/slices.ts'
import { languageOf } from '../domain/gates/language.ts'
import { hourBlockOf, type Plan } from '../domain/gates/plan.ts'
import { sinceClosed } from '../domain/gates/slice-counts.ts'
import { flagOf, isPair, otherValue, pairsOf, sliceName, slicesOf, sliceValues } from '../domain/gates/slices.ts'
import type { FlagId, ReviewId, RolloutId } from '../domain/ids.ts'
import { append } from '../store/audit-log.ts'
import type { Tx } from '../store/database.ts'
import { currentEpochs, factsOf, keepItem, moveItem, rolloutOfItem, slicesOfEpochs } from '../store/evidence.ts'
import { baselinesOf, insertFlag, nameEdgeCase, openFlagsOf, scopeOf } from '../store/flags.ts'
import { freshId } from '../store/fresh-id.ts'
import { planInForce } from '../store/plans.ts'
import { openEdgeCase } from './open-edge-case.ts'

export type OpenedItem = {
  reviewId: ReviewId
  interactionId: string
  proposalId: string
  rolloutId: string
  phase: string
  openedAt: Date
  dueAt: Date
  escalated: boolean
  weight: number
}

/** A review that counts has opened, or what was opened early is known better. Does nothing for a query that came to a cell nobody owned, or under no plan. */
export async function openItem(tx: Tx, item: OpenedItem): Promise<void> {
  const [plan, facts] = [await planInForce(tx, item.rolloutId), await factsOf(tx, item.interactionId)]
  if (plan === null || facts === null || facts.epoch === null) return
  await keepItem(tx, {
    reviewId: item.reviewId,
    interactionId: item.interactionId,
    proposalId: item.proposalId,
    epoch: facts.epoch,
    phase: item.phase,
    openedAt: item.openedAt,
    dueAt: item.dueAt,
    escalated: item.escalated,
    weight: item.weight,
    caseKey: caseKeyOf(item.interactionId, facts),
    slices: slicesOfFacts(facts, plan),
  })
}

export type Facts = NonNullable<Awaited<ReturnType<typeof factsOf>>>

/**
 * What makes two queries one case: the same words from the same person on the same day, however spaced, cased or punctuated (GATES.md D13). Keyed with the rollout's secret,
 * so that nobody finds out from the key who asked what. Words that were erased make a case of their own.
 */
function caseKeyOf(interactionId: string, { query, requester, receivedAt, secret }: Facts): string {
  if (query === null) return interactionId
  const words = query
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  return digest(canonical([secret, 'case|v1', words, requester, receivedAt.toISOString().slice(0, 10)]))
}

export function slicesOfFacts(facts: Facts, plan: Plan): string[] {
  const { dimensions } = plan.slices
  const fields = facts.fields ?? {}
  return slicesOf(
    {
      query_type: facts.queryType,
      channel: facts.channel,
      system: facts.systems,
      operation: facts.operations,
      language: languageOf(facts.query ?? '', fields.language, dimensions.language),
      hour_block: hourBlockOf(facts.receivedAt.toISOString()),
      requester_group: dimensions.requester_group.find((group) => fields[group] === true) ?? null,
    },
    { ...plan.slices, dimensions: { ...dimensions, reviewer: [] } },
  )
}

export type StandingOutcome = {
  correct: boolean | null
  shouldEscalate: boolean | null
  source: 'person' | 'verified_source'
  /** The person or source it rests on. */
  by: string
  at: Date
}

/**
 * What stands for a review's proposal now; null: it is open again. Flags the slices that this shows to be wrong too often, in the same transaction: nobody has to look for
 * a flag to be there.
 */
export async function countOutcome(tx: Tx, reviewId: ReviewId, outcome: StandingOutcome | null): Promise<void> {
  if (outcome === null) return void (await moveItem(tx, reviewId, null))
  const rolloutId = await rolloutOfItem(tx, reviewId)
  const plan = rolloutId === null ? null : await planInForce(tx, rolloutId)
  const reviewerSlice = outcome.source === 'person' && plan !== null ? reviewerSliceOf(outcome.by, plan) : null
  const item = await moveItem(tx, reviewId, { ...outcome, reviewerSlice })
  if (item === null || plan === null || rolloutId === null || outcome.correct !== false || item.escalated) return
  const singles = reviewerSlice === null ? item.slices : [...item.slices, reviewerSlice]
  await raiseFlags(tx, outcome.at, { rolloutId, plan, singles, interactionId: item.interactionId })
}

function reviewerSliceOf(by: string, { slices }: Plan): string | null {
  const known = slices.dimensions.reviewer
  return known.length === 0 ? null : sliceName('reviewer', known.includes(by) ? by : otherValue)
}

const counting: Actor = { kind: 'worker', id: 'evidence', authority: 'the registered plan' }

type Raised = { rolloutId: string; plan: Plan; singles: readonly string[]; interactionId: string }

/** Looks at every slice this case lies in, and at no other: only their counts have moved. */
async function raiseFlags(tx: Tx, at: Date, { rolloutId, plan, singles, interactionId }: Raised): Promise<void> {
  const touched = [...singles, ...pairsOf(singles)]
  const types = plan.slices.dimensions.query_type.map((name) => sliceName('query_type', name))
  const open = new Set(await openFlagsOf(tx, rolloutId))
  const epochs = await currentEpochs(tx, rolloutId)
  const whole = await slicesOfEpochs(tx, epochs, [...touched, ...types])
  const total = handledCases(whole)
  const counts = sinceClosed(
    whole.filter(({ slice }) => touched.includes(slice)),
    await baselinesOf(tx, rolloutId, touched),
  )
  // Single values first, so that a pair knows whether one of its halves has a flag.
  const inOrder = counts
    .filter(({ slice }) => !open.has(slice))
    .toSorted((a, b) => Number(isPair(a.slice)) - Number(isPair(b.slice)))
  for (const one of inOrder) {
    const found = flagOf(one, { targetRatio: plan.targetRatio, registry: plan.slices, isPair: isPair(one.slice) })
    // A slice that holds every case is none: that is what the accuracy criterion speaks of.
    if (found.state !== 'flagged' || found.n >= total) continue
    const id = freshId('flag', at)
    const { n: cases, wrong, logE, threshold } = found
    const raised = await insertFlag(tx, {
      id,
      rolloutId,
      slice: one.slice,
      logE,
      threshold,
      cases,
      wrong,
      openedAt: at,
      edgeCaseId: null,
    })
    if (!raised) continue
    open.add(one.slice)
    const edgeCase = await catalogued(tx, at, { flagId: id, rolloutId, slice: one.slice, open, interactionId })
    await append(tx, at, counting, {
      kind: 'flag.opened',
      subject: rolloutId,
      says: { flag: id, slice: one.slice, cases, wrong, logE, threshold, edgeCase },
    })
  }
}

type Flagged = { flagId: FlagId; rolloutId: string; slice: string; open: ReadonlySet<string>; interactionId: string }

/** A flag opens an entry of the edge-case catalogue, unless it is a pair one half of which has a flag already: that one says the same and more. */
async function catalogued(tx: Tx, at: Date, { flagId, rolloutId, slice, open, interactionId }: Flagged): Promise<string | null> {
  if (isPair(slice) && slice.split('&').some((half) => open.has(half))) return null
  const { employeeId, workflow } = await scopeOf(tx, rolloutId)
  const title = sliceValues(slice)
    .map(({ dimension, value }) => `${dimension.replaceAll('_', ' ')} ${value}`)
    .join(' and ')
  const edgeCaseId = await openEdgeCase(tx, at, counting, {
    employeeId,
    workflow,
    rolloutId: rolloutId as RolloutId,
    kind: 'flag',
    subject: slice,
    title: `Wrong too often: ${title}`,
    examples: [interactionId],
  })
  await nameEdgeCase(tx, flagId, edgeCaseId)
  return edgeCaseId
}
