// Who reviews and how well, taking somebody's verdicts out of the evidence and back, items of known outcome, and one's own numbers.

import { idParams } from '@tenure/contract/paging'
import {
  blindItemMoved,
  blindItemsAnswer,
  enterBlindRequest,
  excludeRequest,
  exclusionAnswer,
  reviewersAnswer,
  reviewingAnswer,
} from '@tenure/contract/reviewers'
import { reasonRequest } from '@tenure/contract/rollouts'
import { agreementOf } from '../../domain/gates/agreement.ts'
import { exclusionOf, minDwellMs, sensitivityOf, trueErrorRatio } from '../../domain/gates/reviewers.ts'
import type { BlindItemId, ExclusionId, InteractionId, RolloutId } from '../../domain/ids.ts'
import { isRefusal } from '../../domain/refusal.ts'
import { assess } from '../../governance/assess.ts'
import { enterBlindItem, retireBlind } from '../../governance/enter-blind-item.ts'
import { dismissExclusion, excludeReviewer, readmitReviewer } from '../../governance/exclude-reviewer.ts'
import { listBlindItems } from '../../store/views/blind-items.ts'
import { exclusionsOf, ownNumbers, type ReviewingCounts, reviewerFacts } from '../../store/views/reviewers.ts'
import { door } from '../door.ts'
import { iso, isoOrNull } from '../tell.ts'

/** What follows from what was counted. Nothing here moves a gate: the gate asks the same rules itself. */
function measured({ goldenWrong: { n, found }, doubles, verdicts, tooFast, confirmed }: ReviewingCounts) {
  const blind = { caught: found, missed: n - found }
  const { proven, violated, value, lower, upper, bound, fewest } = sensitivityOf(blind)
  const { a: bothWrong, b: firstWrong, c: secondWrong, d: bothRight } = doubles
  const agreement = agreementOf({ bothWrong, firstWrong, secondWrong, bothRight })
  return {
    sensitivity: {
      outcome: proven ? ('met' as const) : violated ? ('not_met' as const) : ('not_yet_known' as const),
      ...{ ratio: value, lower, upper, floor: bound, needed: proven ? 0 : fewest },
    },
    agreement: { n: agreement.n, positive: agreement.positive, kappa: agreement.kappa },
    rubberStamp: exclusionOf({ ...blind, verdicts, hasty: tooFast, confirmed }),
  }
}

/** Shown beside the estimate. Where nothing is known to be right, what they call wrong is taken to be wrong: the careful way round. */
function corrected({ goldenWrong, goldenRight }: ReviewingCounts, judgedRight: number | null) {
  if (judgedRight === null || goldenWrong.n === 0) return null
  const sensitivity = goldenWrong.found / goldenWrong.n
  const specificity = goldenRight.n === 0 ? 1 : goldenRight.right / goldenRight.n
  const behind = trueErrorRatio(1 - judgedRight, { sensitivity, specificity })
  return behind === null ? null : { judged: 1 - judgedRight, behind }
}

const reviewers = [
  door({
    name: 'reviewers',
    method: 'get',
    path: '/rollouts/{id}/reviewers',
    act: 'reviewer.read',
    group: 'reviewers',
    summary:
      'What each reviewer of a rollout finds of what is known to be wrong, how often two agree, how long they look; and who is excluded.',
    params: idParams,
    answer: reviewersAnswer,
    async handle({ door: { house }, params }) {
      const reading = await assess(house, { rolloutId: params.id as RolloutId })
      if (isRefusal(reading)) return reading
      const { pooled, reviewers: each } = await reviewerFacts(house.db, params.id)
      const exclusions = await exclusionsOf(house.db, params.id)
      const told = exclusions.map(({ proposedAt, decidedAt, liftedAt, ...one }) => ({
        ...one,
        proposedAt: iso(proposedAt),
        decidedAt: isoOrNull(decidedAt),
        liftedAt: isoOrNull(liftedAt),
      }))
      return {
        pooled: { ...pooled, ...measured(pooled) },
        reviewers: each.map((facts) => ({ ...facts, ...measured(facts) })),
        corrected: corrected(pooled, reading.accuracy.estimate),
        leastSeconds: minDwellMs(0) / 1000,
        exclusions: told,
      }
    },
  }),
  door({
    name: 'reviewing',
    method: 'get',
    path: '/me/reviewing',
    act: 'reviewing.read',
    group: 'reviewers',
    summary:
      'Your own reviewing today: done, left, median seconds, and how many verdicts in a row were given sooner than anybody can look.',
    answer: reviewingAnswer,
    handle: ({ door: { house }, who }) => ownNumbers(house.db, who.actor.id, house.clock.now()),
  }),
]

