// Routes of the fake server about rollouts, halts, dossiers and interactions.

import { dossierSummary } from '@tenure/contract/dossiers'
import { draftSummary } from '@tenure/contract/drafts'
import { employeeAnswer } from '@tenure/contract/employees'
import { type Halt, haltAnswer, haltedAnswer, orderHaltRequest } from '@tenure/contract/halts'
import { interactionSummary, storyAnswer } from '@tenure/contract/interactions'
import { pageOf } from '@tenure/contract/paging'
import {
  approvedAnswer,
  approveRequest,
  gateAnswer,
  movedAnswer,
  proposedAnswer,
  proposePromotionRequest,
  reasonRequest,
  rolloutAnswer,
  rolloutSummary,
} from '@tenure/contract/rollouts'
import { type FakeApi, me, problem, type Route, tell } from './fake-answers.ts'
import { asStory, asSummary } from './fake-story.ts'
import { fakeVersions } from './fake-versions.ts'
import { fakeDossier, fakeGate, hostile, later, startedAt } from './fake-world.ts'

export function rolloutRoutes(fake: FakeApi, empty: boolean): Route[] {
  const halts: Halt[] = []
  const found = (id: string | undefined) => fake.rollouts.get(id ?? '')
  const employees = empty
    ? []
    : ['Ira', 'Noor', 'Sam'].map((name) => ({
        id: `emp_${name.toLowerCase()}`,
        name,
        agent: { kind: 'scripted', webhookUrl: null },
        observedOnly: false,
        createdAt: startedAt,
        rollouts: [],
        openInteractions: 3,
      }))
  const draft = {
    id: 'drf_1',
    workflow: 'it-helpdesk',
    title: hostile,
    employee: 'Ira',
    revision: 3,
    changedBy: 'Lena Vogt',
    changedAt: later(2),
    openedBy: 'Lena Vogt',
    openedAt: startedAt,
    registered: null,
  }
  return [
    ['GET', /^\/api\/v1\/drafts$/, () => tell(pageOf(draftSummary), { items: empty ? [] : [draft], next: null })],
    ['GET', /^\/api\/v1\/rollouts$/, () => tell(pageOf(rolloutSummary), { items: [...fake.rollouts.values()], next: null })],
    [
      'GET',
      /^\/api\/v1\/rollouts\/([^/]+)$/,
      ({ params }) => {
        const rollout = found(params[0])
        return rollout === undefined ? problem(404, 'not_found', 'There is no such rollout.') : tell(rolloutAnswer, rollout)
      },
    ],
    ['GET', /^\/api\/v1\/rollouts\/([^/]+)\/gate$/, ({ params }) => tell(gateAnswer, fakeGate(found(params[0])!))],
    [
      'POST',
      /^\/api\/v1\/rollouts\/([^/]+)\/halt$/,
      ({ params, body }) => {
        const { reason } = reasonRequest.parse(body)
        const rollout = found(params[0])!
        const entry = {
          recordId: 'rec_halt',
          at: later(5),
          kind: 'rollout.halted',
          by: { kind: 'person', id: me, name: 'Lena Vogt' },
          says: { reason },
        }
        fake.rollouts.set(rollout.id, {
          ...rollout,
          phase: 'halted',
          haltedFrom: rollout.phase,
          timeline: [entry, ...rollout.timeline],
        })
        return tell(movedAnswer, { rolloutId: rollout.id, phase: 'halted' })
      },
    ],
    [
      'POST',
      /^\/api\/v1\/rollouts\/([^/]+)\/promotions$/,
      ({ body }) => {
        proposePromotionRequest.parse(body)
        return tell(proposedAnswer, { promotionId: 'pro_2', to: 'supervised', outcome: 'not_yet_known' }, 201)
      },
    ],
    [
      'POST',
      /^\/api\/v1\/promotions\/([^/]+)\/approval$/,
      ({ params, body }) => {
        approveRequest.parse(body)
        for (const rollout of fake.rollouts.values())
          if (rollout.promotion?.id === params[0])
            rollout.promotion = {
              ...rollout.promotion!,
              state: 'approved',
              approvedBy: me,
              approvedByName: 'Lena Vogt',
              approvedAt: later(6),
            }
        return tell(approvedAnswer, { promotionId: params[0]!, state: 'approved' })
      },
    ],
    ['GET', /^\/api\/v1\/halts$/, () => tell(pageOf(haltAnswer), { items: halts, next: null })],
    [
      'POST',
      /^\/api\/v1\/halts$/,
      ({ body }) => {
        const ordered = orderHaltRequest.parse(body)
        halts.push({
          id: 'hlt_1',
          ...ordered,
          orderedBy: me,
          orderedAt: later(5),
          drill: false,
          liftProposedBy: null,
          liftProposedAt: null,
          liftedBy: null,
          liftedAt: null,
        })
        return tell(haltedAnswer, { haltId: 'hlt_1' }, 201)
      },
    ],
    ['GET', /^\/api\/v1\/employees$/, () => tell(pageOf(employeeAnswer), { items: employees, next: null })],
    [
      'GET',
      /^\/api\/v1\/dossiers$/,
      ({ query }) => {
        const items = query.get('employee') === 'emp_ira' ? fakeVersions : [fakeDossier]
        return tell(pageOf(dossierSummary), { items: empty ? [] : items, next: null })
      },
    ],
  ]
}

export function storyRoutes(fake: FakeApi): Route[] {
  return [
    [
      'GET',
      /^\/api\/v1\/interactions$/,
      ({ query }) => {
        const items = [...fake.cards.values()]
          .map(asSummary)
          .filter((each) => query.get('q') === null || (each.query ?? '').includes(query.get('q')!))
        return tell(pageOf(interactionSummary), { items, next: null })
      },
    ],
    [
      'GET',
      /^\/api\/v1\/interactions\/int_(\d+)$/,
      ({ params }) => {
        const card = fake.cards.get(`rev_${params[0]}`)
        return card === undefined
          ? problem(404, 'not_found', 'There is no such interaction.')
          : tell(storyAnswer, asStory(card, hostile))
      },
    ],
  ]
}
