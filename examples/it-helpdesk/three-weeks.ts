// What happens in the three weeks: queries arrive, people judge and answer, the gate is read every evening, and two people promote when it is met. On the
// day after autonomy the e-mail channel is opened as a rollout of its own.

import { rootOf } from '../../src/domain/audit/tree.ts'
import type { DossierId, EmployeeId, InteractionId, PromotionId, ReviewId, RolloutId } from '../../src/domain/ids.ts'
import { blindEmployee } from '../../src/domain/interaction/blind.ts'
import { isRefusal, type Refusal } from '../../src/domain/refusal.ts'
import type { Phase } from '../../src/domain/rollout/phase.ts'
import { advance, approvePromotion, proposePromotion } from '../../src/governance/advance.ts'
import { assess } from '../../src/governance/assess.ts'
import { enterBlindItem } from '../../src/governance/enter-blind-item.ts'
import { hire } from '../../src/governance/hire.ts'
import { openRollout } from '../../src/governance/open-rollout.ts'
import { registerDossier, signDossier } from '../../src/governance/sign-dossier.ts'
import { rate } from '../../src/handling/rate.ts'
import { receive } from '../../src/handling/receive.ts'
import { answerEscalation } from '../../src/handling/resolve.ts'
import { giveVerdict } from '../../src/handling/review.ts'
import { shownOf } from '../../src/moves/shown.ts'
import { lockInteraction } from '../../src/store/interactions.ts'
import { proposalOf } from '../../src/store/proposals.ts'
import { leaves } from '../../src/store/views/leaves.ts'
import type { Desk } from './desk.ts'
import type { Generated } from './queries.ts'
import { cast, channelDoor, verdictOn } from './reviewers.ts'

export type Stage = { employeeId: EmployeeId; dossierId: DossierId; chat: RolloutId; cells: number }

export type Day = {
  date: string
  phase: Phase
  queries: number
  handled: number
  toPeople: number
  recorded: number
  reviews: number
  why: string
}

export type Ending = {
  days: Day[]
  phasesWalked: string[]
  rollouts: { id: string; phase: Phase; cells: number; gate: string }[]
  effects: Record<string, number>
  actsInSystems: number
  performedWrites: number
  hostile: { seen: number; wrote: number }
  trail: { size: number; root: string }
}

/** A result that must not be a “no”; the play stops at the first surprise. */
function agreed<T>(result: T | Refusal): T {
  if (isRefusal(result)) throw new Error(`${result.refusal}: ${result.sentence}`)
  return result
}

/** Discovery: documents registered, checked, signed by two people; then chat goes into shadow. */
export async function signAndOpen(desk: Desk, files: Readonly<Record<string, string>>): Promise<Stage> {
  const { house } = desk
  desk.at(0)
  const { employeeId } = agreed(await hire(house, { name: 'Mira', agent: { kind: 'scripted' } }, cast.carmen))
  const { dossierId, findings } = agreed(await registerDossier(house, { employeeId, files }, cast.priya))
  if (findings.some((finding) => finding.severity === 'error'))
    throw new Error(`the example's dossier has errors: ${JSON.stringify(findings)}`)
  agreed(await signDossier(house, { dossierId }, cast.carmen))
  agreed(await signDossier(house, { dossierId }, cast.asha))
  const cells = await cellsOn(desk, dossierId, 'chat')
  const { rolloutId } = agreed(await openRollout(house, { dossierId, cells }, cast.carmen))
  return { employeeId, dossierId, chat: rolloutId, cells: cells.length }
}

async function cellsOn(desk: Desk, dossierId: DossierId, channel: string): Promise<{ queryType: string; channel: string }[]> {
  return desk.house.db.read(
    "select t ->> 'name' as \"queryType\", $2 as channel from tenure.dossiers d, jsonb_array_elements(d.content -> 'workflow' -> 'queryTypes') t where d.id = $1",
    [dossierId, channel],
  )
}

