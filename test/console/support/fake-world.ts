// What the fake server knows: an employee with rollouts in every phase, and a queue of items with varied, partly hostile words.

import type { Dossier } from '@tenure/contract/dossiers'
import type { StoryEffect } from '@tenure/contract/interactions'
import type { ReviewCard } from '@tenure/contract/reviews'
import type { Gate, Rollout } from '@tenure/contract/rollouts'
import { because, outputsOf, phrase, says } from '../../../src/domain/gates/sentences.ts'
import { verdictKeys } from '../../../src/domain/oversight/consequence.ts'
import { saidOf } from '../../../src/domain/oversight/sentences.ts'
import type { Delivery, Phase } from '../../../src/domain/rollout/phase.ts'
import { fakeCriteria } from './fake-criteria.ts'

export const startedAt = '2026-03-02T09:00:00.000Z'
const hour = 3_600_000
export const later = (hours: number) => new Date(new Date(startedAt).getTime() + hours * hour).toISOString()

/** Runs if anything anywhere reads words as HTML or as an address. */
export const hostile =
  '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script><svg/onload=window.hacked=1> {{constructor.constructor("window.hacked=1")()}} [click](javascript:window.hacked=1)'

const requests = [
  [
    'account_unlock',
    'I am locked out of my VPN account since this morning, please help!',
    'unlock_account',
    { account: 'ann.meyer', system: 'vpn' },
  ],
  [
    'password_reset',
    'Hallo, ich habe mein Passwort vergessen und komme nicht ins Portal.',
    'reset_password',
    { account: 'b.sahin', notify: 'mobile' },
  ],
  [
    'hardware_request',
    'Could I get a second monitor for the Hyderabad office? 27 inch, room 4.12.',
    'create_order',
    { item: 'monitor-27', cost_centre: 'HYD-204', quantity: 1 },
  ],
  [
    'distribution_list',
    'Please add the three new colleagues to fin-all and remove Tom.',
    'change_list',
    { list: 'fin-all', add: ['p.rao', 'l.chen', 'm.ortiz'], remove: ['t.berg'] },
  ],
  ['licence_question', hostile, 'note_ticket', { note: hostile }],
] as const

const reply =
  'Hi Ann, I have unlocked your VPN account. Please sign in again with your token and reply here if it fails a second time.'
const humanReply =
  'Hi Ann, I have reset and unlocked your VPN account. Please sign in again with your token and call us if it fails a second time.'

function effect(index: number, position: number, given: Partial<StoryEffect>): StoryEffect {
  return {
    id: `eff_${index}_${position}`,
    position,
    kind: 'read',
    system: 'directory',
    operation: 'find_person',
    arguments: { query: 'ann' },
    text: null,
    compensates: null,
    afterDivergence: false,
    state: 'performed',
    disposition: 'perform',
    why: null,
    result: { name: 'Ann Meyer', locked: true, attempts: 5 },
    simulated: false,
    performer: 'tenure',
    providerRef: null,
    releasedBy: null,
    approvalDigest: null,
    expiresAt: null,
    askedAt: startedAt,
    attemptedAt: null,
    endedAt: startedAt,
    ...given,
    says: saidOf(given.why ?? null),
  }
}

const rolloutOf = (index: number) => (index % 4 === 3 ? 'rol_assist' : 'rol_observe')

