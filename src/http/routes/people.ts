// People: who I am, joining by a one-time link, inviting, changing a role.

import { idParams, pageOf, pageQuery } from '@tenure/contract/paging'
import {
  changePersonRequest,
  firstAdminRequest,
  inviteAnswer,
  inviteRequest,
  joinedAnswer,
  joinRequest,
  meAnswer,
  personAnswer,
} from '@tenure/contract/people'
import { actsOf } from '../../domain/oversight/authority.ts'
import { isRefusal } from '../../domain/refusal.ts'
import { changePerson, invite, joinAsFirstAdmin, joinByInvitation } from '../../governance/invite.ts'
import { listPeople, type Person } from '../../store/people.ts'
import { page } from '../../store/views/page.ts'
import { door } from '../door.ts'

const asPerson = (person: Person) => ({ ...person, joinedAt: person.joinedAt.toISOString() })

export const peopleDoors = [
  door({
    name: 'me',
    method: 'get',
    path: '/me',
    act: 'self.read',
    group: 'people',
    summary: 'Who is asking, and what they may do.',
    answer: meAnswer,
    async handle({ who }) {
      const { caller } = who
      const key = caller.kind === 'key' ? caller : null
      return {
        kind: key === null ? ('person' as const) : ('key' as const),
        id: key === null ? who.actor.id : who.id,
        name: who.name,
        email: who.email,
        role: caller.kind === 'nobody' ? null : caller.role,
        scopes: key === null ? null : [...key.scopes],
        employeeId: key?.employeeId ?? null,
        may: actsOf(caller),
      }
    },
  }),
  door({
    name: 'joinAsFirstAdmin',
    method: 'post',
    path: '/first-admin',
    act: 'first_admin.join',
    group: 'people',
    summary: 'Spends the one-time link that the server printed, and makes the first administrator.',
    body: firstAdminRequest,
    answer: joinedAnswer,
    status: 201,
    async handle({ door: { house, auth }, body: { password, ...newcomer } }) {
      return joinAsFirstAdmin(house, { ...newcomer, passwordHash: await auth.hashPassword(password) })
    },
  }),
  door({
    name: 'join',
    method: 'post',
    path: '/join',
    act: 'invitation.accept',
    group: 'people',
    summary: 'Spends an invitation.',
    body: joinRequest,
    answer: joinedAnswer,
    status: 201,
    async handle({ door: { house, auth }, body: { password, ...newcomer } }) {
      return joinByInvitation(house, { ...newcomer, passwordHash: await auth.hashPassword(password) })
    },
  }),
  door({
    name: 'listPeople',
    method: 'get',
    path: '/people',
    act: 'person.list',
    group: 'people',
    summary: 'Everybody who has joined.',
    query: pageQuery,
    answer: pageOf(personAnswer),
    async handle({ door: { house }, query }) {
      const rows = await listPeople(house.db, query.cursor ?? null, query.limit + 1)
      return page(rows.map(asPerson), query.limit, (person) => person.id)
    },
  }),
  door({
    name: 'invite',
    method: 'post',
    path: '/people',
    act: 'person.invite',
    group: 'people',
    summary: 'Invites an e-mail address with a role. The one-time link is shown once; hand it over yourself.',
    body: inviteRequest,
    answer: inviteAnswer,
    status: 201,
    withoutSecret: (answer) => ({ ...answer, token: null, path: null }),
    async handle({ door: { house }, body, who }) {
      const invited = await invite(house, body, who.actor)
      if (isRefusal(invited)) return invited
      return { ...invited, path: `/join?token=${invited.token}`, expiresAt: invited.expiresAt.toISOString() }
    },
  }),
  door({
    name: 'changePerson',
    method: 'patch',
    path: '/people/{id}',
    act: 'person.change',
    group: 'people',
    summary: 'Changes a role, or disables somebody. The last admin stays admin.',
    params: idParams,
    body: changePersonRequest,
    answer: personAnswer,
    async handle({ door: { house }, params, body, who }) {
      const changed = await changePerson(house, { personId: params.id, ...body }, who.actor)
      return isRefusal(changed) ? changed : asPerson(changed)
    },
  }),
]
