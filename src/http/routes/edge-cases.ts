// The edge-case catalogue: what is handled poorly, and every act in the life of an entry.

import {
  edgeCaseAnswer,
  edgeCaseExamplesRequest,
  edgeCaseOwnerRequest,
  edgeCaseReplayRequest,
  edgeCaseSummary,
  edgeCasesQuery,
  movedEdgeCaseAnswer,
  refineEdgeCaseRequest,
  tagEdgeCaseRequest,
} from '@tenure/contract/edge-cases'
import { idParams, pageOf } from '@tenure/contract/paging'
import { reasonRequest } from '@tenure/contract/rollouts'
import type { DossierId, EdgeCaseId, ReplayId, RolloutId } from '../../domain/ids.ts'
import { isRefusal, refuse } from '../../domain/refusal.ts'
import {
  addEdgeCaseExamples,
  closeEdgeCase,
  countLater,
  linkReplay,
  markRefined,
  reopenEdgeCase,
  setEdgeCaseOwner,
  tagEdgeCase,
} from '../../governance/edge-case.ts'
import { type CatalogueRow, examplesAbout, findEdgeCase, listEdgeCases } from '../../store/views/edge-case-catalogue.ts'
import { employeeIdOf } from '../../store/views/employees.ts'
import { page } from '../../store/views/page.ts'
import { recordsAbout, saidBy } from '../../store/views/trail.ts'
import { door } from '../door.ts'
import { sightOf } from '../sight.ts'
import { iso, isoOrNull } from '../tell.ts'

const tell = (row: CatalogueRow) => ({
  ...row,
  openedAt: iso(row.openedAt),
  movedAt: iso(row.movedAt),
  refinedAt: isoOrNull(row.refinedAt),
  closedAt: isoOrNull(row.closedAt),
})

const named = (id: string) => ({ edgeCaseId: id as EdgeCaseId })