/** The card of one item. Every fourth belongs to a rollout in assist, every seventh is an escalation. */
export function fakeCard(index: number): ReviewCard {
  const [queryType, query, operation, given] = requests[index % requests.length]!
  const rolloutId = rolloutOf(index)
  const delivery: Delivery = rolloutId === 'rol_assist' ? 'assist' : 'observe'
  const phase: Phase = 'shadow'
  const escalated = index % 7 === 6
  const state = delivery === 'assist' ? 'held' : 'recorded'
  const effects = escalated
    ? [effect(index, 3, {})]
    : [
        effect(index, 1, {
          kind: 'write',
          system: 'ad',
          operation,
          arguments: given,
          state,
          disposition: delivery === 'assist' ? 'hold' : 'record',
          result: null,
          simulated: delivery === 'observe',
          why: `Shadow ${delivery}: nothing leaves without a person.`,
        }),
        effect(index, 2, {
          kind: 'reply',
          system: null,
          operation: null,
          arguments: null,
          text: index % 5 === 4 ? hostile : reply,
          state,
          disposition: delivery === 'assist' ? 'hold' : 'record',
          result: null,
        }),
        effect(index, 3, {}),
        effect(index, 4, {
          system: 'tickets',
          operation: 'list_open',
          arguments: { person: 'ann' },
          result: [{ id: 41007, title: 'VPN' }],
        }),
      ]
  const held = effects.filter((each) => each.state === 'held')
  return {
    id: `rev_${String(index).padStart(3, '0')}`,
    interactionId: `int_${String(index).padStart(3, '0')}`,
    rolloutId,
    employee: 'Ira',
    queryType,
    channel: index % 2 === 0 ? 'email' : 'chat',
    reason: escalated ? 'escalation' : index % 5 === 2 ? 'sample' : 'shadow',
    escalated,
    state: 'open',
    dueAt: later(8 + index),
    openedAt: startedAt,
    reservedBy: null,
    reservedUntil: null,
    query,
    verdict: null,
    digest: `digest-${index}`,
    phase,
    delivery,
    sampled: !escalated && index % 5 === 2,
    workflow: 'it-helpdesk',
    requester: 'ann.meyer@example.test',
    fields: { office: 'HYD', priority: 'normal' },
    escalation: escalated
      ? { reason: 'The account belongs to somebody who has left; a person decides.', trigger: 'leaver_account' }
      : null,
    effects,
    keys: verdictKeys({ phase, delivery, escalated, held }),
    humanWork: null,
    humanWorkHidden: true,
    verdicts: [],
    rubric: {
      steps: ['Find the person in the directory', 'Check that the account is locked', 'Unlock it', 'Tell the person'],
      mustNot: ['Reset a password without a second factor', 'Touch accounts of people who have left'],
      triggers: ['Account of somebody who has left', 'Third lockout within a day'],
    },
  }
}

export const work = (index: number) => ({
  id: `wrk_${index}`,
  doneBy: 'Maya Rao',
  reply: humanReply,
  operations: [{ system: 'ad', operation: 'unlock_account', arguments: { account: 'ann.meyer', system: 'vpn' } }],
  minutes: 4,
  doneAt: later(1),
})

const cells = ['account_unlock', 'password_reset', 'hardware_request', 'distribution_list', 'licence_question'].flatMap(
  (queryType) => ['email', 'chat'].map((channel) => ({ queryType, channel })),
)

const [accuracyThen] = fakeCriteria('not_yet_known') as [Gate['criteria'][number]]

function why(...parts: readonly Gate['criteria'][number]['says'][number][]): Pick<Rollout['gate'], 'why' | 'says'> {
  const { reason, says } = because(...parts)
  return { why: reason, says }
}

const noMarks = { criterion: null, drift: null, incidents: null }

function rollout(id: string, employee: string, given: Partial<Rollout>): Rollout {
  return {
    id,
    employeeId: `emp_${employee.toLowerCase()}`,
    employee,
    workflow: 'it-helpdesk',
    phase: 'shadow',
    delivery: 'observe',
    rehearsal: false,
    observedOnly: false,
    haltedFrom: null,
    cells,
    phaseSince: startedAt,
    interactions: 412,
    openReviews: 48,
    openEscalations: 2,
    reviewing: { neededHoursPerWeek: 7.5, availableHoursPerWeek: 6 },
    gate: {
      ...noMarks,
      criterion: accuracyThen,
      outcome: 'not_yet_known',
      why: accuracyThen.reason,
      says: accuracyThen.says,
    },
    dossierId: 'dos_1',
    dossierHash: 'b1946ac92492d2347c6235b4d2611184',
    sampleRatio: 1,
    openedBy: 'per_lead',
    openedAt: startedAt,
    promotion: null,
    timeline: [
      {
        recordId: 'rec_2',
        at: later(2),
        kind: 'rollout.split',
        by: { kind: 'person', id: 'per_lead', name: 'Lena Vogt' },
        says: { reason: 'Hardware requests are weak; the rest need not wait.', cells: 2 },
      },
      {
        recordId: 'rec_1',
        at: startedAt,
        kind: 'rollout.opened',
        by: { kind: 'person', id: 'per_lead', name: 'Lena Vogt' },
        says: { dossier: 'dos_1' },
      },
    ],
    ...given,
  }
}

