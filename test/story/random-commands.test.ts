// Whatever people, agents, crashes and clocks do in whatever order: nothing leaves in shadow observe, nothing leaves in assist without a release of exactly that
// digest, no effect happens twice, no interaction is lost, and the trail tells all of it.

import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { Fault } from '../../src/domain/fault.ts'
import { effectMoves } from '../../src/domain/interaction/effect.ts'
import { interactionMoves } from '../../src/domain/interaction/interaction.ts'
import { verdictKinds } from '../../src/domain/interaction/verdict.ts'
import type { Moves } from '../../src/domain/moves.ts'
import { isRefusal } from '../../src/domain/refusal.ts'
import { advance, approvePromotion, proposePromotion } from '../../src/governance/advance.ts'
import { demote } from '../../src/governance/demote.ts'
import { haltRollout, liftHalt, orderHalt, resumeRollout } from '../../src/governance/halt.ts'
import { setDelivery } from '../../src/governance/set-delivery.ts'
import { split } from '../../src/governance/split.ts'
import { decideEffect } from '../../src/handling/decide.ts'
import { lapse } from '../../src/handling/lapse.ts'
import { giveVerdict } from '../../src/handling/review.ts'
import { shownOf } from '../../src/moves/shown.ts'
import { lockCase } from '../../src/store/proposals.ts'
import { testDatabase } from '../support/database.ts'
import { aRollout, arrives, aWorld, type Opened, people, readGate, rows } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
afterAll(() => world.close())
const { house, clock } = world

// The seed is printed by fast-check when a run fails; 4711 makes every run the same until somebody changes it.
const runs = { numRuns: 150, seed: 4711, endOnFailure: true }
const texts = [
  'I forgot my password, please reset my password',
  'my vpn keeps dropping',
  'the vpn does not connect',
  'sing me a song about the sea',
  'I will call my lawyer',
]

const command = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('arrive' as const), which: fc.nat(4) }) },
  { weight: 24, arbitrary: fc.record({ do: fc.constant('job' as const), which: fc.nat(9), again: fc.boolean() }) },
  {
    weight: 9,
    arbitrary: fc.record({
      do: fc.constant('verdict' as const),
      which: fc.nat(5),
      kind: fc.constantFrom('correct' as const, 'correct' as const, 'correct_small_edit' as const, ...verdictKinds),
      stale: fc.nat(3).map((n) => n === 0),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('decide' as const),
      which: fc.nat(5),
      release: fc.boolean(),
      stale: fc.nat(3).map((n) => n === 0),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('delivery' as const),
      delivery: fc.constantFrom('observe' as const, 'assist' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('halt' as const, 'lift' as const, 'haltRollout' as const, 'resume' as const) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('promote' as const, 'demote' as const, 'split' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), minutes: fc.constantFrom(1, 30, 1_500) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('outside' as const),
      how: fc.constantFrom('well' as const, 'lost' as const, 'down' as const, 'no' as const, 'crash' as const),
    }),
  },
)
type Command = typeof command extends fc.Arbitrary<infer C> ? C : never

type Run = Opened & { halts: string[]; rollouts: string[] }

const reason = 'the test wants it'

/** The keys of calls that may have taken effect: a system that is down was not reached, and asking it again is no second effect. */
const reached: string[] = []

/** What the systems and channels do from now on. `crash`: this process dies in the middle of the call. */
function outside(how: 'well' | 'lost' | 'down' | 'no' | 'crash'): void {
  const answer = async ({
    key,
  }: {
    key: string
  }): Promise<
    { outcome: 'performed'; result: unknown; providerRef: null } | { outcome: 'failed'; reason: string; providerRef: null }
  > => {
    if (how !== 'down') reached.push(key)
    if (how === 'lost') throw new Fault('system_failed', 'no answer came back', { retryable: false, reached: true })
    if (how === 'down') throw new Fault('system_unreachable', 'nobody is there', { retryable: true })
    if (how === 'crash') throw new Error('the process died')
    if (how === 'no') return { outcome: 'failed', reason: 'the system says no', providerRef: null }
    return { outcome: 'performed', result: { id: 'ann', name: 'Ann', disabled: false }, providerRef: null }
  }
  world.answer.system = answer
  world.answer.channel = answer
}

