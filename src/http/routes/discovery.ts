// What can be asked of a dossier's texts and versions: check and draw them, compare two, find what is enforced by its hash.

import {
  comparisonAnswer,
  examinationAnswer,
  examineRequest,
  exportAnswer,
  exportRequest,
  policyAnswer,
  scriptAnswer,
  scriptRequest,
} from '@tenure/contract/drafts'
import { idParams } from '@tenure/contract/paging'
import { z } from 'zod'
import { compareDossiers } from '../../domain/discovery/compare.ts'
import { readContent } from '../../domain/discovery/content.ts'
import { readDossier } from '../../domain/discovery/documents.ts'
import { unreadable } from '../../domain/discovery/unreadable.ts'
import { refuse } from '../../domain/refusal.ts'
import { exported } from '../../drawing/exchange.ts'
import { findDossier, findPolicy } from '../../store/views/dossiers.ts'
import { door } from '../door.ts'
import { examine, questionsFor } from '../examination.ts'

export const discoveryDoors = [
  door({
    name: 'examineDossier',
    method: 'post',
    path: '/dossier-examinations',
    act: 'dossier.examine',
    group: 'dossiers',
    summary: 'Checks, draws and plans what the given files say. Nothing is stored.',
    body: examineRequest,
    answer: examinationAnswer,
    repeatable: true,
    handle: async ({ body }) => examine(body.files),
  }),
  door({
    name: 'exportDossier',
    method: 'post',
    path: '/dossier-exports',
    act: 'dossier.examine',
    group: 'dossiers',
    summary: 'What the given files or a registered version say, as a drawing (Mermaid, SVG), as BPMN 2.0, or on paper (HTML).',
    body: exportRequest,
    answer: exportAnswer,
    repeatable: true,
    async handle({ door: { house }, body }) {
      const version = body.dossierId === undefined ? null : await findDossier(house.db, body.dossierId)
      if (body.dossierId !== undefined && version === null) return refuse('not_found', { what: 'dossier', id: body.dossierId })
      const { dossier, problems, source } = readDossier(version?.files ?? body.files ?? {})
      const signatures = version?.signatures.map(({ name, signedAt }) => ({ name, at: signedAt })) ?? []
      return dossier === null ? unreadable(problems) : exported(body.format, { dossier, source, signatures })
    },
  }),
  door({
    name: 'interviewScript',
    method: 'post',
    path: '/interview-scripts',
    act: 'dossier.examine',
    group: 'dossiers',
    summary: 'The questions of one interview, adapted to what the map says already and to who is asked.',
    body: scriptRequest,
    answer: scriptAnswer,
    repeatable: true,
    handle: async ({ body }) => ({ questions: questionsFor(body.files, body.interview) }),
  }),
  door({
    name: 'compareDossier',
    method: 'get',
    path: '/dossiers/{id}/comparison',
    act: 'dossier.read',
    group: 'dossiers',
    summary: 'What changed from one version to another: word by word in the role, thing by thing everywhere else.',
    params: idParams,
    query: z.object({ with: z.string().max(100) }),
    answer: comparisonAnswer,
    async handle({ door: { house }, params, query }) {
      const [from, to] = await Promise.all([findDossier(house.db, params.id), findDossier(house.db, query.with)])
      if (from === null) return refuse('not_found', { what: 'dossier', id: params.id })
      if (to === null) return refuse('not_found', { what: 'dossier', id: query.with })
      const changes = compareDossiers(readContent(from.content), readContent(to.content))
      return { from: { id: from.id, hash: from.hash }, to: { id: to.id, hash: to.hash }, ...changes }
    },
  }),
  door({
    name: 'policy',
    method: 'get',
    path: '/policies/{id}',
    act: 'dossier.read',
    group: 'dossiers',
    summary: 'What is enforced, by the hash that rulings on effects name, and the versions it was compiled from.',
    params: z.object({ id: z.string().regex(/^[0-9a-f]{64}$/, 'a policy is found by the 64 hexadecimal digits of its hash') }),
    answer: policyAnswer,
    async handle({ door: { house }, params }) {
      const found = await findPolicy(house.db, params.id)
      return found === null ? refuse('not_found', { what: 'policy', id: params.id }) : { hash: params.id, ...found }
    },
  }),
]
