// Incidents: report one, see them and what else they may touch, remedy, close as a second person.

import {
  incidentAnswer,
  incidentSummary,
  incidentsQuery,
  movedIncidentAnswer,
  remedyRequest,
  reportedIncidentAnswer,
  reportIncidentRequest,
} from '@tenure/contract/incidents'
import { idParams, pageOf } from '@tenure/contract/paging'
import type { IncidentId } from '../../domain/ids.ts'
import { refuse } from '../../domain/refusal.ts'
import { closeIncident, remedyIncident, reportIncident } from '../../governance/report-incident.ts'
import { employeeIdOf } from '../../store/views/employees.ts'
import { blastRadiusOf, findIncident, type IncidentRow, listIncidents } from '../../store/views/incidents.ts'
import { page } from '../../store/views/page.ts'
import { door } from '../door.ts'
import { iso, isoOrNull } from '../tell.ts'

const said = (body: unknown) => (typeof body === 'string' ? body : null)

const tell = (row: IncidentRow) => ({
  ...row,
  happened: said(row.happened),
  consequence: said(row.consequence),
  remedy: said(row.remedy),
  openedAt: iso(row.openedAt),
  remediedAt: isoOrNull(row.remediedAt),
  closedAt: isoOrNull(row.closedAt),
})

export const incidentDoors = [
  door({
    name: 'listIncidents',
    method: 'get',
    path: '/incidents',
    act: 'incident.read',
    group: 'incidents',
    summary: 'Incidents, newest first; by state and employee.',
    query: incidentsQuery,
    answer: pageOf(incidentSummary),
    async handle({ door: { house }, query }) {
      const employeeId = query.employee === undefined ? null : await employeeIdOf(house.db, query.employee)
      if (query.employee !== undefined && employeeId === null)
        return refuse('not_found', { what: 'employee', id: query.employee })
      const filter = { state: query.state ?? null, employeeId, before: query.cursor ?? null }
      const rows = await listIncidents(house.db, filter, query.limit + 1)
      return page(rows.map(tell), query.limit, (incident) => incident.id)
    },
  }),
  door({
    name: 'reportIncident',
    method: 'post',
    path: '/incidents',
    act: 'incident.report',
    group: 'incidents',
    summary: 'Reports an incident. A severe one sends its rollout back to shadow at once.',
    body: reportIncidentRequest,
    answer: reportedIncidentAnswer,
    status: 201,
    async handle({ door: { house }, body, who }) {
      return reportIncident(house, body, who.actor)
    },
  }),
  door({
    name: 'incident',
    method: 'get',
    path: '/incidents/{id}',
    act: 'incident.read',
    group: 'incidents',
    summary: 'One incident, and the interactions it may touch: same version of the role, same tool, same pattern.',
    params: idParams,
    answer: incidentAnswer,
    async handle({ door: { house }, params }) {
      const row = await findIncident(house.db, params.id)
      if (row === null) return refuse('not_found', { what: 'incident', id: params.id })
      const { interactions, ...counts } = await blastRadiusOf(house.db, params.id)
      const touched = interactions.map((one) => ({ ...one, receivedAt: iso(one.receivedAt) }))
      return { ...tell(row), blastRadius: { ...counts, interactions: touched } }
    },
  }),
  door({
    name: 'remedyIncident',
    method: 'post',
    path: '/incidents/{id}/remedy',
    act: 'incident.remedy',
    group: 'incidents',
    summary: 'Says what was done about it.',
    params: idParams,
    body: remedyRequest,
    answer: movedIncidentAnswer,
    async handle({ door: { house }, params, body, who }) {
      return remedyIncident(house, { incidentId: params.id as IncidentId, remedy: body.remedy }, who.actor)
    },
  }),
  door({
    name: 'closeIncident',
    method: 'post',
    path: '/incidents/{id}/closure',
    act: 'incident.close',
    group: 'incidents',
    summary: 'Closes a remedied incident, as a second person. Until then it holds every promotion of its cells back.',
    params: idParams,
    answer: movedIncidentAnswer,
    async handle({ door: { house }, params, who }) {
      return closeIncident(house, { incidentId: params.id as IncidentId }, who.actor)
    },
  }),
]