async function obey(run: Run, c: Command): Promise<void> {
  switch (c.do) {
    case 'arrive':
      return void (await arrives(world, run.employeeId, texts[c.which] ?? ''))
    case 'job':
      return job(c.which, c.again)
    case 'verdict':
      return verdict(run, c)
    case 'decide':
      return decide(run, c)
    case 'delivery':
      return void (await setDelivery(house, { rolloutId: run.rolloutId, delivery: c.delivery, reason }, people.ona))
    case 'halt': {
      const ordered = await orderHalt(house, { scope: 'employee', target: run.employeeId, reason }, people.ona)
      if (!isRefusal(ordered)) run.halts.push(ordered.haltId)
      return
    }
    case 'lift':
      return void (await liftHalt(house, { haltId: (run.halts.pop() ?? 'hlt_none') as never, reason }, people.ona))
    case 'haltRollout':
      return void (await haltRollout(house, { rolloutId: run.rolloutId, reason }, people.ona))
    case 'resume':
      return void (await resumeRollout(house, { rolloutId: run.rolloutId, reason }, people.ona))
    case 'promote':
      return promote(run)
    case 'demote':
      return void (await demote(house, { rolloutId: run.rolloutId, to: 'shadow', reason }, people.ona))
    case 'split': {
      const made = await split(
        house,
        { rolloutId: run.rolloutId, cells: [{ queryType: 'vpn_trouble', channel: 'chat' }], reason },
        people.ona,
      )
      if (!isRefusal(made)) run.rollouts.push(made.rolloutId)
      return
    }
    case 'pass':
      clock.pass({ minutes: c.minutes })
      return void (await lapse(house, { silenceMs: 600_000 }))
    case 'outside':
      return outside(c.how)
  }
}

/** Runs one left job, perhaps twice; a step that breaks leaves its job in the queue, as the queue does. */
async function job(which: number, again: boolean): Promise<void> {
  const [taken] = world.jobs.splice(which % Math.max(1, world.jobs.length), 1)
  if (!taken) return
  for (let times = again ? 2 : 1; times > 0; times--) {
    await world.run(taken).catch((error: Error) => {
      expect(error.message).toMatch(/the process died|nobody is there/)
      world.jobs.push(taken)
    })
  }
}

async function verdict(run: Run, c: Extract<Command, { do: 'verdict' }>): Promise<void> {
  const open = await rows<{ id: string; interaction: string }>(
    world,
    "select id, interaction_id as interaction from tenure.reviews where employee_id = $1 and state = 'open' order by id",
    [run.employeeId],
  )
  const chosen = open[c.which % Math.max(1, open.length)]
  if (!chosen) return
  const shown = await house.db.transaction(async (tx) => {
    const found = await lockCase(tx, chosen.interaction)
    return found?.proposal ? (await shownOf(tx, found.interaction, found.proposal)).digest : ''
  })
  const digest = c.stale ? 'e'.repeat(64) : shown
  const given = await giveVerdict(
    house,
    { reviewId: chosen.id as never, kind: c.kind, digest, reasons: ['policy'], note: null, edit: 'Please restart.' },
    people.rita,
  )
  if (c.stale) expect(isRefusal(given)).toBe(true)
}

