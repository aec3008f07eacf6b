// Routes of the fake server about who reviews and how well, blind items, and a month's sample.

import {
  type BlindItems,
  blindItemMoved,
  blindItemsAnswer,
  enterBlindRequest,
  excludeRequest,
  exclusionAnswer,
  type Reviewers,
  reviewersAnswer,
} from '@tenure/contract/reviewers'
import { disclosedAnswer, discloseRequest, sampleAnswer } from '@tenure/contract/samples'
import { recordAnswer, type TrailRecord } from '@tenure/contract/trail'
import type { Role } from '@tenure/contract/words'
import { canonical } from '../../../src/domain/audit/canonical.ts'
import { leafHash } from '../../../src/domain/audit/tree.ts'
import { type Act, mayDo } from '../../../src/domain/oversight/authority.ts'
import { type Answer, me, problem, type Route, tell } from './fake-answers.ts'
import { hostile, later, startedAt } from './fake-world.ts'

type One = Reviewers['reviewers'][number]

const reviewer = (id: string, name: string, given: Partial<One>): One => ({
  reviewer: id,
  name,
  goldenWrong: { n: 12, found: 11 },
  goldenRight: { n: 6, right: 6 },
  doubles: { a: 3, b: 1, c: 0, d: 20 },
  verdicts: 140,
  tooFast: 2,
  medianSeconds: 14.2,
  confirmed: 3,
  sensitivity: { outcome: 'not_yet_known', ratio: 0.917, lower: 0.68, upper: 0.99, floor: 0.8, needed: 19 },
  agreement: { n: 24, positive: 0.857, kappa: 0.83 },
  rubberStamp: null,
  excluded: false,
  ...given,
})

/** The records that tell of a rollout's keys; what fake-look.ts answers for these kinds. */
export function samplingRecords(kind: string): TrailRecord[] {
  const months = kind === 'sampling.disclosed' ? ['2026-02'] : ['2026-03', '2026-02']
  return months.map((month, i) => {
    const record = {
      id: `rec_${kind === 'sampling.disclosed' ? 9 : 8}0000${i}`,
      at: `${month}-02T09:00:00.000Z`,
      kind,
      subject: 'rol_observe',
      actor: { kind: 'worker', id: 'wrk_1' },
      authority: 'the registered plan',
      says: { month, key: 'f'.repeat(64) },
    }
    const body = canonical(record)
    return recordAnswer.parse({
      ...record,
      actor: { ...record.actor, name: null },
      body,
      leaf: leafHash(body).toString('hex'),
    })
  })
}

