// Step 4c. An item whose right verdict is known is put into the queue as if it were any other: a copy with fresh ids and times, that nothing performs and nothing counts. What a
// person says of it shows whether they look (GATES.md D11).

import { randomBytes, randomInt } from 'node:crypto'
import type { Actor } from '../domain/audit/record.ts'
import type { EmployeeId, ReviewId, RolloutId } from '../domain/ids.ts'
import { alike, unusedAlike } from '../domain/interaction/alike.ts'
import { blindEmployee } from '../domain/interaction/blind.ts'
import { verdictDeadlineMs } from '../moves/request-review.ts'
import { append } from '../store/audit-log.ts'
import { type Clone, type CloneSource, cloneSource, insertClone, recentExternalIds } from '../store/blind-clones.ts'
import { type BlindItem, insertPlacement, nextBlindItem } from '../store/blind-items.ts'
import { bodiesOf, keepAll, type Slot } from '../store/contents.ts'
import type { Tx } from '../store/database.ts'
import { freshId } from '../store/fresh-id.ts'
import type { House } from '../store/house.ts'
import { openReview } from '../store/reviews.ts'
import { holdRollout } from '../store/rollouts.ts'

const by: Actor = { kind: 'worker', id: 'blind', authority: 'the registered plan' }

// One in five is known to be right: whoever calls everything wrong is not looking either (GATES.md section 7: “plus a few known right”).
const oneRightIn = 5

/** Places one blind item of this rollout, or none where nothing fits its present phase. */
export async function placeBlind(house: House, rolloutId: RolloutId): Promise<ReviewId | null> {
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const rollout = await holdRollout(tx, rolloutId)
    if (rollout === null || !['shadow', 'supervised', 'autonomous'].includes(rollout.phase)) return null
    const { phase, delivery } = rollout
    const of = (known: BlindItem['known']) => nextBlindItem(tx, { rolloutId, known, phase, delivery })
    const item = (randomInt(oneRightIn) === 0 ? await of('right') : null) ?? (await of('wrong'))
    const source = item === null ? null : await cloneSource(tx, item.sourceInteractionId)
    return item === null || source === null ? null : place(tx, at, { rolloutId, item, source })
  })
}

type Placing = { rolloutId: RolloutId; item: BlindItem & { metBy: string[] }; source: CloneSource }

async function place(tx: Tx, at: Date, { rolloutId, item, source }: Placing): Promise<ReviewId> {
  const clone = await copied(tx, at, { source, variantId: item.variantId })
  await insertClone(tx, source, clone)
  const { reason, ratio, weight, risk } = source.review
  const review = await openReview(
    tx,
    {
      id: freshId('review', at),
      interactionId: clone.id,
      proposalId: clone.proposalId,
      rolloutId: null,
      employeeId: blindEmployee,
      workflow: source.workflow,
      queryType: source.queryType,
      channel: source.channel,
      purpose: 'blind',
      ...{ reason, ratio, weight, risk, escalated: false },
      notFor: [...new Set([...item.knownTo, ...item.metBy])],
      openedAt: at,
      dueAt: new Date(at.getTime() + verdictDeadlineMs),
    },
    rolloutId,
  )
  const employeeId = source.employeeId as EmployeeId
  const externalId = unusedAlike(await recentExternalIds(tx, source), randomInt)
  await insertPlacement(tx, { interactionId: clone.id, itemId: item.id, reviewId: review, rolloutId, employeeId, externalId, at })
  const says = { item: item.id, review, proposal: clone.proposalId, known: item.known }
  await append(tx, at, by, { kind: 'blind.placed', subject: clone.id, says })
  return review
}

/** Every body kept anew, every id of the time it is shown with. Bodies that were erased cannot be shown, and are null in the copy as they are in the source. */
async function copied(
  tx: Tx,
  at: Date,
  { source, variantId }: { source: CloneSource; variantId: string | null },
): Promise<Clone> {
  const shiftMs = at.getTime() - source.review.openedAt.getTime()
  const then = (was: Date) => new Date(was.getTime() + shiftMs)
  const id = freshId('interaction', then(source.receivedAt))
  const results = source.effects.flatMap(({ resultId }) => (resultId === null ? [] : [resultId]))
  const wanted: { slot: Slot; id: string }[] = [
    { slot: 'query', id: source.contentId },
    ...source.effects.map((effect) => ({
      slot: 'request' as const,
      id: effect.kind === 'reply' ? (variantId ?? effect.requestId) : effect.requestId,
    })),
    ...results.map((result) => ({ slot: 'result' as const, id: result })),
    ...source.work.map(({ contentId }) => ({ slot: 'work' as const, id: contentId })),
  ]
  const bodies = await bodiesOf(
    tx,
    wanted.map((one) => one.id),
  )
  const kept = await keepAll(
    tx,
    then(source.receivedAt),
    id,
    wanted.map((one) => ({ slot: one.slot, body: bodies.get(one.id)?.body ?? null })),
  )
  const ids = kept.map((one) => one.id)
  const [contentId, requests, answers] = [ids.shift()!, ids.splice(0, source.effects.length), ids.splice(0, results.length)]
  return {
    id,
    proposalId: freshId('proposal', then(source.proposedAt)),
    contentId,
    shiftMs,
    effects: source.effects.map((effect, i) => ({
      id: freshId('effect', then(effect.askedAt)),
      source: effect.id,
      requestId: requests[i]!,
      resultId: effect.resultId === null ? null : answers[results.indexOf(effect.resultId)]!,
      providerRef: effect.providerRef === null ? null : alike(effect.providerRef.replaceAll(source.id, id), randomInt),
      approvalDigest: randomBytes(32).toString('hex'),
    })),
    work: ids.map((content) => ({ id: freshId('work', at), contentId: content })),
  }
}