async function decide(run: Run, c: Extract<Command, { do: 'decide' }>): Promise<void> {
  const held = await rows<{ id: string; digest: string }>(
    world,
    "select e.id, e.approval_digest as digest from tenure.effects e join tenure.interactions i on i.id = e.interaction_id where i.employee_id = $1 and e.state = 'held' order by e.id",
    [run.employeeId],
  )
  const chosen = held[c.which % Math.max(1, held.length)]
  if (!chosen) return
  const decided = await decideEffect(
    house,
    {
      effectId: chosen.id as never,
      decision: c.release ? 'release' : 'decline',
      digest: c.stale ? 'd'.repeat(64) : chosen.digest,
    },
    people.rita,
  )
  if (c.stale) expect(isRefusal(decided)).toBe(true)
}

async function promote(run: Run): Promise<void> {
  const proposed = await proposePromotion(
    house,
    readGate(house),
    { rolloutId: run.rolloutId, reason, override: true },
    people.ona,
  )
  if (isRefusal(proposed)) return
  const { promotionId } = proposed
  await approvePromotion(house, { promotionId }, people.omar)
  await advance(house, readGate(house), { promotionId }, people.ona)
}

type EffectRow = {
  id: string
  key: string
  kind: string
  state: string
  phase: string | null
  delivery: string | null
  releasedBy: string | null
  digest: string | null
  operation: string | null
}

async function effectsNow(run: Run): Promise<EffectRow[]> {
  return rows<EffectRow>(
    world,
    `select e.id, e.idempotency_key as key, e.kind, e.state, e.phase, e.delivery, e.released_by as "releasedBy", e.approval_digest as digest, e.operation
     from tenure.effects e join tenure.interactions i on i.id = e.interaction_id where i.employee_id = $1`,
    [run.employeeId],
  )
}

const reachable = new Map<Moves, Map<string, Set<string>>>()

function mayGet(table: Moves, from: string, to: string): boolean {
  const known = reachable.get(table) ?? new Map<string, Set<string>>()
  reachable.set(table, known)
  if (!known.has(from)) {
    const found = new Set([from])
    for (const state of found) for (const next of table[state] ?? []) found.add(next)
    known.set(from, found)
  }
  return known.get(from)?.has(to) ?? false
}

type Before = { effects: Map<string, string>; interactions: Map<string, string> }

async function holds(run: Run, before: Before): Promise<void> {
  const effects = await effectsNow(run)
  const releases = await rows<{ effect: string; digest: string }>(
    world,
    "select e.body::jsonb -> 'says' ->> 'effect' as effect, e.body::jsonb -> 'says' ->> 'digest' as digest from audit.entries e join tenure.interactions i on i.id = e.subject where e.kind = 'effect.released' and i.employee_id = $1",
    [run.employeeId],
  )
  const left = new Map<string, number>()
  for (const key of reached) left.set(key, (left.get(key) ?? 0) + 1)
  for (const effect of effects) {
    const times = effect.kind === 'read' ? 0 : (left.get(effect.key) ?? 0)
    if (times > 0 && effect.phase === 'shadow') {
      expect(effect.delivery, 'nothing leaves in observe').toBe('assist')
      expect(releases, 'what leaves in assist was released, by exactly its digest').toContainEqual({
        effect: effect.id,
        digest: effect.digest,
      })
    }
    if (effect.operation !== 'reset_password') expect(times, 'a reply is never sent twice').toBeLessThanOrEqual(1)
    expect(
      mayGet(effectMoves, before.effects.get(effect.id) ?? 'proposed', effect.state),
      `${before.effects.get(effect.id)} → ${effect.state}`,
    ).toBe(true)
    before.effects.set(effect.id, effect.state)
  }
  for (const { id, state } of await rows<{ id: string; state: string }>(
    world,
    'select id, state from tenure.interactions where employee_id = $1',
    [run.employeeId],
  )) {
    expect(
      mayGet(interactionMoves, before.interactions.get(id) ?? 'received', state),
      `${before.interactions.get(id)} → ${state}`,
    ).toBe(true)
    before.interactions.set(id, state)
  }
}

