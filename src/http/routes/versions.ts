// Versions: what a change would age, adopting one, changes a person tells, and the attempts so far.

import { idParams } from '@tenure/contract/paging'
import {
  adoptedAnswer,
  adoptRequest,
  attemptsAnswer,
  changesAnswer,
  changesQuery,
  declareChangeRequest,
  declaredAnswer,
} from '@tenure/contract/versions'
import type { DossierId, RolloutId } from '../../domain/ids.ts'
import { isRefusal } from '../../domain/refusal.ts'
import { adoptVersion, changesTo } from '../../governance/adopt-version.ts'
import { assess } from '../../governance/assess.ts'
import { countAttempts } from '../../governance/count-attempts.ts'
import { declareChange } from '../../governance/declare-change.ts'
import { door } from '../door.ts'
import { iso } from '../tell.ts'

export const versionDoors = [
  door({
    name: 'versionChanges',
    method: 'get',
    path: '/rollouts/{id}/changes',
    act: 'rollout.read',
    group: 'versions',
    summary: 'What changed between the version in force and another, and which evidence would start over, before anybody acts.',
    params: idParams,
    query: changesQuery,
    answer: changesAnswer,
    async handle({ door: { house }, params, query }) {
      const told = await changesTo(house, { rolloutId: params.id as RolloutId, dossierId: query.to as DossierId })
      return isRefusal(told) ? told : { ...told, changes: told.changes.map((one) => ({ ...one, types: [...one.types] })) }
    },
  }),
  door({
    name: 'adoptVersion',
    method: 'post',
    path: '/rollouts/{id}/version',
    act: 'rollout.adopt_version',
    group: 'versions',
    summary:
      'Goes on under another version two people have signed. What the change touches starts over and sends the rollout back; an open promotion is withdrawn.',
    params: idParams,
    body: adoptRequest,
    answer: adoptedAnswer,
    async handle({ door: { house }, params, body: { dossier, reason }, who }) {
      const readGate = (rolloutId: RolloutId) => assess(house, { rolloutId })
      const it = { rolloutId: params.id as RolloutId, dossierId: dossier as DossierId, reason }
      return adoptVersion(house, readGate, it, who.actor)
    },
  }),
  door({
    name: 'declareChange',
    method: 'post',
    path: '/rollouts/{id}/changes',
    act: 'rollout.declare_change',
    group: 'versions',
    summary:
      'Says that something changed which Tenure cannot see: what the agent knows or is told outside its role, which agent it is, who reviews. Evidence ages by the printed rule.',
    params: idParams,
    body: declareChangeRequest,
    answer: declaredAnswer,
    async handle({ door: { house }, params, body, who }) {
      return declareChange(house, { rolloutId: params.id as RolloutId, ...body }, who.actor)
    },
  }),
  door({
    name: 'attempts',
    method: 'get',
    path: '/rollouts/{id}/attempts',
    act: 'rollout.read',
    group: 'versions',
    summary:
      'How often evidence began anew and was judged, and the exact chance that any of as many versions at the limit is promoted.',
    params: idParams,
    answer: attemptsAnswer,
    async handle({ door: { house }, params }) {
      const told = await countAttempts(house, { rolloutId: params.id as RolloutId })
      return isRefusal(told) ? told : { ...told, attempts: told.attempts.map((one) => ({ ...one, since: iso(one.since) })) }
    },
  }),
]
