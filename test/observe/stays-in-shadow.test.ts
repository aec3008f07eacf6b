// An employee that is observed only never leaves shadow observe: refused by the steps, refused by the database, and refused once more by the one that performs. Each
// guard has a sibling that shows what happens without it.

import { describe, expect, test } from 'vitest'
import { isRefusal } from '../../src/domain/refusal.ts'
import { advance, approvePromotion, proposePromotion } from '../../src/governance/advance.ts'
import { setDelivery } from '../../src/governance/set-delivery.ts'
import { perform } from '../../src/handling/perform.ts'
import { brokenConstraint, Database } from '../../src/store/database.ts'
import { aRollout, done, people, readGate, rows } from '../support/world.ts'
import { anObserved, clientOf, engineer, lead, send, stories, work } from './observed-world.ts'
import { aRun, freshTrace, interactionsOf, json, request } from './spans.ts'

const { house } = stories
const reason = 'a test of what is refused'
const override = (rolloutId: string) =>
  proposePromotion(house, readGate(house), { rolloutId: rolloutId as never, reason, override: true }, people.ona)
const constraintOf = (work: Promise<unknown>) => work.then(() => 'nothing broke', brokenConstraint)

/** Runs `act` with one trigger out of the way: what the world would be like without it. */
async function without<T>(table: string, trigger: string, act: () => Promise<T>): Promise<T> {
  await rows(stories, `alter table tenure.${table} disable trigger ${trigger}`)
  try {
    return await act()
  } finally {
    await rows(stories, `alter table tenure.${table} enable trigger ${trigger}`)
  }
}

describe('the steps', () => {
  test('refuse to propose a promotion, whatever reason is given; for another employee they do not', async () => {
    const { rolloutId } = await anObserved({ proxy: false })
    expect(await override(rolloutId)).toMatchObject({ refusal: 'observed_only' })
    const other = await aRollout(stories)
    expect(isRefusal(await override(other.rolloutId))).toBe(false)
  })

  test('refuse to carry out a promotion that got there some other way', async () => {
    const { rolloutId, dossierId } = await anObserved({ proxy: false })
    await rows(
      stories,
      `insert into tenure.promotions (id, rollout_id, from_phase, to_phase, state, override, reason, gate, dossier_id, proposed_by, proposed_at)
       values ($1, $2, 'shadow', 'supervised', 'proposed', true, 'x', '{}', $3, $4, now())`,
      [`pro_${rolloutId}`, rolloutId, dossierId, people.ona.id],
    )
    const promotionId = `pro_${rolloutId}` as never
    done(await approvePromotion(house, { promotionId }, people.omar))
    expect(await advance(house, readGate(house), { promotionId }, people.ona)).toMatchObject({ refusal: 'observed_only' })
  })

  test('refuse assist, by the step and over HTTP, and let observe be said', async () => {
    const { rolloutId } = await anObserved({ proxy: false })
    const set = (delivery: 'assist' | 'observe') =>
      setDelivery(house, { rolloutId: rolloutId as never, delivery, reason }, people.ona)
    expect(await set('assist')).toMatchObject({ refusal: 'observed_only' })
    expect(isRefusal(await set('observe'))).toBe(false)
    await expect(lead.setDelivery(rolloutId, { delivery: 'assist', reason })).rejects.toMatchObject({
      code: 'observed_only',
      status: 409,
    })
    await expect(lead.proposePromotion(rolloutId, { reason, override: true })).rejects.toMatchObject({ code: 'observed_only' })
  })

  test('tell that the employee is observed only', async () => {
    const { name } = await anObserved({ proxy: false })
    expect(await lead.employee(name)).toMatchObject({ agent: { kind: 'observed' }, observedOnly: true })
    const other = `Plain ${name}`
    await clientOf(engineer.headers).hire({ name: other, agent: { kind: 'http' } })
    expect(await lead.employee(other)).toMatchObject({ observedOnly: false })
  })
})