async function trailHolds(run: Run): Promise<void> {
  const records = await rows<{ kind: string; body: string; leaf: Buffer; effect: string | null }>(
    world,
    "select e.kind, e.body, e.leaf, e.body::jsonb -> 'says' ->> 'effect' as effect from audit.entries e join tenure.interactions i on i.id = e.subject where i.employee_id = $1",
    [run.employeeId],
  )
  for (const { body, leaf } of records)
    expect(leaf.equals(createHash('sha256').update(Buffer.of(0)).update(body).digest())).toBe(true)
  const of = (kind: string, id: string) => records.filter((record) => record.kind === kind && record.effect === id).length
  for (const effect of await effectsNow(run)) {
    expect(of('effect.performed', effect.id), 'recorded exactly once').toBe(effect.state === 'performed' ? 1 : 0)
    if (['attempting', 'performed', 'failed', 'unknown'].includes(effect.state))
      expect(of('effect.attempted', effect.id), 'intent before outcome').toBeGreaterThanOrEqual(1)
    expect(
      of('effect.disposed', effect.id) + of('effect.refused', effect.id),
      'every effect has its ruling',
    ).toBeGreaterThanOrEqual(1)
  }
  const [counts] = await rows<{ entries: number; pending: number }>(
    world,
    'select (select count(*)::int from audit.entries) as entries, (select count(*)::int from audit.pending) as pending',
  )
  expect(counts?.entries).toBe(counts?.pending)
}

test('no sequence of moves breaks a promise', { timeout: 120_000 }, async () => {
  let releasedInAssist = 0
  let performedOutsideShadow = 0
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.array(command, { minLength: 12, maxLength: 60, size: 'max' }), async (assist, commands) => {
      world.jobs.length = 0
      outside('well')
      const run: Run = { ...(await aRollout(world, { delivery: assist ? 'assist' : 'observe' })), halts: [], rollouts: [] }
      const before: Before = { effects: new Map(), interactions: new Map() }
      for (const c of commands) {
        await obey(run, c)
        await holds(run, before)
      }
      outside('well')
      await world.drain()
      await holds(run, before)
      await trailHolds(run)
      const lost = await rows(
        world,
        "select id, state from tenure.interactions where employee_id = $1 and state not in ('settled', 'escalated', 'held')",
        [run.employeeId],
      )
      expect(lost, 'no interaction is lost').toEqual([])
      const unseen = await rows(
        world,
        "select i.id from tenure.interactions i left join tenure.escalations e on e.interaction_id = i.id where i.employee_id = $1 and i.state = 'escalated' and e.id is null",
        [run.employeeId],
      )
      expect(unseen, 'what is with people has an escalation').toEqual([])
      for (const effect of await effectsNow(run)) {
        if (effect.kind !== 'read' && effect.state === 'performed')
          effect.phase === 'shadow' ? releasedInAssist++ : performedOutsideShadow++
      }
    }),
    runs,
  )
  // The property would hold of a product that never does anything; this one does.
  console.info(
    `random commands: ${releasedInAssist} effects released in assist, ${performedOutsideShadow} performed outside shadow`,
  )
  expect(releasedInAssist).toBeGreaterThan(0)
  expect(performedOutsideShadow).toBeGreaterThan(0)
})

test('a dishonest step that releases a write in shadow is stopped by the database itself', async () => {
  const { employeeId } = await aRollout(world)
  world.jobs.length = 0
  outside('well')
  const { interactionId } = await arrives(world, employeeId, texts[0] ?? '')
  await world.drain()
  const tamper = (sql: string) => house.db.transaction((tx) => tx.query(sql, [interactionId]))
  await expect(
    tamper("update tenure.effects set state = 'released' where interaction_id = $1 and kind = 'write'"),
  ).rejects.toThrow(/effects_in_shadow_need_a_release/)
  await expect(
    tamper(
      "update tenure.effects set state = 'performed', attempted_at = now(), ended_at = now() where interaction_id = $1 and kind = 'reply'",
    ),
  ).rejects.toThrow(/effects_in_shadow_need_a_release/)
})