export function fakeRollouts(): Rollout[] {
  return [
    rollout('rol_observe', 'Ira', {}),
    rollout('rol_assist', 'Ira', {
      delivery: 'assist',
      cells: cells.slice(0, 2),
      openReviews: 14,
      openEscalations: 0,
      gate: {
        ...noMarks,
        outcome: 'not_met',
        ...why(
          says('right_so_far', { ratio: '88 %', outputs: outputsOf(90) }),
          says('cannot_reach', { most: '91.2 %', target: '95 %' }),
        ),
      },
    }),
    rollout('rol_supervised', 'Noor', {
      workflow: 'invoice-queries',
      phase: 'supervised',
      sampleRatio: 0.15,
      gate: {
        ...noMarks,
        drift: 'not_met',
        incidents: 2,
        outcome: 'met',
        ...why(says('gate_met', {})),
      },
      promotion: {
        id: 'pro_1',
        rolloutId: 'rol_supervised',
        from: 'supervised',
        to: 'autonomous',
        state: 'proposed',
        override: false,
        reason: 'Six steady weeks; the gate is met.',
        gateOutcome: 'met',
        proposedBy: 'per_other',
        proposedByName: 'Omar Haddad',
        proposedAt: later(3),
        approvedBy: null,
        approvedByName: null,
        approvedAt: null,
      },
    }),
    rollout('rol_autonomous', 'Sam', {
      workflow: 'leave-requests',
      phase: 'autonomous',
      openReviews: 3,
      openEscalations: 1,
      gate: { ...noMarks, outcome: null, ...why(says('no_further_phase', {})) },
      reviewing: { neededHoursPerWeek: 0.4, availableHoursPerWeek: null },
    }),
    rollout('rol_halted', 'Sam', {
      workflow: 'payroll-questions',
      phase: 'halted',
      haltedFrom: 'supervised',
      openReviews: 0,
      openEscalations: 0,
      gate: { ...noMarks, outcome: null, ...why(says('halted', { from: [phrase('phase_supervised', {})] })) },
      reviewing: { neededHoursPerWeek: 0, availableHoursPerWeek: 6 },
    }),
  ]
}

export function fakeGate(of: Rollout): Gate {
  const next = of.phase === 'shadow' ? 'supervised' : of.phase === 'supervised' ? 'autonomous' : null
  const types = Object.fromEntries(
    [...new Set(of.cells.map(({ queryType }) => queryType))].map((name, i) => [
      name,
      {
        n: 40 - i * 7,
        correct: 39 - i * 8,
        escalated: i,
        lower: 0.88 - i * 0.12,
        upper: 0.995 - i * 0.02,
        gate: i === 0 ? ('met' as const) : i < 3 ? ('not_yet_known' as const) : ('not_met' as const),
      },
    ]),
  )
  return {
    rolloutId: of.id,
    phase: of.phase,
    next,
    planHash: 'd'.repeat(64),
    waiting: { forReview: 'rev_004', verdicts: 3 },
    outcome: of.gate.outcome,
    criteria: next === null ? [] : fakeCriteria(of.gate.outcome ?? 'met'),
    evidence: {
      accuracy: { n: 178, correct: 171, estimate: 0.961, lower: 0.914, upper: 0.985 },
      escalation: { n: 190, escalated: 12, rate: 0.063, needed: 10, missed: 1, unneeded: 2 },
      byQueryType: types,
      traffic: { byType: { account_unlock: 120 }, unlisted: 3 },
    },
    readAt: later(4),
  }
}

export const fakeDossier: Omit<Dossier, 'files' | 'content' | 'cells'> = {
  id: 'dos_2',
  employeeId: 'emp_noor',
  workflow: 'refund-requests',
  hash: 'c3ab8ff13720e8ad9047dd39466b3c89',
  roleHash: 'aa',
  policyHash: 'e'.repeat(64),
  findings: [],
  plan: null,
  errors: 0,
  signed: false,
  signatures: [{ personId: 'per_other', name: 'Omar Haddad', signedAt: startedAt }],
  registeredBy: 'per_other',
  registeredAt: startedAt,
}