export async function playDays(
  desk: Desk,
  stage: Stage,
  it: { generated: Generated; days: number; onDay(day: Day): void },
): Promise<Ending> {
  const days: Day[] = []
  const walked = ['discovery', 'shadow']
  let expanded = false
  for (let n = 0; n < it.days; n++) {
    let reviews = 0
    const arriving = it.generated.queries.filter((query) => Math.floor(query.atMinutes / 1440) === n)
    for (const batch of chunks(arriving, 8)) {
      desk.at(batch[0]?.atMinutes ?? n * 1440)
      await Promise.all(
        batch.map((query) =>
          receive(desk.house, { employeeId: stage.employeeId, driver: 'worker', inbound: query }, channelDoor).then(agreed),
        ),
      )
      await desk.work()
      // Somebody waits for what is held and for what was handed over, so both are looked at as they come; everything else is judged in the evening.
      reviews += await judge(desk, it.generated, 'held')
      desk.at((batch.at(-1)?.atMinutes ?? n * 1440) + 9)
      await answerAll(desk)
    }
    desk.at(n * 1440 + 1080)
    if (n === 0) await enterKnownWrong(desk, stage.chat)
    reviews += await judge(desk, it.generated, null)
    await answerAll(desk)
    await askHowItWent(desk, it.generated)
    const phase = await phaseOf(desk, stage.chat)
    desk.at((n + 1) * 1440 - 1)
    const moved = await promoteWhenMet(desk, stage.chat)
    const day: Day = {
      date: desk.house.clock.now().toISOString().slice(0, 10),
      phase,
      ...(await counts(desk, n)),
      reviews,
      why: moved.why,
    }
    if (moved.to !== null) walked.push(moved.to)
    else if (phase === 'autonomous' && !expanded) {
      expanded = true
      const cells = await cellsOn(desk, stage.dossierId, 'email')
      agreed(await openRollout(desk.house, { dossierId: stage.dossierId, cells }, cast.carmen))
      walked.push('expansion')
      day.why = 'stable: the e-mail channel is opened in shadow, as a rollout of its own'
    }
    days.push(day)
    it.onDay(day)
  }
  return ending(desk, it.generated, { days, walked })
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size))
}

type Waiting = {
  id: ReviewId
  interactionId: InteractionId
  externalId: string
  queryType: string
  escalated: boolean
  notFor: string[]
}

async function judge(desk: Desk, generated: Generated, reason: 'held' | null): Promise<number> {
  const { db } = desk.house
  const waiting = await db.read<Waiting>(
    `select w.id, w.interaction_id as "interactionId", i.external_id as "externalId", w.query_type as "queryType", w.escalated, w.not_for as "notFor"
     from tenure.reviews w join tenure.interactions i on i.id = w.interaction_id where w.state = 'open' and ($1::text is null or w.reason = $1) order by w.due_at, w.id`,
    [reason],
  )
  for (const [n, item] of waiting.entries()) {
    const kind = verdictOn(generated.expectations.get(item.externalId), item)
    const digest = await db.transaction(async (tx) => {
      const interaction = await lockInteraction(tx, item.interactionId)
      const proposal = await proposalOf(tx, item.interactionId)
      if (interaction === null || proposal === null) throw new Error('a review without its interaction')
      return (await shownOf(tx, interaction, proposal)).digest
    })
    const reasons = kind === 'wrong' || kind === 'should_escalate' ? (['wrong_operation'] as const) : []
    agreed(await giveVerdict(desk.house, { reviewId: item.id, kind, digest, reasons, note: null }, reviewerOf(item, n)))
  }
  await desk.work()
  // A second judgement, or a third where two differ, is asked for by the verdict before it.
  return waiting.length === 0 ? 0 : waiting.length + (await judge(desk, generated, reason))
}

/** By turns, and never somebody who has judged this proposal already. */
function reviewerOf({ notFor }: Waiting, n: number): (typeof cast)['priya'] {
  const free = [cast.priya, cast.lukas, cast.jonas, cast.asha].filter(({ id }) => !notFor.includes(id))
  const chosen = free[n % Math.min(free.length, 3)]
  if (chosen === undefined) throw new Error('nobody is left to judge this')
  return chosen
}

/** Carmen takes what Mira did on the first day and writes wrong answers into copies of it: reviewers meet them among the others, and nothing tells them apart (GATES.md D11). */
async function enterKnownWrong(desk: Desk, rolloutId: RolloutId): Promise<void> {
  const handled = await desk.house.db.read<{ id: InteractionId }>(
    `select i.id from tenure.interactions i join tenure.proposals p on p.interaction_id = i.id
     where i.rollout_id = $1 and i.state = 'settled' and not p.escalated and exists (select from tenure.effects e where e.interaction_id = i.id and e.kind = 'reply') order by i.id limit 30`,
    [rolloutId],
  )
  const reply = 'This is not something the service desk can help with. Please close your ticket.'
  for (const { id } of handled)
    agreed(await enterBlindItem(desk.house, { rolloutId, interactionId: id, known: 'wrong', reply }, cast.carmen))
}

/** Those who were answered say how it went: content where the right thing was done, and now and then not quite. */
async function askHowItWent(desk: Desk, generated: Generated): Promise<void> {
  const answered = await desk.house.db.read<{ id: InteractionId; externalId: string }>(
    `select id, external_id as "externalId" from tenure.interactions where outcome = 'handled' and rating is null and phase in ('supervised', 'autonomous') order by id`,
  )
  for (const [n, { id, externalId }] of answered.entries()) {
    const asWanted = generated.expectations.get(externalId)?.outcome !== 'escalated'
    agreed(await rate(desk.house, { interactionId: id, stars: asWanted && n % 20 !== 0 ? 5 : 2, comment: null }, channelDoor))
  }
}

