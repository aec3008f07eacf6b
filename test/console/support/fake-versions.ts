// Routes of the fake server about a rollout's versions, replays, plans, reviewers and blind items, with hostile words where people, agents and documents write.

import { bundleAnswer } from '@tenure/contract/bundles'
import type { DossierSummary } from '@tenure/contract/dossiers'
import { plansAnswer } from '@tenure/contract/gates'
import { pageOf } from '@tenure/contract/paging'
import {
  judgedReplayCaseAnswer,
  judgeReplayCaseRequest,
  orderedReplayAnswer,
  orderReplayRequest,
  type Replay,
  type ReplayCase,
  replayAnswer,
  replayCaseAnswer,
} from '@tenure/contract/replays'
import { promotionAnswer } from '@tenure/contract/rollouts'
import { adoptedAnswer, adoptRequest, attemptsAnswer, changesAnswer } from '@tenure/contract/versions'
import { agedBy } from '../../../src/domain/gates/ageing.ts'
import { type FakeApi, me, problem, type Route, tell } from './fake-answers.ts'
import { fakeGate, hostile, later, startedAt } from './fake-world.ts'

const names = ['Lena Vogt', 'Omar Haddad']

function version(index: number, hash: string, given: Partial<DossierSummary>): DossierSummary {
  const signed = given.signed ?? true
  return {
    id: `dos_${index}`,
    employeeId: 'emp_ira',
    workflow: 'it-helpdesk',
    hash,
    roleHash: 'aa',
    policyHash: 'e'.repeat(64),
    errors: 0,
    signed,
    signatures: names
      .slice(0, signed ? 2 : 1)
      .map((name, i) => ({ personId: i === 0 ? me : 'per_other', name, signedAt: startedAt })),
    registeredBy: me,
    registeredAt: later(30 - index),
    ...given,
  }
}

/** Of Ira’s workflow: the one in force, one that may be taken up, one that lacks a signature, one with errors. */
export const fakeVersions: DossierSummary[] = [
  version(6, '9b2f1e77aa0c4d5e8f1122334455aabb', { errors: 2, signed: false, signatures: [] }),
  version(5, '51d7c0aa9e2b4f6c8d1e2f3a4b5c6d7e', { signed: false }),
  version(4, 'e83cc1d02b7a49f0a1b2c3d4e5f60718', {}),
  version(1, 'b1946ac92492d2347c6235b4d2611184', {}),
]

const types = ['account_unlock', 'password_reset', 'hardware_request', 'distribution_list', 'licence_question']
const cellsOf = (...given: string[]) => given.flatMap((queryType) => ['email', 'chat'].map((channel) => ({ queryType, channel })))

const changes = [
  {
    kind: 'grant' as const,
    what: 'ad.unlock_account',
    types: ['account_unlock'],
    cells: cellsOf('account_unlock'),
    carry: 'never' as const,
    newPlan: false,
    sentence: 'What is granted of ad.unlock_account changed for account_unlock; their evidence ages.',
  },
  {
    kind: 'query_type_wording' as const,
    what: hostile,
    types: ['licence_question'],
    cells: cellsOf('licence_question'),
    carry: 'by_replay' as const,
    newPlan: false,
    sentence: `How ${hostile} is done, as the employee reads it, changed; its evidence ages.`,
  },
  {
    kind: 'targets' as const,
    what: 'accuracy.targetRatio',
    types: [],
    cells: [],
    carry: 'never' as const,
    newPlan: true,
    sentence: 'The targets changed (accuracy.targetRatio). Evidence stays what it is; the plan is a new one.',
  },
]

const say = (reply: string, call: object) => ({
  recognised: null,
  escalated: false,
  trigger: null,
  reason: null,
  calls: [
    {
      kind: 'read' as const,
      operation: 'directory.find_person',
      arguments: { query: 'ann' },
      allowed: true,
      answer: 'recorded' as const,
    },
    {
      kind: 'write' as const,
      operation: 'ad.unlock_account',
      arguments: call,
      allowed: true,
      answer: 'simulated' as const,
    },
  ],
  replies: [reply],
  failed: null,
})
const happened = say('Hi Ann, I have unlocked your VPN account. Please sign in again with your token.', {
  account: 'ann.meyer',
  notify: true,
})

const replayCase = (index: number, given: Partial<ReplayCase>): ReplayCase => ({
  id: `rpc_${index}`,
  interactionId: `int_00${index}`,
  queryType: 'account_unlock',
  channel: 'email',
  query: 'I am locked out of my VPN account since this morning, please help!',
  outcome: 'changed',
  noise: false,
  differences: ['writes', 'reply'],
  lanes: {
    happened,
    again: happened,
    fresh: say('Hi Ann, your VPN account is unlocked. Sign in again with your token; nobody else was told.', {
      account: 'ann.meyer',
      notify: false,
    }),
  },
  costMicros: 1200,
  verdict: null,
  judgedBy: null,
  judgedByName: null,
  judgedAt: null,
  ...given,
})

