import { alikeAnswer, correctionRequest, correctionsAnswer } from '@tenure/contract/corrections'
import { issuedKeyAnswer, issueKeyRequest, keyAnswer } from '@tenure/contract/keys'
import { pageOf } from '@tenure/contract/paging'
import {
  firstAdminRequest,
  inviteAnswer,
  inviteRequest,
  joinedAnswer,
  joinRequest,
  meAnswer,
  personAnswer,
} from '@tenure/contract/people'
import {
  cardAnswer,
  nextReviewRequest,
  queueAnswer,
  type ReviewCard,
  skippedAnswer,
  skipRequest,
  undoneAnswer,
  verdictAnswer,
  verdictRequest,
} from '@tenure/contract/reviews'
import type { Role } from '@tenure/contract/words'
import { actsOf } from '../../../src/domain/oversight/authority.ts'
import { type FakeApi, me, problem, type Route, tell } from './fake-answers.ts'
import { later, startedAt, work } from './fake-world.ts'

export function personRoutes(fake: FakeApi, role: Role): Route[] {
  const joined = (email: string) => tell(joinedAnswer, { personId: me, email, role }, 201)
  const people = [{ id: me, name: 'Lena Vogt', email: 'lena@example.test', role, disabled: false, joinedAt: startedAt }]
  const keys = [
    {
      id: 'key_1',
      name: 'Help desk inbox',
      prefix: 'tnr_ab12',
      scopes: ['inbound' as const],
      employeeId: 'emp_ira',
      createdBy: me,
      createdAt: startedAt,
      expiresAt: null,
      revokedAt: null,
      lastUsedAt: later(1),
    },
  ]
  return [
    [
      'GET',
      /^\/api\/v1\/me$/,
      () =>
        tell(meAnswer, {
          kind: 'person',
          id: me,
          name: 'Lena Vogt',
          email: 'lena@example.test',
          role,
          scopes: null,
          employeeId: null,
          may: actsOf({ kind: 'person', role }),
        }),
    ],
    [
      'POST',
      /^\/api\/auth\/sign-in\/email$/,
      ({ body }) => {
        if ((body as { password: string }).password !== 'a long enough password')
          return problem(401, 'sign_in_failed', 'E-mail address and password do not match anybody who may sign in.')
        fake.signedIn = true
        return { body: {} }
      },
    ],
    [
      'POST',
      /^\/api\/auth\/sign-out$/,
      () => {
        fake.signedIn = false
        return { body: {} }
      },
    ],
    [
      'POST',
      /^\/api\/v1\/first-admin$/,
      ({ body }) => {
        const { token, email } = firstAdminRequest.parse(body)
        return token === 'good-token'
          ? joined(email)
          : problem(403, 'link_spent', 'This one-time link is unknown, already used or expired.')
      },
    ],
    [
      'POST',
      /^\/api\/v1\/join$/,
      ({ body }) =>
        joinRequest.parse(body).token === 'good-token'
          ? joined('new@example.test')
          : problem(403, 'link_spent', 'This one-time link is unknown.'),
    ],
    ['GET', /^\/api\/v1\/people$/, () => tell(pageOf(personAnswer), { items: people, next: null })],
    [
      'POST',
      /^\/api\/v1\/people$/,
      ({ body }) =>
        tell(
          inviteAnswer,
          {
            linkId: 'lnk_1',
            token: 'tok-for-them',
            path: '/join?token=tok-for-them',
            ...inviteRequest.parse(body),
            expiresAt: later(72),
          },
          201,
        ),
    ],
    ['GET', /^\/api\/v1\/keys$/, () => tell(pageOf(keyAnswer), { items: keys, next: null })],
    [
      'POST',
      /^\/api\/v1\/keys$/,
      ({ body }) => {
        const { name, scopes, employee = null } = issueKeyRequest.parse(body)
        return tell(
          issuedKeyAnswer,
          { key: { ...keys[0]!, id: 'key_2', name, scopes, employeeId: employee }, secret: 'tnr_shown_once' },
          201,
        )
      },
    ],
  ]
}

