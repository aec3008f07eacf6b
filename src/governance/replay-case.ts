// One case of a replay, or its end: run under the old version and the new one, compared, written down, and the next one left as work. One case at a time, so that a replay
// never stands in the way of the living; a crash in the middle runs that case once more and nothing else.

import { canonical } from '../domain/audit/canonical.ts'
import type { Actor } from '../domain/audit/record.ts'
import { digest } from '../domain/audit/tree.ts'
import { policyName } from '../domain/compiler/policy.ts'
import { invariant } from '../domain/fault.ts'
import { agedByAll } from '../domain/gates/ageing.ts'
import { type Evidence, evidenceOf } from '../domain/gates/proof.ts'
import type { ReplayId } from '../domain/ids.ts'
import { isNoise, type Lane, type LaneCall, outcomeOf } from '../domain/interaction/replay.ts'
import { changesBetween, channelsOf } from '../domain/rollout/changes.ts'
import { replayResult } from '../domain/rollout/replay-result.ts'
import type { Agent } from '../ports/agent.ts'
import { append } from '../store/audit-log.ts'
import { keep } from '../store/contents.ts'
import type { Tx } from '../store/database.ts'
import { dossierOf, type StoredDossier } from '../store/dossiers.ts'
import { type AgentBinding, employeeOf } from '../store/employees.ts'
import { countedOf, epochsOf } from '../store/evidence.ts'
import type { House } from '../store/house.ts'
import {
  endCase,
  endReplay,
  type Handled,
  handledOf,
  lockReplay,
  nextCase,
  outcomesOf,
  type Replay,
  type WaitingCase,
} from '../store/replays.ts'
import { readRollout } from '../store/rollouts.ts'
import { type PastCase, runLane } from './replay/lanes.ts'

/** The engines of this process, as `propose` is given them, without the tools: a replay has its own. */
export type Replaying = { agentFor(binding: AgentBinding): Agent | null; silenceMs: number }

const by: Actor = { kind: 'worker', id: 'replay', authority: 'the replay that was ordered' }

/** Safe to run again at any time: it starts from the first case that waits, and ends the replay when none does. */
export async function replayNext(house: House, replaying: Replaying, id: ReplayId): Promise<void> {
  const begun = await begin(house, id)
  if (begun === null) return
  const { replay, before, after } = begun
  const employee = await employeeOf(house.db, replay.employeeId)
  const agent = employee === null ? null : replaying.agentFor(employee.agent)
  if (agent === null)
    return end(house, begun, { why: `no ${employee?.agent.kind ?? 'unknown'} agent is connected where work is done` })
  if (begun.waiting === null) return end(house, begun, { why: null })
  const { handled } = begun.waiting
  const past = handled === null ? null : pastCase(begun.waiting.case, handled)
  // Its words were erased since it was chosen: it cannot be run, and what cannot be run counts as changed.
  const erased: Lane = { ...nothing, failed: 'the query has been erased' }
  if (past === null || handled === null)
    return write(house, begun, { happened: erased, again: erased, fresh: erased, costMicros: 0 })
  const on = { past, told: before, silenceMs: replaying.silenceMs }
  const again = await runLane(agent, before, on)
  const fresh = await runLane(agent, after, on)
  const costMicros = again.costMicros === null || fresh.costMicros === null ? null : again.costMicros + fresh.costMicros
  await write(house, begun, { happened: happenedIn(handled), again: again.lane, fresh: fresh.lane, costMicros })
}

type Begun = {
  replay: Replay
  before: StoredDossier
  after: StoredDossier
  waiting: { case: WaitingCase; handled: Handled | null } | null
}

async function begin(house: House, id: ReplayId): Promise<Begun | null> {
  const found = await house.db.transaction(async (tx) => {
    const replay = await lockReplay(tx, id)
    if (replay === null || replay.state !== 'running') return null
    const next = await nextCase(tx, id)
    return { replay, waiting: next === null ? null : { case: next, handled: await handledOf(tx, next.interactionId) } }
  })
  if (found === null) return null
  const [before, after] = [
    await dossierOf(house.db, found.replay.dossierBefore),
    await dossierOf(house.db, found.replay.dossierAfter),
  ]
  invariant(before !== null && after !== null, 'both versions of a replay are stored')
  return { ...found, before, after }
}

