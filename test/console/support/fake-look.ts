// Routes of the fake server about looking: the stream of what changed, escalations, the month, the trail, the course, slices, the calculator. Hostile words wherever
// somebody outside could have written them.

import { escalationAnswer, escalationMovedAnswer, escalationReturnRequest } from '@tenure/contract/escalations'
import { evaluatedAnswer, evaluateRequest, plannedAnswer, planReviewsRequest, slicesAnswer } from '@tenure/contract/gates'
import { healthAnswer } from '@tenure/contract/health'
import { humanWorkRequest } from '@tenure/contract/interactions'
import { type MonthNumbers, monthAnswer } from '@tenure/contract/months'
import { pageOf } from '@tenure/contract/paging'
import { courseAnswer } from '@tenure/contract/rollouts'
import { recordAnswer, type TrailRecord } from '@tenure/contract/trail'
import { canonical } from '../../../src/domain/audit/canonical.ts'
import { leafHash } from '../../../src/domain/audit/tree.ts'
import { type FakeApi, me, problem, type Route, tell } from './fake-answers.ts'
import { fakeEscalations } from './fake-escalations.ts'
import { samplingRecords } from './fake-reviewing.ts'
import { hostile, later, startedAt } from './fake-world.ts'

const day = (i: number) => later(i * 24).slice(0, 10)

const numbers = (scale: number): MonthNumbers => ({
  arrived: Math.round(400 * scale),
  autonomous: Math.round(310 * scale),
  accuracy: { n: Math.round(180 * scale), correct: Math.round(172 * scale), estimate: 0.955, lower: 0.914, upper: 0.98 },
  escalation: { escalated: Math.round(30 * scale), ratio: 0.075 * scale },
  timeToResolution: { settled: Math.round(380 * scale), meanMinutes: 12.5 / scale },
  satisfaction: { rated: 50, satisfied: 44, ratio: 0.88 },
  cost: { priced: 380, meanUsd: 0.0412 / scale, totalUsd: 15.6 },
})

const signed = [
  { personId: 'per_lead', name: 'Lena Vogt', at: later(3), current: true, note: hostile },
  { personId: 'per_other', name: 'Omar Haddad', at: later(2), current: false, note: null },
]

const kinds = ['verdict.given', 'rollout.opened', 'effect.disposed', 'person.invited', 'halt.ordered', 'comet.seen']

/** A record as the trail has it, its leaf the true one of its text. */
function fakeRecord(index: number): TrailRecord {
  const kind = kinds[index % kinds.length]!
  const record = {
    id: `rec_${String(index).padStart(6, '0')}`,
    at: later(-index / 60),
    kind,
    subject: index % 2 === 0 ? 'int_004' : 'rol_observe',
    actor: { kind: 'person', id: 'per_2' },
    authority: 'role reviewer',
    says: { why: hostile, index },
  }
  const body = canonical(record)
  return {
    ...record,
    actor: { ...record.actor, name: index % 3 === 0 ? null : 'Maya Rao' },
    body,
    leaf: leafHash(body).toString('hex'),
  }
}