export function reviewRoutes(fake: FakeApi): Route[] {
  const card = (id: string | undefined) => fake.cards.get(id ?? '') ?? null
  const missing = () => problem(404, 'not_found', 'There is no such review.')
  const reveal = (found: ReviewCard) =>
    found.state === 'done' ? { ...found, humanWork: [work(1)], humanWorkHidden: false } : found
  return [
    [
      'GET',
      /^\/api\/v1\/reviews$/,
      ({ query }) => {
        const state = query.get('state') ?? 'open'
        const all = [...fake.cards.values()].filter(
          (each) => each.state === state && (query.get('rollout') === null || each.rolloutId === query.get('rollout')),
        )
        const from = Number(query.get('cursor') ?? 0)
        const limit = Number(query.get('limit') ?? 50)
        const open = [...fake.cards.values()].filter((each) => each.state === 'open')
        const next = from + limit < all.length ? String(from + limit) : null
        return tell(queueAnswer, {
          items: all.slice(from, from + limit),
          next,
          counts: { open: open.length, byReason: {}, doneToday: fake.cards.size - open.length, overdue: 0 },
        })
      },
    ],
    [
      'POST',
      /^\/api\/v1\/reviews\/next$/,
      ({ body }) => {
        const found = card(nextReviewRequest.parse(body).reviewId)
        if (found === null || found.state !== 'open') return problem(409, 'review_closed', 'This review is done.')
        fake.cards.set(found.id, { ...found, reservedBy: me, reservedUntil: new Date(Date.now() + 600_000).toISOString() })
        return tell(cardAnswer, fake.cards.get(found.id)!)
      },
    ],
    [
      'GET',
      /^\/api\/v1\/reviews\/([^/]+)$/,
      ({ params }) => {
        const found = card(params[0])
        return found === null ? missing() : tell(cardAnswer, reveal(found))
      },
    ],
    [
      'POST',
      /^\/api\/v1\/reviews\/([^/]+)\/verdict$/,
      ({ params, body }) => {
        const given = verdictRequest.parse(body)
        const found = card(params[0])
        if (found === null) return missing()
        const { refuseNext } = fake
        fake.refuseNext = null
        if (refuseNext !== null) return problem(409, 'approval_stale', refuseNext)
        if (found.state !== 'open') return problem(409, 'review_closed', 'This review is done.')
        if (given.digest !== found.digest) return problem(409, 'approval_stale', 'What you saw is not what is there now.')
        const words = ['wrong', 'should_escalate', 'unsafe'].includes(given.kind)
        if (words && given.reasons.length === 0 && given.note === null)
          return problem(422, 'note_missing', 'This verdict needs a reason or a note.')
        fake.cards.set(found.id, {
          ...found,
          state: 'done',
          verdict: { id: `ver_${found.id}`, kind: given.kind, givenBy: me, givenAt: later(1) },
        })
        return tell(verdictAnswer, { verdictId: `ver_${found.id}`, effects: [], interactionState: 'recorded' })
      },
    ],
    [
      'POST',
      /^\/api\/v1\/reviews\/([^/]+)\/skip$/,
      ({ params, body }) => {
        skipRequest.parse(body)
        return tell(skippedAnswer, { reviewId: params[0]! })
      },
    ],
    [
      'POST',
      /^\/api\/v1\/verdicts\/ver_([^/]+)\/undo$/,
      ({ params }) => {
        const found = card(params[0])
        if (found === null) return missing()
        fake.cards.set(found.id, { ...found, state: 'open', verdict: null })
        return tell(undoneAnswer, { reviewId: found.id })
      },
    ],
    ...besideVerdicts(fake),
  ]
}

function besideVerdicts(fake: FakeApi): Route[] {
  const said = new Map<string, { queryType: string | null; answer: string | null }>()
  const declared = ['account_unlock', 'password_reset', 'hardware_request', 'distribution_list', 'licence_question', 'unlisted']
  const corrections = (id: string, status = 200) => {
    const found = fake.cards.get(id)
    if (found === undefined) return problem(404, 'not_found', 'There is no such review.')
    const own = said.get(id) ?? { queryType: null, answer: null }
    return tell(correctionsAnswer, { reviewId: id, filedAs: found.queryType, declared, said: own }, status)
  }
  return [
    ['GET', /^\/api\/v1\/reviews\/([^/]+)\/corrections$/, ({ params }) => corrections(params[0]!)],
    [
      'POST',
      /^\/api\/v1\/reviews\/([^/]+)\/corrections$/,
      ({ params, body }) => {
        const { queryType, answer } = correctionRequest.parse(body)
        const before = said.get(params[0]!) ?? { queryType: null, answer: null }
        said.set(params[0]!, { queryType: queryType ?? before.queryType, answer: answer ?? before.answer })
        return corrections(params[0]!, 201)
      },
    ],
    [
      'GET',
      /^\/api\/v1\/reviews\/([^/]+)\/alike$/,
      ({ params }) => {
        const one = fake.cards.get(params[0]!)
        const items = [...fake.cards.values()].filter(
          (each) =>
            each.id !== one?.id &&
            each.state === 'open' &&
            each.queryType === one?.queryType &&
            each.delivery === 'observe' &&
            one.delivery === 'observe' &&
            each.escalated === one.escalated,
        )
        return tell(alikeAnswer, { items, looked: 40 })
      },
    ],
  ]
}