async function answerAll(desk: Desk): Promise<void> {
  const open = await desk.house.db.read<{ id: InteractionId }>(
    "select interaction_id as id from tenure.escalations where state <> 'answered'",
  )
  for (const { id } of open) {
    agreed(
      await answerEscalation(
        desk.house,
        { interactionId: id, reply: 'Done by the desk.', operations: [], minutes: 9 },
        cast.priya,
      ),
    )
  }
  await desk.work()
}

async function phaseOf(desk: Desk, rolloutId: RolloutId): Promise<Phase> {
  const [row] = await desk.house.db.read<{ phase: Phase }>('select phase from tenure.rollouts where id = $1', [rolloutId])
  if (row === undefined) throw new Error('the rollout is gone')
  return row.phase
}

/** Carmen proposes when the gate is met, Asha approves, Carmen carries it out; otherwise the gate says why not. */
async function promoteWhenMet(desk: Desk, rolloutId: RolloutId): Promise<{ to: Phase | null; why: string }> {
  const { house } = desk
  const readGate = (id: RolloutId) => assess(house, { rolloutId: id })
  const { gate } = agreed(await readGate(rolloutId))
  if (gate === null) return { to: null, why: 'no promotion from here' }
  const open = gate.criteria.filter((criterion) => criterion.outcome !== 'met')
  if (gate.outcome !== 'met') return { to: null, why: `${open[0]?.name.replaceAll('_', ' ')}: ${open[0]?.reason}` }
  const proposed = agreed(
    await proposePromotion(
      house,
      readGate,
      { rolloutId, reason: 'The gate is met and the desk agrees.', override: false },
      cast.carmen,
    ),
  )
  const promotionId: PromotionId = proposed.promotionId
  agreed(await approvePromotion(house, { promotionId }, cast.asha))
  const { phase } = agreed(await advance(house, readGate, { promotionId }, cast.carmen))
  return { to: phase, why: `gate met: Carmen proposes, Asha approves → ${phase}` }
}

async function counts(desk: Desk, n: number): Promise<Pick<Day, 'queries' | 'handled' | 'toPeople' | 'recorded'>> {
  const [row] = await desk.house.db.read<Pick<Day, 'queries' | 'handled' | 'toPeople' | 'recorded'>>(
    `select count(*)::int as queries, count(*) filter (where outcome = 'handled')::int as handled, count(*) filter (where outcome = 'escalated')::int as "toPeople",
       count(*) filter (where outcome = 'recorded')::int as recorded
     from tenure.interactions where received_at >= timestamptz '2026-11-02Z' + make_interval(days => $1) and received_at < timestamptz '2026-11-02Z' + make_interval(days => $1 + 1)`,
    [n],
  )
  return row ?? { queries: 0, handled: 0, toPeople: 0, recorded: 0 }
}

async function ending(desk: Desk, generated: Generated, told: { days: Day[]; walked: string[] }): Promise<Ending> {
  const { db } = desk.house
  const effects = await db.read<{ state: string; n: number }>(
    `select e.state, count(*)::int as n from tenure.effects e join tenure.interactions i on i.id = e.interaction_id where i.employee_id <> $1 group by 1 order by 1`,
    [blindEmployee],
  )
  // What the trail says was performed; the copies reviewers are tested with look performed and never were.
  const writes = await db.read<{ externalId: string }>(
    `select i.external_id as "externalId" from audit.entries a join tenure.effects e on e.id = a.body::jsonb #>> '{says,effect}' join tenure.interactions i on i.id = e.interaction_id
     where a.kind = 'effect.performed' and e.kind = 'write'`,
  )
  const rollouts = await db.read<{ id: RolloutId; phase: Phase; cells: number }>(
    'select r.id, r.phase, (select count(*)::int from tenure.cells c where c.rollout_id = r.id) as cells from tenure.rollouts r order by r.opened_at',
  )
  const hostile = [...generated.expectations].filter(([, expected]) => expected.kind === 'hostile').map(([id]) => id)
  const records = await leaves(db)
  return {
    days: told.days,
    phasesWalked: told.walked,
    rollouts: await Promise.all(
      rollouts.map(async (rollout) => ({
        ...rollout,
        gate: agreed(await assess(desk.house, { rolloutId: rollout.id })).gate?.outcome.replaceAll('_', ' ') ?? 'no gate above',
      })),
    ),
    effects: Object.fromEntries(effects.map(({ state, n }) => [state, n])),
    actsInSystems: desk.systems.state().acts.length,
    performedWrites: writes.length,
    hostile: { seen: hostile.length, wrote: writes.filter(({ externalId }) => hostile.includes(externalId)).length },
    trail: { size: records.length, root: rootOf(records).toString('base64') },
  }
}