export function reviewingRoutes(role: Role, empty: boolean): Route[] {
  const items: BlindItems['items'] = [
    {
      ...{ id: 'bli_1', sourceInteractionId: 'int_004', known: 'wrong', why: 'adjudicated', variant: false },
      ...{ enteredBy: null, enteredByName: null, enteredAt: startedAt, retiredAt: null, query: hostile },
      ...{ placed: 9, judged: 8, found: 7 },
    },
    {
      ...{ id: 'bli_2', sourceInteractionId: 'int_006', known: 'right', why: 'entered', variant: true },
      ...{ enteredBy: me, enteredByName: 'Lena Vogt', enteredAt: later(2), retiredAt: later(9) },
      ...{ query: 'Could I get a second monitor for the Hyderabad office?', placed: 4, judged: 4, found: 4 },
    },
  ]
  const people = [
    reviewer('per_2', 'Maya Rao', {}),
    reviewer('per_3', 'Tom Berg', {
      goldenWrong: { n: 10, found: 2 },
      tooFast: 88,
      medianSeconds: 1.4,
      confirmed: 0,
      sensitivity: { outcome: 'not_met', ratio: 0.2, lower: 0.02, upper: 0.6, floor: 0.8, needed: 120 },
      agreement: { n: 11, positive: 0.2, kappa: 0.11 },
      rubberStamp: 'hasty',
    }),
    reviewer('per_4', 'Priya Nair', {
      goldenWrong: { n: 0, found: 0 },
      goldenRight: { n: 0, right: 0 },
      doubles: { a: 0, b: 0, c: 0, d: 0 },
      medianSeconds: null,
      sensitivity: { outcome: 'not_yet_known', ratio: null, lower: 0, upper: 1, floor: 0.8, needed: 20 },
      agreement: { n: 0, positive: null, kappa: null },
      excluded: true,
    }),
  ]
  const exclusions: Reviewers['exclusions'] = [
    {
      ...{ id: 'exc_2', reviewer: 'per_3', state: 'proposed', why: 'hasty', reason: null, proposedAt: later(6) },
      ...{ decidedBy: null, decidedByName: null, decidedAt: null, liftedBy: null, liftedByName: null, liftedAt: null },
    },
    {
      ...{ id: 'exc_1', reviewer: 'per_4', state: 'in_force', why: 'by_hand', reason: hostile, proposedAt: later(2) },
      ...{ decidedBy: me, decidedByName: 'Lena Vogt', decidedAt: later(3), liftedBy: null, liftedByName: null, liftedAt: null },
    },
  ]
  const guarded =
    (act: Act, answer: Route[2]): Route[2] =>
    (call): Answer =>
      mayDo({ kind: 'person', role }, act) === true ? answer(call) : problem(403, 'not_allowed', 'You may not.')
  return [
    [
      'GET',
      /^\/api\/v1\/rollouts\/([^/]+)\/reviewers$/,
      guarded('reviewer.read', () => {
        const pooled = reviewer('', '', {
          goldenWrong: { n: 22, found: 13 },
          sensitivity: { outcome: 'not_met', ratio: 0.59, lower: 0.38, upper: 0.78, floor: 0.8, needed: 74 },
        })
        return tell(reviewersAnswer, {
          pooled,
          reviewers: empty ? [] : people,
          corrected: empty ? null : { judged: 0.039, behind: 0.066 },
          leastSeconds: 2,
          exclusions: empty ? [] : exclusions,
        })
      }),
    ],
    [
      'POST',
      /^\/api\/v1\/rollouts\/([^/]+)\/reviewer-exclusions$/,
      guarded('reviewer.exclude', ({ body }) => {
        const asked = excludeRequest.parse(body)
        Object.assign(people.find((one) => one.reviewer === asked.reviewer)!, { excluded: true })
        return tell(exclusionAnswer, { exclusionId: 'exc_2', verdicts: 41 }, 201)
      }),
    ],
    [
      'GET',
      /^\/api\/v1\/rollouts\/([^/]+)\/blind-items$/,
      guarded('blind.read', () => tell(blindItemsAnswer, { items: empty ? [] : items })),
    ],
    [
      'POST',
      /^\/api\/v1\/rollouts\/([^/]+)\/blind-items$/,
      guarded('blind.enter', ({ body }) => {
        enterBlindRequest.parse(body)
        return tell(blindItemMoved, { itemId: 'bli_3' }, 201)
      }),
    ],
    [
      'POST',
      /^\/api\/v1\/rollouts\/([^/]+)\/sampling-disclosures$/,
      guarded('sampling.disclose', ({ params, body }) => {
        const { month } = discloseRequest.parse(body)
        return tell(disclosedAnswer, { rolloutId: params[0]!, month, digest: 'f'.repeat(64) }, 201)
      }),
    ],
    [
      'GET',
      /^\/api\/v1\/samples\/([\d-]+)$/,
      guarded('sampling.read', ({ params }) =>
        tell(sampleAnswer, {
          format: 'tenure-sample/1',
          month: params[0]!,
          keys: [{ rollout: 'rol_observe', key: 'aa' }],
          records: [{ body: '{}', leaf: '00' }],
          next: null,
        }),
      ),
    ],
  ]
}