function fakeCases(): ReplayCase[] {
  return [
    replayCase(1, {}),
    replayCase(2, {
      noise: true,
      query: hostile,
      queryType: 'licence_question',
      lanes: { happened, again: say('Hi Ann, done.', { account: 'ann.meyer' }), fresh: say(hostile, { note: hostile }) },
      verdict: 'old_better',
      judgedBy: 'per_other',
      judgedByName: 'Omar Haddad',
      judgedAt: later(3),
    }),
    replayCase(3, {
      differences: ['escalation'],
      lanes: {
        happened,
        again: happened,
        fresh: {
          ...happened,
          calls: [],
          replies: [],
          escalated: true,
          reason: 'The account belongs to a leaver.',
          trigger: 'leaver',
        },
      },
    }),
    replayCase(4, {
      outcome: 'failed',
      differences: ['failed'],
      lanes: { happened, again: happened, fresh: { ...happened, calls: [], replies: [], failed: 'the model gave no answer' } },
    }),
  ]
}

const bound = { lower: 0.889, oldLower: 0.904, changedUpper: 0.0152, replayed: 120, changed: 0 }
const byType = (given: object) => ({ cases: 40, changed: 0, noise: 0, affected: false, carried: bound, ...given })

const fakeReplay = (given: Partial<Replay>): Replay => ({
  id: 'rpl_1',
  rolloutId: 'rol_observe',
  dossierBefore: 'dos_1',
  dossierAfter: 'dos_4',
  state: 'done',
  why: null,
  orderedBy: me,
  orderedByName: 'Lena Vogt',
  orderedAt: later(1),
  endedAt: later(2),
  cases: 160,
  done: 160,
  changed: 4,
  noise: 1,
  judged: 1,
  verdicts: { old_better: 1 },
  costMicros: 192_000,
  result: {
    cases: 160,
    changed: 4,
    unanswerable: 0,
    failed: 1,
    noise: 1,
    touched: true,
    byType: {
      account_unlock: byType({ changed: 3, affected: true, carried: null }),
      licence_question: byType({ changed: 1, noise: 1 }),
      password_reset: byType({}),
      hardware_request: byType({ carried: null }),
    },
    carried: bound,
  },
  ...given,
})

const plan = (targetRatio: number, baseRatio: number) => ({
  version: 1,
  alphaRatio: 0.05,
  targetRatio,
  floorRatio: 0.9,
  reviewCap: 1000,
  sampling: { baseRatio, flaggedRatio: 0.5, doubleRatio: 0.1, blindRatio: 0.05 },
  review: { sensitivityRatio: 0.8, completenessRatio: 0.95, verdictDeadlineDays: 3 },
  shadow: { minDays: 14, minReviews: 150 },
  supervised: { minDays: 28, minReviews: 200 },
})

