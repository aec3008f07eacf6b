// A small server with the public API's manners: the console's files, the real headers, and answers checked against the contract, so that it cannot promise what the
// real one does not. It keeps reviews, verdicts and halts in memory; it decides nothing.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dossierSummary } from '@tenure/contract/dossiers'
import { employeeAnswer } from '@tenure/contract/employees'
import { type Halt, haltAnswer, haltedAnswer, orderHaltRequest } from '@tenure/contract/halts'
import { interactionSummary, storyAnswer } from '@tenure/contract/interactions'
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
import { problemSchema } from '@tenure/contract/problem'
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
import {
  approvedAnswer,
  approveRequest,
  gateAnswer,
  movedAnswer,
  proposedAnswer,
  proposePromotionRequest,
  type Rollout,
  reasonRequest,
  rolloutAnswer,
  rolloutSummary,
} from '@tenure/contract/rollouts'
import type { Role } from '@tenure/contract/words'
import type { z } from 'zod'
import { actsOf } from '../../../src/domain/oversight/authority.ts'
import { secureHeaders } from '../../../src/http/headers.ts'
import { consoleResponse } from '../../../src/http/static.ts'
import { asStory, asSummary } from './fake-story.ts'
import { fakeCard, fakeDossier, fakeGate, fakeRollouts, hostile, later, startedAt, work } from './fake-world.ts'

export type Asked = { method: string; path: string; body: unknown }
export type FakeApi = {
  url: string
  asked: Asked[]
  cards: Map<string, ReviewCard>
  rollouts: Map<string, Rollout>
  /** The next verdict is refused with this sentence. */
  refuseNext: string | null
  /** Waits this long before every answer. */
  delayMs: number
  signedIn: boolean
  close(): Promise<void>
}

type Options = { dist: string; role?: Role; items?: number; empty?: boolean; signedIn?: boolean }
type Call = { params: string[]; query: URLSearchParams; body: unknown }
type Answer = { status?: number; body: unknown }
type Route = [method: string, path: RegExp, answer: (call: Call) => Answer]

const me = 'per_me'

/** Starts on a free port of loopback. */
export async function fakeApi({
  dist,
  role = 'ops_lead',
  items = 60,
  empty = false,
  signedIn = true,
}: Options): Promise<FakeApi> {
  const fake: FakeApi = {
    url: '',
    asked: [],
    cards: new Map(Array.from({ length: empty ? 0 : items }, (_, i) => fakeCard(i)).map((card) => [card.id, card])),
    rollouts: new Map((empty ? [] : fakeRollouts()).map((rollout) => [rollout.id, rollout])),
    refuseNext: null,
    delayMs: 0,
    signedIn,
    close: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
  const routes = [...personRoutes(fake, role), ...reviewRoutes(fake), ...rolloutRoutes(fake, empty), ...storyRoutes(fake)]
  const server: Server = createServer((request, response) => void handle(fake, routes, dist, request, response))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return fake
}

async function handle(
  fake: FakeApi,
  routes: Route[],
  dist: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', fake.url)
  const headers = new Headers()
  secureHeaders(headers, url.pathname)
  if (!url.pathname.startsWith('/api/')) {
    const found = await consoleResponse(dist, url.pathname)
    response.writeHead(found.status, { ...Object.fromEntries(headers), ...Object.fromEntries(found.headers) })
    return void response.end(Buffer.from(await found.arrayBuffer()))
  }
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  const body: unknown = text === '' ? {} : JSON.parse(text)
  const method = request.method ?? 'GET'
  fake.asked.push({ method, path: url.pathname, body })
  const answered = answerTo(fake, routes, { method, url, body, hasKey: request.headers['idempotency-key'] !== undefined })
  if (fake.delayMs > 0) await new Promise((done) => setTimeout(done, fake.delayMs))
  const status = answered.status ?? 200
  headers.set('content-type', status >= 400 ? 'application/problem+json' : 'application/json')
  response.writeHead(status, Object.fromEntries(headers))
  response.end(status === 204 ? undefined : JSON.stringify(answered.body))
}

function answerTo(fake: FakeApi, routes: Route[], asked: { method: string; url: URL; body: unknown; hasKey: boolean }): Answer {
  const { pathname } = asked.url
  if (asked.method === 'POST' && pathname.startsWith('/api/v1') && !asked.hasKey)
    return problem(400, 'idempotency_key_missing', 'Every POST needs an `Idempotency-Key`.')
  const open = ['/api/auth/sign-in/email', '/api/v1/first-admin', '/api/v1/join']
  if (!fake.signedIn && !open.includes(pathname)) return problem(401, 'not_signed_in', 'You are not signed in.')
  for (const [method, path, answer] of routes) {
    const found = path.exec(pathname)
    if (found !== null && method === asked.method)
      return answer({ params: found.slice(1), query: asked.url.searchParams, body: asked.body })
  }
  return problem(404, 'not_found', `There is no route ${asked.method} ${pathname}.`)
}

/** The contract is the judge: an answer it does not allow fails the test with a thrown error. */
function tell<S extends z.ZodType>(schema: S, body: z.input<S>, status = 200): Answer {
  return { status, body: schema.parse(body) }
}

function problem(status: number, code: string, detail: string): Answer {
  return { status, body: problemSchema.parse({ type: `/problems/${code}`, title: code, status, detail, code }) }
}

function personRoutes(fake: FakeApi, role: Role): Route[] {
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

function reviewRoutes(fake: FakeApi): Route[] {
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
  ]
}

function rolloutRoutes(fake: FakeApi, empty: boolean): Route[] {
  const halts: Halt[] = []
  const found = (id: string | undefined) => fake.rollouts.get(id ?? '')
  const employees = empty
    ? []
    : ['Ira', 'Noor', 'Sam'].map((name) => ({
        id: `emp_${name.toLowerCase()}`,
        name,
        agent: { kind: 'scripted', webhookUrl: null },
        createdAt: startedAt,
        rollouts: [],
        openInteractions: 3,
      }))
  return [
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
        return tell(proposedAnswer, { promotionId: 'pro_2' }, 201)
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
        halts.push({ id: 'hlt_1', ...ordered, orderedBy: me, orderedAt: later(5), liftedBy: null, liftedAt: null })
        return tell(haltedAnswer, { haltId: 'hlt_1' }, 201)
      },
    ],
    ['GET', /^\/api\/v1\/employees$/, () => tell(pageOf(employeeAnswer), { items: employees, next: null })],
    ['GET', /^\/api\/v1\/dossiers$/, () => tell(pageOf(dossierSummary), { items: empty ? [] : [fakeDossier], next: null })],
  ]
}

function storyRoutes(fake: FakeApi): Route[] {
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