export const edgeCaseDoors = [
  door({
    name: 'listEdgeCases',
    method: 'get',
    path: '/edge-cases',
    act: 'edge_case.read',
    group: 'edge cases',
    summary: 'The catalogue of what is handled poorly, newest first, by employee, rollout, workflow, state, kind or owner.',
    query: edgeCasesQuery,
    answer: pageOf(edgeCaseSummary),
    async handle({ door: { house }, query }) {
      const employeeId = query.employee === undefined ? null : await employeeIdOf(house.db, query.employee)
      if (query.employee !== undefined && employeeId === null)
        return refuse('not_found', { what: 'employee', id: query.employee })
      const { rollout, workflow, state, kind, owner, cursor } = query
      const filter = {
        employeeId,
        rolloutId: rollout ?? null,
        workflow: workflow ?? null,
        state: state ?? null,
        kind: kind ?? null,
        owner: owner ?? null,
        before: cursor ?? null,
      }
      const rows = await listEdgeCases(house.db, filter, query.limit + 1)
      return page(rows.map(tell), query.limit, (row) => row.id)
    },
  }),
  door({
    name: 'tagEdgeCase',
    method: 'post',
    path: '/edge-cases',
    act: 'edge_case.tag',
    group: 'edge cases',
    summary:
      'Puts something into the catalogue: a reviewer’s tag, or what somebody came upon. The same title about the same slice is the same entry; a closed one is open again.',
    body: tagEdgeCaseRequest,
    answer: movedEdgeCaseAnswer,
    status: 201,
    async handle({ door: { house }, body: { rollout, ...tag }, who }) {
      return tagEdgeCase(house, { rolloutId: rollout as RolloutId, ...tag }, who.actor)
    },
  }),
  door({
    name: 'edgeCase',
    method: 'get',
    path: '/edge-cases/{id}',
    act: 'edge_case.read',
    group: 'edge cases',
    summary: 'One entry: its examples, what was judged of it since a version refined it and how much is needed, and its history.',
    params: idParams,
    answer: edgeCaseAnswer,
    async handle({ door: { house }, params, who }) {
      const row = await findEdgeCase(house.db, params.id)
      if (row === null) return refuse('not_found', { what: 'edge case', id: params.id })
      const [examples, records, counted] = await Promise.all([
        examplesAbout(house.db, row.id, sightOf(who)),
        recordsAbout(house.db, row.id),
        countLater(house, house.db, { entry: row, at: house.clock.now() }),
      ])
      const later = isRefusal(counted)
        ? null
        : { successes: counted.later.successes, failures: counted.later.failures, needed: counted.needed, why: counted.why }
      const history = records.map((record) => {
        const { actor, says } = saidBy(record)
        return { recordId: record.id, at: iso(record.at), kind: record.kind, by: { ...actor, name: record.actorName }, says }
      })
      return {
        ...tell(row),
        examples: examples.map((one) => ({ ...one, receivedAt: iso(one.receivedAt) })),
        later,
        history,
      }
    },
  }),
  door({
    name: 'addEdgeCaseExamples',
    method: 'post',
    path: '/edge-cases/{id}/examples',
    act: 'edge_case.tag',
    group: 'edge cases',
    summary: 'More interactions that show it.',
    params: idParams,
    body: edgeCaseExamplesRequest,
    answer: movedEdgeCaseAnswer,
    async handle({ door: { house }, params, body, who }) {
      return addEdgeCaseExamples(house, { ...named(params.id), ...body }, who.actor)
    },
  }),
  door({
    name: 'setEdgeCaseOwner',
    method: 'post',
    path: '/edge-cases/{id}/owner',
    act: 'edge_case.own',
    group: 'edge cases',
    summary: 'Who sees to it; null: nobody does any more.',
    params: idParams,
    body: edgeCaseOwnerRequest,
    answer: movedEdgeCaseAnswer,
    async handle({ door: { house }, params, body, who }) {
      return setEdgeCaseOwner(house, { ...named(params.id), ...body }, who.actor)
    },
  }),
  door({
    name: 'refineEdgeCase',
    method: 'post',
    path: '/edge-cases/{id}/refinement',
    act: 'edge_case.refine',
    group: 'edge cases',
    summary: 'Names the dossier version that deals with it. From now on what is judged in that version counts.',
    params: idParams,
    body: refineEdgeCaseRequest,
    answer: movedEdgeCaseAnswer,
    async handle({ door: { house }, params, body: { dossier, reason }, who }) {
      return markRefined(house, { ...named(params.id), dossierId: dossier as DossierId, reason }, who.actor)
    },
  }),
  door({
    name: 'linkEdgeCaseReplay',
    method: 'post',
    path: '/edge-cases/{id}/replay',
    act: 'edge_case.refine',
    group: 'edge cases',
    summary: 'Names the replay in which the refining version ran on past cases.',
    params: idParams,
    body: edgeCaseReplayRequest,
    answer: movedEdgeCaseAnswer,
    async handle({ door: { house }, params, body, who }) {
      return linkReplay(house, { ...named(params.id), replayId: body.replay as ReplayId }, who.actor)
    },
  }),
  door({
    name: 'closeEdgeCase',
    method: 'post',
    path: '/edge-cases/{id}/closing',
    act: 'edge_case.close',
    group: 'edge cases',
    summary: 'Closes it. Refused until enough later successes, counted from verdicts, show that it goes wrong seldom enough.',
    params: idParams,
    body: reasonRequest,
    answer: movedEdgeCaseAnswer,
    async handle({ door: { house }, params, body, who }) {
      return closeEdgeCase(house, { ...named(params.id), ...body }, who.actor)
    },
  }),
  door({
    name: 'reopenEdgeCase',
    method: 'post',
    path: '/edge-cases/{id}/reopening',
    act: 'edge_case.tag',
    group: 'edge cases',
    summary: 'It came back, or never went.',
    params: idParams,
    body: reasonRequest,
    answer: movedEdgeCaseAnswer,
    async handle({ door: { house }, params, body, who }) {
      return reopenEdgeCase(house, { ...named(params.id), ...body }, who.actor)
    },
  }),
]