const exclusions = [
  door({
    name: 'excludeReviewer',
    method: 'post',
    path: '/rollouts/{id}/reviewer-exclusions',
    act: 'reviewer.exclude',
    group: 'reviewers',
    summary: 'Takes what a reviewer let pass out of the evidence of this rollout; what they found against the employee stays.',
    params: idParams,
    body: excludeRequest,
    answer: exclusionAnswer,
    status: 201,
    handle: ({ door: { house }, params, body, who }) =>
      excludeReviewer(house, { rolloutId: params.id as RolloutId, personId: body.reviewer, reason: body.reason }, who.actor),
  }),
  door({
    name: 'dismissExclusion',
    method: 'post',
    path: '/reviewer-exclusions/{id}/dismissal',
    act: 'reviewer.exclude',
    group: 'reviewers',
    summary: 'Says no to an exclusion that the rule proposed.',
    params: idParams,
    body: reasonRequest,
    answer: exclusionAnswer,
    handle: ({ door: { house }, params, body, who }) =>
      dismissExclusion(house, { exclusionId: params.id as ExclusionId, reason: body.reason }, who.actor),
  }),
  door({
    name: 'readmitReviewer',
    method: 'post',
    path: '/reviewer-exclusions/{id}/readmission',
    act: 'reviewer.readmit',
    group: 'reviewers',
    summary: 'Readmits a reviewer: their verdicts stand again where nobody has judged in their place.',
    params: idParams,
    body: reasonRequest,
    answer: exclusionAnswer,
    handle: ({ door: { house }, params, body, who }) =>
      readmitReviewer(house, { exclusionId: params.id as ExclusionId, reason: body.reason }, who.actor),
  }),
]

const blind = [
  door({
    name: 'blindItems',
    method: 'get',
    path: '/rollouts/{id}/blind-items',
    act: 'blind.read',
    group: 'reviewers',
    summary: 'Items whose right verdict is known, how often they were shown blind and recognised. Never where one waits.',
    params: idParams,
    answer: blindItemsAnswer,
    async handle({ door: { house }, params }) {
      const items = await listBlindItems(house.db, params.id)
      return {
        items: items.map(({ enteredAt, retiredAt, ...item }) => ({
          ...item,
          enteredAt: iso(enteredAt),
          retiredAt: isoOrNull(retiredAt),
        })),
      }
    },
  }),
  door({
    name: 'enterBlindItem',
    method: 'post',
    path: '/rollouts/{id}/blind-items',
    act: 'blind.enter',
    group: 'reviewers',
    summary:
      'Enters something handled as known to be wrong or right, or a variant of it with another reply. Whoever enters it is never asked about it.',
    params: idParams,
    body: enterBlindRequest,
    answer: blindItemMoved,
    status: 201,
    handle: ({ door: { house }, params, body, who }) => {
      const { interactionId, known, reply } = body
      const entry = { rolloutId: params.id as RolloutId, interactionId: interactionId as InteractionId, known, reply }
      return enterBlindItem(house, entry, who.actor)
    },
  }),
  door({
    name: 'retireBlindItem',
    method: 'post',
    path: '/blind-items/{id}/retirement',
    act: 'blind.retire',
    group: 'reviewers',
    summary: 'No copy of it is shown any more; those that wait leave the queue.',
    params: idParams,
    body: reasonRequest,
    answer: blindItemMoved,
    handle: ({ door: { house }, params, body, who }) =>
      retireBlind(house, { itemId: params.id as BlindItemId, reason: body.reason }, who.actor),
  }),
]

export const reviewerDoors = [...reviewers, ...exclusions, ...blind]