export function lookRoutes(fake: FakeApi, empty: boolean): Route[] {
  const escalations = empty ? [] : fakeEscalations()
  const total = empty ? 0 : fake.records
  const moved = (id: string, state: 'open' | 'taken' | 'answered') => {
    for (const one of escalations)
      if (one.interactionId === id)
        Object.assign(one, { state, takenBy: state === 'taken' ? me : null, takenByName: state === 'taken' ? 'Lena Vogt' : null })
    return tell(escalationMovedAnswer, { interactionId: id, state })
  }
  return [
    [
      'GET',
      /^\/api\/v1\/health$/,
      () => tell(healthAnswer, { status: 'ok', database: 'ok', migrations: { applied: 12, pending: 0 }, version: '0.1.0' }),
    ],
    [
      'GET',
      /^\/api\/v1\/escalations$/,
      ({ query }) => {
        const state = query.get('state')
        const items = escalations.filter((one) => (state === null ? one.state !== 'answered' : one.state === state))
        return tell(pageOf(escalationAnswer), { items, next: null })
      },
    ],
    ['POST', /^\/api\/v1\/interactions\/(\w+)\/take$/, ({ params }) => moved(params[0]!, 'taken')],
    [
      'POST',
      /^\/api\/v1\/interactions\/(\w+)\/return$/,
      ({ params, body }) => {
        escalationReturnRequest.parse(body)
        return moved(params[0]!, 'open')
      },
    ],
    [
      'POST',
      /^\/api\/v1\/interactions\/(\w+)\/answer$/,
      ({ params, body }) => {
        humanWorkRequest.parse(body)
        return moved(params[0]!, 'answered')
      },
    ],
    [
      'GET',
      /^\/api\/v1\/months\/([\d-]+)$/,
      ({ params }) =>
        tell(monthAnswer, {
          month: params[0]!,
          before: '2026-02',
          over: params[0] !== '2026-11',
          digest: 'd'.repeat(64),
          signatures: signed,
          readAt: later(4),
          workflows: empty
            ? []
            : [
                {
                  employeeId: 'emp_ira',
                  employee: 'Ira',
                  workflow: 'it-helpdesk',
                  phases: ['shadow', 'supervised'],
                  roleSince: startedAt,
                  now: numbers(1),
                  before: numbers(0.8),
                  byQueryType: ['account_unlock', 'password_reset', hostile].map((queryType, i) => ({
                    queryType,
                    now: numbers(0.5 - i * 0.1),
                    before: numbers(0.4),
                  })),
                  sample: { opened: 190, judged: 178, overdue: 3, known: 20, found: 18 },
                  incidents: { minor: 2, major: 1, severe: 0, unclosed: 1 },
                  worth: {
                    hours: 61.5,
                    reviewHours: 4.2,
                    hoursFreed: 57.3,
                    agentUsd: 118.4,
                    savingUsd: 2_173.6,
                    expected: { hoursFreed: 80, savingUsd: 3_100 },
                    missing: [],
                  },
                  overrides: 1,
                  halts: 1,
                  demotions: 0,
                },
              ],
        }),
    ],
    [
      'GET',
      /^\/api\/v1\/trail$/,
      ({ query }) => {
        const kind = query.get('kind') ?? ''
        if (kind.startsWith('sampling.'))
          return tell(pageOf(recordAnswer), { items: empty ? [] : samplingRecords(kind), next: null })
        const from = Number(query.get('cursor') ?? 0)
        const limit = Number(query.get('limit') ?? 50)
        const all = query.get('kind') === 'nothing.such' ? 0 : total
        const count = Math.max(0, Math.min(limit, all - from))
        const items = Array.from({ length: count }, (_, i) => fakeRecord(from + i))
        return tell(pageOf(recordAnswer), { items, next: from + limit < all ? String(from + limit) : null })
      },
    ],
    [
      'GET',
      /^\/api\/v1\/trail\/rec_(\d+)$/,
      ({ params }) =>
        empty ? problem(404, 'not_found', 'There is no record.') : tell(recordAnswer, fakeRecord(Number(params[0]))),
    ],
    [
      'GET',
      /^\/api\/v1\/rollouts\/[^/]+\/course$/,
      () =>
        tell(courseAnswer, {
          points: Array.from({ length: 12 }, (_, i) => ({
            day: day(i),
            n: 15 * (i + 1),
            correct: 14 * (i + 1),
            estimate: 0.9 + i * 0.005,
            lower: 0.6 + i * 0.026,
            upper: 0.999 - i * 0.001,
          })),
        }),
    ],
    [
      'GET',
      /^\/api\/v1\/rollouts\/[^/]+\/slices$/,
      () =>
        tell(slicesAnswer, {
          slices: [
            {
              slice: `query_type=${hostile}`,
              n: 40,
              wrong: 12,
              errorRatio: 0.3,
              state: 'flagged',
              cleared: false,
              need: 30,
              wouldHaveShown: null,
            },
            {
              slice: 'channel=chat',
              n: 90,
              wrong: 4,
              errorRatio: 0.044,
              state: 'watched',
              cleared: false,
              need: 21,
              wouldHaveShown: 0.12,
            },
            ...Array.from({ length: 14 }, (_, i) => ({
              slice: `hour_block=${i}&channel=email`,
              n: 20,
              wrong: 0,
              errorRatio: 0,
              state: 'quiet' as const,
              cleared: i % 2 === 0 ? true : null,
              need: 0,
              wouldHaveShown: 0.2,
            })),
          ],
          flags: [
            {
              id: 'flg_1',
              slice: `query_type=${hostile}`,
              state: 'open',
              logE: 5.1,
              threshold: 4.2,
              cases: 40,
              wrong: 12,
              openedAt: later(1),
              edgeCaseId: null,
              closedBy: null,
              closedAt: null,
            },
          ],
        }),
    ],
    [
      'POST',
      /^\/api\/v1\/gates\/eval$/,
      ({ body }) => {
        const { levels } = evaluateRequest.parse(body)
        return tell(evaluatedAnswer, { logE: 3.4, proven: levels[0]![2] < 5, lower: 0.951, upper: 0.99, estimate: 0.978 })
      },
    ],
    [
      'POST',
      /^\/api\/v1\/gates\/plan$/,
      ({ body }) => {
        planReviewsRequest.parse(body)
        return tell(plannedAnswer, { reviews: 312, days: 8 })
      },
    ],
    [
      'POST',
      /^\/api\/v1\/dossier-exports$/,
      () => ({
        body: {
          name: 'map.svg',
          mediaType: 'image/svg+xml',
          text: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><script>window.hacked=1</script><rect x="10" y="30" width="80" height="40" rx="8" fill="#eef1ff" stroke="#3649a9"/><text x="22" y="54" font-size="12">forgotten</text><path d="M90 50h40" stroke="#3649a9"/><rect x="130" y="30" width="80" height="40" fill="#fff" stroke="#3649a9"/><text x="140" y="54" font-size="12">look up</text></svg>',
        },
      }),
    ],
  ]
}
