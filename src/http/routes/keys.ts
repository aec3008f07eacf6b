// API keys: list, issue, revoke. Admins and engineers see all of them, everybody else their own.

import { issuedKeyAnswer, issueKeyRequest, keyAnswer, revokedAnswer } from '@tenure/contract/keys'
import { idParams, pageOf, pageQuery } from '@tenure/contract/paging'
import { mayIssue, mayManageKeysOfOthers } from '../../domain/oversight/authority.ts'
import { isRefusal } from '../../domain/refusal.ts'
import { issueKey, revokeKey } from '../../governance/issue-key.ts'
import { type Key, listKeys } from '../../store/keys.ts'
import { page } from '../../store/views/page.ts'
import { door } from '../door.ts'
import type { Identity } from '../identity.ts'

function asKey(key: Key) {
  return {
    ...key,
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
  }
}

/** Whose keys the caller may see and revoke; null: everybody's. */
const ownerFor = (who: Identity) => (mayManageKeysOfOthers(who.caller) ? null : who.actor.id)

export const keyDoors = [
  door({
    name: 'listKeys',
    method: 'get',
    path: '/keys',
    act: 'key.list',
    group: 'keys',
    summary: 'API keys, without their secrets: all of them for admins and engineers, their own for everybody else.',
    query: pageQuery,
    answer: pageOf(keyAnswer),
    async handle({ door: { house }, query, who }) {
      const rows = await listKeys(house.db, ownerFor(who), query.cursor ?? null, query.limit + 1)
      return page(rows.map(asKey), query.limit, (key) => key.id)
    },
  }),
  door({
    name: 'issueKey',
    method: 'post',
    path: '/keys',
    act: 'key.issue',
    group: 'keys',
    summary:
      'Issues a key. Its secret is shown once. A key without `agent` or `inbound` acts for you, with no more than you may do.',
    body: issueKeyRequest,
    answer: issuedKeyAnswer,
    status: 201,
    withoutSecret: (answer) => ({ ...answer, secret: null }),
    async handle({ door: { house }, body, who }) {
      const allowed = mayIssue(who.caller, body.scopes)
      if (allowed !== true) return allowed
      const expiresAt = body.expiresAt == null ? null : new Date(body.expiresAt)
      const issued = await issueKey(
        house,
        { name: body.name, scopes: body.scopes, employee: body.employee ?? null, expiresAt },
        who.actor,
      )
      return isRefusal(issued) ? issued : { key: asKey(issued.key), secret: issued.secret }
    },
  }),
  door({
    name: 'revokeKey',
    method: 'delete',
    path: '/keys/{id}',
    act: 'key.revoke',
    group: 'keys',
    summary: 'Revokes a key for good, at once.',
    params: idParams,
    answer: revokedAnswer,
    async handle({ door: { house }, params, who }) {
      const revoked = await revokeKey(house, { keyId: params.id, owner: ownerFor(who) }, who.actor)
      return isRefusal(revoked) ? revoked : { id: revoked.id, revokedAt: revoked.revokedAt.toISOString() }
    },
  }),
]
