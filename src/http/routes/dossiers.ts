// Dossiers: upload a version, read it, sign it.

import { dossierAnswer, dossierSummary, registerDossierRequest, registeredAnswer, signedAnswer } from '@tenure/contract/dossiers'
import { idParams, pageOf, pageQuery } from '@tenure/contract/paging'
import { z } from 'zod'
import type { DossierId, EmployeeId } from '../../domain/ids.ts'
import { refuse } from '../../domain/refusal.ts'
import { registerDossier, signaturesNeeded, signDossier } from '../../governance/sign-dossier.ts'
import { type DossierRow, findDossier, listDossiers, ownersOfCells } from '../../store/views/dossiers.ts'
import { employeeIdOf } from '../../store/views/employees.ts'
import { page } from '../../store/views/page.ts'
import { door } from '../door.ts'
import { iso } from '../tell.ts'

const tell = (row: DossierRow) => ({
  ...row,
  signed: row.signatures.length >= signaturesNeeded,
  registeredAt: iso(row.registeredAt),
})

export const dossierDoors = [
  door({
    name: 'listDossiers',
    method: 'get',
    path: '/dossiers',
    act: 'dossier.read',
    group: 'dossiers',
    summary: 'Versions of dossiers, newest first.',
    query: pageQuery.extend({ employee: z.string().max(100).optional() }),
    answer: pageOf(dossierSummary),
    async handle({ door: { house }, query }) {
      const employeeId = query.employee === undefined ? null : await employeeIdOf(house.db, query.employee)
      if (query.employee !== undefined && employeeId === null)
        return refuse('not_found', { what: 'employee', id: query.employee })
      const rows = await listDossiers(house.db, { employeeId, before: query.cursor ?? null }, query.limit + 1)
      return page(rows.map(tell), query.limit, (dossier) => dossier.id)
    },
  }),
  door({
    name: 'registerDossier',
    method: 'post',
    path: '/dossiers',
    act: 'dossier.register',
    group: 'dossiers',
    summary:
      'Uploads the documents of a workflow as one version, with what the compiler finds in them. The same content is the same version.',
    body: registerDossierRequest,
    answer: registeredAnswer,
    status: 201,
    repeatable: true,
    async handle({ door: { house }, body, who }) {
      const employeeId = await employeeIdOf(house.db, body.employee)
      if (employeeId === null) return refuse('not_found', { what: 'employee', id: body.employee })
      return registerDossier(house, { employeeId: employeeId as EmployeeId, files: body.files }, who.actor)
    },
  }),
  door({
    name: 'dossier',
    method: 'get',
    path: '/dossiers/{id}',
    act: 'dossier.read',
    group: 'dossiers',
    summary: 'One version: its files, its content, who signed it, and which rollout owns each of its cells.',
    params: idParams,
    answer: dossierAnswer,
    async handle({ door: { house }, params }) {
      const row = await findDossier(house.db, params.id)
      if (row === null) return refuse('not_found', { what: 'dossier', id: params.id })
      const owners = await ownersOfCells(house.db, row.employeeId, row.workflow)
      const { queryTypes, channels } = row.content.workflow
      const cells = queryTypes.flatMap(({ name }) =>
        channels.map((channel) => ({
          queryType: name,
          channel,
          rolloutId: owners.find((owner) => owner.queryType === name && owner.channel === channel)?.rolloutId ?? null,
        })),
      )
      const { files, content, findings, plan } = row
      return { ...tell(row), files, content, findings, plan, cells }
    },
  }),
  door({
    name: 'signDossier',
    method: 'post',
    path: '/dossiers/{id}/signatures',
    act: 'dossier.sign',
    group: 'dossiers',
    summary: 'Signs a version. Two different people sign before a rollout can open.',
    params: idParams,
    answer: signedAnswer,
    async handle({ door: { house }, params, who }) {
      return signDossier(house, { dossierId: params.id as DossierId }, who.actor)
    },
  }),
]
