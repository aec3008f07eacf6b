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
import type { BlindItemId, ExclusionId, InteractionId, RolloutId } from '../../domain/ids.ts'
import { enterBlindItem, retireBlind } from '../../governance/enter-blind-item.ts'
import { dismissExclusion, excludeReviewer, readmitReviewer } from '../../governance/exclude-reviewer.ts'
import { listBlindItems } from '../../store/views/blind-items.ts'
import { exclusionsOf, ownNumbers, reviewerFacts } from '../../store/views/reviewers.ts'
import { door } from '../door.ts'
import { iso, isoOrNull } from '../tell.ts'

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
      const [facts, exclusions] = [await reviewerFacts(house.db, params.id), await exclusionsOf(house.db, params.id)]
      const told = exclusions.map(({ proposedAt, decidedAt, liftedAt, ...one }) => ({
        ...one,
        proposedAt: iso(proposedAt),
        decidedAt: isoOrNull(decidedAt),
        liftedAt: isoOrNull(liftedAt),
      }))
      return { ...facts, exclusions: told }
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