describe('the database', () => {
  const guard = 'rollouts_of_observed_employees_stay_in_shadow_observe'

  test.each([
    ['assist', "delivery = 'assist'"],
    ['a phase that performs, by way of a halt', "phase = 'halted', halted_from = 'supervised'"],
  ])('refuses %s; without its guard it would not', async (_, change) => {
    const { rolloutId } = await anObserved({ proxy: false })
    const set = () => rows(stories, `update tenure.rollouts set ${change} where id = $1`, [rolloutId])
    expect(await constraintOf(set())).toBe(guard)
    expect(await without('rollouts', guard, () => constraintOf(set()))).toBe('nothing broke')
  })

  test('refuses to perform, hold or release anything but a read', async () => {
    const { interactionId, effectId } = await aRecordedReply()
    const guard = 'effects_of_observed_employees_are_only_recorded'
    for (const state of ['held', 'released', 'attempting'])
      expect(await constraintOf(rows(stories, 'update tenure.effects set state = $2 where id = $1', [effectId, state]))).toBe(
        guard,
      )
    expect(interactionId).toBeTruthy()
  })

  test('refuses to bind an observed employee to something else, or something else to it', async () => {
    const { employeeId } = await anObserved({ proxy: false })
    const other = await aRollout(stories)
    const bind = (id: string, kind: string) =>
      rows(stories, `update tenure.employees set agent = '{"kind":"${kind}"}' where id = $1`, [id])
    expect(await constraintOf(bind(employeeId, 'http'))).toBe('employees_observed_stay_so')
    expect(await constraintOf(bind(other.employeeId, 'observed'))).toBe('employees_observed_stay_so')
    expect(await constraintOf(bind(other.employeeId, 'recorded'))).toBe('nothing broke')
  })
})

/** A run of an observed employee whose reply is recorded. */
async function aRecordedReply() {
  const { inbound, employeeId, rolloutId } = await anObserved({ proxy: false })
  const { root, children } = aRun(freshTrace())
  await send(inbound, json(request([...children, root])))
  await work()
  const [interaction] = await interactionsOf(employeeId)
  const [effect] = await rows<{ id: string }>(
    stories,
    "select id from tenure.effects where interaction_id = $1 and kind = 'reply'",
    [interaction!.id],
  )
  return { interactionId: interaction!.id!, effectId: effect!.id, rolloutId, employeeId }
}

describe('perform', () => {
  /** Every guard of the database out of the way: the reply stands released in a supervised rollout. */
  async function released(): Promise<string> {
    const { interactionId, effectId, rolloutId } = await aRecordedReply()
    for (const [table, change] of [
      ['rollouts', `update tenure.rollouts set phase = 'supervised' where id = '${rolloutId}'`],
      [
        'interactions',
        `update tenure.interactions set state = 'released', outcome = null, settled_at = null where id = '${interactionId}'`,
      ],
      [
        'effects',
        `update tenure.effects set phase = 'supervised', state = 'released', disposition = 'perform', ended_at = null where id = '${effectId}'`,
      ],
    ] as const) {
      await rows(stories, `alter table tenure.${table} disable trigger user`)
      await rows(stories, change)
      await rows(stories, `alter table tenure.${table} enable trigger user`)
    }
    return effectId
  }
  const stateOf = async (id: string) =>
    (await rows<{ state: string; why: string }>(stories, 'select state, why from tenure.effects where id = $1', [id]))[0]

  test('refuses a released effect in a phase that performs', async () => {
    const id = await released()
    stories.seen.deliveries.length = 0
    await perform(house, { systems: stories.systems, channels: stories.channels }, id as never)
    expect(stories.seen.deliveries).toEqual([])
    expect(await stateOf(id)).toMatchObject({ state: 'refused', why: 'this employee is observed only' })
  })

  test('would perform it, were the employee bound to anything else', async () => {
    const id = await released()
    stories.seen.deliveries.length = 0
    await rows(stories, 'alter table tenure.employees disable trigger user')
    await rows(
      stories,
      `update tenure.employees set agent = '{"kind":"scripted"}' where id = (select i.employee_id from tenure.effects e join tenure.interactions i on i.id = e.interaction_id where e.id = $1)`,
      [id],
    )
    await rows(stories, 'alter table tenure.employees enable trigger user')
    // A house that has not met the employee yet: what is known of one is kept for the life of a process.
    const fresh = new Database(house.db.pool.options.connectionString!, { connections: 4 })
    fresh.deliverJobsTo(async (left) => left.map((job, i) => ({ ...job, ticket: String(i), carried: false })))
    await perform({ ...house, db: fresh }, { systems: stories.systems, channels: stories.channels }, id as never)
    await fresh.close()
    expect(stories.seen.deliveries).toHaveLength(1)
    expect(await stateOf(id)).toMatchObject({ state: 'performed' })
  })
})