function pastCase({ interactionId }: WaitingCase, handled: Handled): PastCase | null {
  const { said, effects, ...rest } = handled
  if (said === null) return null
  // The delivery at the time stands on the effects; without any there was nothing it could have changed.
  const delivery = effects.find((effect) => effect.delivery !== null)?.delivery ?? 'observe'
  return { interactionId, ...rest, ...said, delivery, recorded: effects }
}

const nothing: Lane = { recognised: null, escalated: false, trigger: null, reason: null, calls: [], replies: [], failed: null }

/** What happened then, in the form of a lane: every call as it was asked for, whatever came of it. */
function happenedIn({ escalated, trigger, reason, effects }: Handled): Lane {
  const isAllowed = ({ disposition }: Handled['effects'][number]) => disposition !== 'refuse' && disposition !== 'escalate'
  const calls = effects.flatMap((effect): LaneCall[] => {
    const { kind, system, operation, request } = effect
    if (kind === 'reply') return []
    return [
      { kind, operation: policyName(system, operation), arguments: request, allowed: isAllowed(effect), answer: 'recorded' },
    ]
  })
  const replies = effects.flatMap((effect) => {
    const { kind, request } = effect
    return kind === 'reply' && isAllowed(effect) && request !== null ? [(request as { text: string }).text] : []
  })
  return { ...nothing, escalated, trigger, reason, calls, replies }
}

type Lanes = { happened: Lane; again: Lane; fresh: Lane; costMicros: number | null }

async function write(house: House, { replay, waiting }: Begun, { costMicros, ...lanes }: Lanes): Promise<void> {
  invariant(waiting !== null, 'a case that was run was waiting')
  const { id, interactionId } = waiting.case
  await house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const now = await lockReplay(tx, replay.id)
    if (now?.state !== 'running') return
    const kept = await keep(tx, at, interactionId, 'replay', lanes)
    const outcome = outcomeOf(lanes.happened, lanes.fresh)
    await endCase(tx, { id, outcome, noise: isNoise(lanes.happened, lanes.again), lanesId: kept.id, costMicros, at })
    tx.leave({ step: 'replay', id: replay.id })
  })
}

async function end(house: House, begun: Begun, { why }: { why: string | null }): Promise<void> {
  const { replay } = begun
  const result = why === null ? await resultOf(house, begun) : null
  await house.db.transaction(async (tx: Tx) => {
    const at = house.clock.now()
    const now = await lockReplay(tx, replay.id)
    if (now?.state !== 'running') return
    const state = why === null ? 'done' : 'stopped'
    await endReplay(tx, replay.id, { state, at, why, result })
    await append(tx, at, by, {
      kind: 'replay.ended',
      subject: replay.id,
      says: {
        replay: replay.id,
        state,
        cases: replay.cases,
        changed: result?.changed ?? null,
        noise: result?.noise ?? null,
        result: digest(canonical(result ?? why)),
      },
    })
  })
}

/** Counted with the evidence of this moment. Once the rollout works under another version, its evidence is not the old version's any more and nothing is carried. */
async function resultOf(house: House, { replay, before, after }: Begun): Promise<ReturnType<typeof replayResult>> {
  const { never } = agedByAll(changesBetween(before, after), channelsOf(before, after))
  const found = await readRollout(house.db, replay.rolloutId)
  const inForce = found?.rollout.dossierId === replay.dossierBefore
  const { tallies } = await countedOf(house.db, await epochsOf(house.db, replay.rolloutId), house.clock.now())
  const evidenceOn = (types: readonly string[]): Evidence | null =>
    inForce ? evidenceOf(tallies.filter(({ queryType }) => types.includes(queryType))) : null
  return replayResult({ counts: await outcomesOf(house.db, replay.id), cells: found?.cells ?? [], never, evidenceOf: evidenceOn })
}
