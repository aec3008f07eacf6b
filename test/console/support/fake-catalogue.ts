// Routes of the fake server about edge cases and incidents, with hostile words where people and agents write.

import { type EdgeCaseSummary, edgeCaseAnswer, edgeCaseSummary, movedEdgeCaseAnswer } from '@tenure/contract/edge-cases'
import {
  type IncidentSummary,
  incidentAnswer,
  incidentSummary,
  movedIncidentAnswer,
  remedyRequest,
  reportedIncidentAnswer,
  reportIncidentRequest,
} from '@tenure/contract/incidents'
import { pageOf } from '@tenure/contract/paging'
import { me, problem, type Route, tell } from './fake-answers.ts'
import { hostile, later, startedAt } from './fake-world.ts'

function edgeCase(index: number, given: Partial<EdgeCaseSummary>): EdgeCaseSummary {
  return {
    id: `edg_${index}`,
    employeeId: 'emp_ira',
    employee: 'Ira',
    workflow: 'it-helpdesk',
    rolloutId: 'rol_observe',
    kind: 'flag',
    subject: 'query_type=licence_question & channel=email',
    title: 'Licences of people who have left are offered to others',
    state: 'open',
    owner: null,
    ownerName: null,
    openedAt: startedAt,
    openedBy: 'wrk_1',
    movedAt: startedAt,
    refinedIn: null,
    refinedAt: null,
    replayId: null,
    closedAt: null,
    reopened: 0,
    examples: 4,
    ...given,
  }
}

function incident(index: number, given: Partial<IncidentSummary>): IncidentSummary {
  return {
    id: `inc_${index}`,
    employeeId: 'emp_ira',
    employee: 'Ira',
    workflow: 'it-helpdesk',
    rolloutId: 'rol_observe',
    severity: 'major',
    state: 'open',
    source: 'report',
    tool: 'directory.unlock_account',
    dossierId: 'dos_1',
    interactions: ['int_004'],
    queryTypes: ['account_unlock'],
    happened: 'The account of somebody else was unlocked.',
    consequence: 'They could read two mails before it was locked again.',
    remedy: null,
    openedBy: 'per_2',
    openedByName: 'Maya Rao',
    openedAt: startedAt,
    remediedBy: null,
    remediedByName: null,
    remediedAt: null,
    closedBy: null,
    closedByName: null,
    closedAt: null,
    ...given,
  }
}

export function catalogueRoutes(empty: boolean): Route[] {
  const cases = empty
    ? []
    : [
        edgeCase(1, {}),
        edgeCase(2, {
          title: hostile,
          kind: 'tag',
          state: 'refined',
          owner: me,
          ownerName: 'Lena Vogt',
          refinedIn: 'dos_3',
          refinedAt: later(3),
        }),
        edgeCase(3, { kind: 'cluster', state: 'reopened', reopened: 1, subject: hostile }),
        edgeCase(4, { kind: 'found', state: 'closed', closedAt: later(9) }),
      ]
  const incidents = empty
    ? []
    : [
        incident(1, {}),
        incident(2, {
          happened: hostile,
          severity: 'severe',
          state: 'remedied',
          remedy: hostile,
          remediedBy: 'per_2',
          remediedByName: 'Maya Rao',
          remediedAt: later(2),
        }),
        incident(3, {
          severity: 'minor',
          state: 'closed',
          source: 'verdict',
          remedy: 'Apologised.',
          remediedAt: later(1),
          closedAt: later(2),
        }),
      ]
  return [
    [
      'GET',
      /^\/api\/v1\/edge-cases$/,
      ({ query }) => {
        const items = cases.filter(({ state }) => query.get('state') === null || state === query.get('state'))
        return tell(pageOf(edgeCaseSummary), { items, next: null })
      },
    ],
    [
      'GET',
      /^\/api\/v1\/edge-cases\/(\w+)$/,
      ({ params }) => {
        const found = cases.find(({ id }) => id === params[0])
        if (found === undefined) return problem(404, 'not_found', 'There is no such edge case.')
        return tell(edgeCaseAnswer, {
          ...found,
          examples: [
            {
              interactionId: 'int_004',
              queryType: 'licence_question',
              channel: 'email',
              query: hostile,
              verdict: 'wrong',
              dossierId: 'dos_1',
              receivedAt: startedAt,
            },
          ],
          later: { successes: 18, failures: 1, needed: 31, why: 'Counted from verdicts since the version that refined it.' },
          history: [
            {
              recordId: 'rec_1',
              at: startedAt,
              kind: 'edge_case.opened',
              by: { kind: 'worker', id: 'wrk_1', name: null },
              says: { what: hostile },
            },
          ],
        })
      },
    ],
    [
      'POST',
      /^\/api\/v1\/edge-cases\/(\w+)\/owner$/,
      ({ params, body }) => {
        const found = cases.find(({ id }) => id === params[0])!
        const { owner } = body as { owner: string | null }
        Object.assign(found, { owner, ownerName: owner === null ? null : 'Lena Vogt' })
        return tell(movedEdgeCaseAnswer, { edgeCaseId: found.id, state: found.state })
      },
    ],
    [
      'GET',
      /^\/api\/v1\/incidents$/,
      ({ query }) => {
        const items = incidents.filter(({ state }) => query.get('state') === null || state === query.get('state'))
        return tell(pageOf(incidentSummary), { items, next: null })
      },
    ],
    [
      'GET',
      /^\/api\/v1\/incidents\/(\w+)$/,
      ({ params }) => {
        const found = incidents.find(({ id }) => id === params[0])
        if (found === undefined) return problem(404, 'not_found', 'There is no such incident.')
        const touched = {
          id: 'int_006',
          queryType: 'account_unlock',
          channel: 'chat',
          state: 'settled',
          outcome: 'handled',
          receivedAt: startedAt,
          samePattern: true,
        }
        return tell(incidentAnswer, {
          ...found,
          blastRadius: { sameVersion: 412, sameTool: 96, samePattern: 7, interactions: [touched] },
        })
      },
    ],
    [
      'POST',
      /^\/api\/v1\/incidents$/,
      ({ body }) => {
        reportIncidentRequest.parse(body)
        return tell(reportedIncidentAnswer, { incidentId: 'inc_9' }, 201)
      },
    ],
    [
      'POST',
      /^\/api\/v1\/incidents\/(\w+)\/remedy$/,
      ({ params, body }) => {
        const { remedy } = remedyRequest.parse(body)
        Object.assign(incidents.find(({ id }) => id === params[0])!, {
          remedy,
          state: 'remedied',
          remediedBy: me,
          remediedByName: 'Lena Vogt',
          remediedAt: later(5),
        })
        return tell(movedIncidentAnswer, { incidentId: params[0]!, state: 'remedied' })
      },
    ],
    [
      'POST',
      /^\/api\/v1\/incidents\/(\w+)\/closure$/,
      ({ params }) => {
        Object.assign(incidents.find(({ id }) => id === params[0])!, {
          state: 'closed',
          closedBy: me,
          closedByName: 'Lena Vogt',
          closedAt: later(6),
        })
        return tell(movedIncidentAnswer, { incidentId: params[0]!, state: 'closed' })
      },
    ],
  ]
}