export function versionRoutes(fake: FakeApi): Route[] {
  const cases = fakeCases()
  const replays = [
    fakeReplay({}),
    fakeReplay({
      id: 'rpl_2',
      state: 'running',
      endedAt: null,
      done: 61,
      changed: 0,
      noise: 0,
      judged: 0,
      verdicts: {},
      result: null,
    }),
    fakeReplay({
      id: 'rpl_3',
      state: 'stopped',
      why: hostile,
      done: 12,
      changed: 0,
      noise: 0,
      judged: 0,
      verdicts: {},
      result: null,
    }),
  ]
  return [
    [
      'GET',
      /^\/api\/v1\/rollouts\/([^/]+)\/changes$/,
      ({ params, query }) => {
        const rollout = fake.rollouts.get(params[0] ?? '')!
        const to = fakeVersions.find(({ id }) => id === query.get('to'))
        if (to === undefined) return problem(404, 'not_found', 'There is no such dossier.')
        const harmless = to.id === 'dos_5'
        return tell(changesAnswer, {
          rolloutId: rollout.id,
          from: rollout.dossierId,
          to: to.id,
          changes: harmless ? [] : changes.map((one) => ({ ...one, says: agedBy(one, ['email', 'chat']).says })),
          aged: harmless ? [] : cellsOf('account_unlock', 'licence_question'),
          never: harmless ? [] : cellsOf('account_unlock'),
          newPlan: !harmless,
          phase: rollout.phase,
          phaseAfter: rollout.phase === 'supervised' ? 'shadow' : rollout.phase,
          lacking: to.id === 'dos_6' ? cellsOf('distribution_list') : [],
          signatures: to.signatures.length,
        })
      },
    ],
    [
      'POST',
      /^\/api\/v1\/rollouts\/([^/]+)\/version$/,
      ({ params, body }) => {
        const { dossier } = adoptRequest.parse(body)
        const rollout = fake.rollouts.get(params[0] ?? '')!
        fake.rollouts.set(rollout.id, { ...rollout, dossierId: dossier })
        return tell(adoptedAnswer, {
          rolloutId: rollout.id,
          dossierId: dossier,
          phase: rollout.phase,
          aged: cellsOf('account_unlock'),
          newPlan: true,
        })
      },
    ],
    [
      'GET',
      /^\/api\/v1\/rollouts\/([^/]+)\/attempts$/,
      ({ params }) =>
        tell(attemptsAnswer, {
          rolloutId: params[0]!,
          versions: 2,
          attempts: [
            { since: startedAt, why: 'opened', dossierId: 'dos_0', cells: types.length * 2, verdicts: 96 },
            { since: later(20), why: 'grant, query_type_wording', dossierId: 'dos_1', cells: 4, verdicts: 178 },
          ],
          chance: {
            ratio: 0.0512,
            targetRatio: 0.95,
            alphaRatio: 0.05,
            reviews: 1000,
            every: 40,
            sentence: '2 versions have been judged. Each is promoted by chance at most so often.',
          },
        }),
    ],
    [
      'GET',
      /^\/api\/v1\/rollouts\/([^/]+)\/replays$/,
      ({ params }) => tell(pageOf(replayAnswer), { items: params[0] === 'rol_observe' ? replays : [], next: null }),
    ],
    [
      'POST',
      /^\/api\/v1\/rollouts\/([^/]+)\/replays$/,
      ({ body }) => {
        orderReplayRequest.parse(body)
        return tell(orderedReplayAnswer, { replayId: 'rpl_2', cases: 160 }, 201)
      },
    ],
    [
      'GET',
      /^\/api\/v1\/replays\/([^/]+)$/,
      ({ params }) => {
        const found = replays.find(({ id }) => id === params[0])
        return found === undefined ? problem(404, 'not_found', 'There is no such replay.') : tell(replayAnswer, found)
      },
    ],
    [
      'GET',
      /^\/api\/v1\/replays\/([^/]+)\/cases$/,
      ({ params, query }) => {
        const items = params[0] === 'rpl_1' ? cases : []
        const open = query.get('judged') === 'false'
        return tell(pageOf(replayCaseAnswer), { items: items.filter(({ verdict }) => !open || verdict === null), next: null })
      },
    ],
    [
      'POST',
      /^\/api\/v1\/replay-cases\/([^/]+)\/verdict$/,
      ({ params, body }) => {
        const { verdict } = judgeReplayCaseRequest.parse(body)
        const found = cases.find(({ id }) => id === params[0])!
        Object.assign(found, { verdict, judgedBy: me, judgedByName: 'Lena Vogt', judgedAt: later(4) })
        return tell(judgedReplayCaseAnswer, { caseId: found.id, verdict })
      },
    ],
    [
      'GET',
      /^\/api\/v1\/rollouts\/([^/]+)\/promotions$/,
      ({ params }) => {
        const open = fake.rollouts.get(params[0] ?? '')?.promotion ?? null
        return tell(pageOf(promotionAnswer), { items: open === null ? [] : [open], next: null })
      },
    ],
    [
      'GET',
      /^\/api\/v1\/promotions\/([^/]+)\/bundle$/,
      () =>
        tell(bundleAnswer, {
          head: { format: 'tenure-bundle/1' },
          facts: {},
          decisions: [],
          records: { evidence: [], decisions: [] },
          signature: '— tenure x',
        }),
    ],
    [
      'GET',
      /^\/api\/v1\/rollouts\/([^/]+)\/plans$/,
      ({ params }) => {
        const rollout = fake.rollouts.get(params[0] ?? '')!
        const { outcome, criteria } = fakeGate(rollout)
        const one = { dossierId: 'dos_1', registeredBy: me }
        return tell(plansAnswer, {
          items: [
            {
              ...one,
              ...{ id: 'pla_2', hash: 'd'.repeat(64), plan: plan(0.95, 0.15), registeredAt: later(20) },
              ...{ replacedAt: null, lastReading: null },
            },
            {
              ...one,
              ...{ id: 'pla_1', hash: 'c'.repeat(64), plan: plan(0.92, 0.2), registeredAt: startedAt, replacedAt: later(20) },
              lastReading: { promotion: 'shadow_to_supervised', outcome, criteria },
            },
          ],
        })
      },
    ],
  ]
}
