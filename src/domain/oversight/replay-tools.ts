// The tools of an agent that is replayed: the same permit and the same table of phases as in life, and answers only from what was recorded in that very interaction. There is
// no system behind them: a read nobody recorded stays without an answer, and a write is written down.

import { canonical } from '../audit/canonical.ts'
import { type Policy, policyName } from '../compiler/policy.ts'
import type { EffectKind, EffectRequest, EffectState } from '../interaction/effect.ts'
import type { LaneCall } from '../interaction/replay.ts'
import type { Delivery, Phase } from '../rollout/phase.ts'
import { onlyDeclared } from './declared-fields.ts'
import type { Disposition } from './disposition.ts'
import { dispose, stateAfter } from './disposition.ts'
import { type Permit, permissionFor, permit, type Spent } from './permit.ts'
import { type Sources, textsIn } from './provenance.ts'
import { plainReceipt } from './receipt.ts'

/** An effect as it was recorded, in order. `result`: what a system, or a receipt, answered. */
export type RecordedEffect = {
  kind: EffectKind
  system: string | null
  operation: string | null
  request: unknown
  state: EffectState
  disposition: Disposition | null
  sentence: string | null
  result: unknown
}

export type ReplaySetting = {
  policy: Policy
  queryType: string
  requester: string
  query: string
  fields: Readonly<Record<string, unknown>>
  phase: Phase
  delivery: Delivery
  recorded: readonly RecordedEffect[]
  /** When the query came in: what holds at that time is asked, so that the old version is held to what it was held to. */
  at: Date
}

type Answer = { state: EffectState; sentence: string; result: unknown; simulated: boolean }
type Call = Extract<EffectRequest, { kind: 'call' }>

/** Answers of one run, and what was asked for in it. */
export class ReplayTools {
  readonly #setting: ReplaySetting
  readonly #asked = new Map<string, number>()
  readonly #results: string[] = []
  #spent: Spent = { effects: 0, writes: 0, writesToday: 0, money: 0, moneyToday: 0, recipients: [], lately: 0 }
  readonly calls: LaneCall[] = []

  constructor(setting: ReplaySetting) {
    this.#setting = setting
  }

  call(request: Call): Answer {
    const { allowed, state, why } = this.#rule(request)
    const kind = allowed.kind === 'read' ? 'read' : 'write'
    const known = this.#recorded(request)
    const answered =
      !allowed.granted || state === 'escalated'
        ? { answer: { state, sentence: why, result: null, simulated: false }, from: 'none' as const }
        : state === 'released' && kind === 'read'
          ? this.#read(request, known)
          : this.#write({ state, why }, known)
    const operation = policyName(request.system, request.operation)
    this.calls.push({ kind, operation, arguments: request.arguments, allowed: allowed.granted, answer: answered.from })
    return answered.answer
  }

  /** Whether a reply would have been let through. */
  mayReply(text: string): boolean {
    return this.#rule({ kind: 'reply', text }).allowed.granted
  }

  #rule(request: EffectRequest): { allowed: Permit; state: EffectState; why: string } {
    const { policy, queryType, requester, query, fields, phase, delivery, at } = this.#setting
    const sources: Sources = { requester, trusted: [query, ...textsIn(fields)], results: this.#results }
    const allowed = permit({ policy, queryType, sources, request, spent: this.#spent, at })
    const { disposition, why } = dispose(allowed, { phase, delivery, halted: null, onRefusal: policy.onRefusal })
    if (allowed.granted) this.#spend(allowed)
    return { allowed, state: stateAfter(disposition), why }
  }

  #spend({ kind, amount, recipients }: Extract<Permit, { granted: true }>): void {
    const { effects, writes, money, recipients: before } = this.#spent
    this.#spent = {
      ...this.#spent,
      effects: effects + 1,
      writes: writes + (kind === 'write' ? 1 : 0),
      money: money + amount,
      recipients: [...before, ...recipients],
    }
  }

  /** The recorded effect this request repeats: the first for the first time it is asked, the second for the second, the last again when there are no more. */
  #recorded({ system, operation, arguments: given }: Call): RecordedEffect | null {
    const wanted = canonical([system, operation, given])
    const alike = this.#setting.recorded.filter(
      (one) => one.system === system && one.operation === operation && canonical([system, operation, one.request]) === wanted,
    )
    const turn = this.#asked.get(wanted) ?? 0
    this.#asked.set(wanted, turn + 1)
    return alike[Math.min(turn, alike.length - 1)] ?? null
  }

  #read(request: Call, known: RecordedEffect | null): { answer: Answer; from: LaneCall['answer'] } {
    if (known?.state === 'failed')
      return { answer: { state: 'failed', sentence: known.sentence ?? '', result: null, simulated: false }, from: 'recorded' }
    if (known === null || (known.state !== 'performed' && known.state !== 'replayed')) {
      const sentence = 'This read was not recorded, and nothing is asked of a system in a replay.'
      return { answer: { state: 'failed', sentence, result: null, simulated: false }, from: 'missing' }
    }
    const { policy, queryType } = this.#setting
    const fields = permissionFor(policy, queryType, policyName(request.system, request.operation))?.fields ?? null
    const result = fields === null || typeof known.result === 'string' ? known.result : onlyDeclared(known.result, fields).value
    this.#results.push(...textsIn(result))
    return { answer: { state: 'replayed', sentence: 'a granted read', result, simulated: false }, from: 'recorded' }
  }

  /** What the agent was told then, if it asked for the same then and the ruling is the same; otherwise what it would be told now, and a plain receipt. */
  #write(ruled: { state: EffectState; why: string }, known: RecordedEffect | null): { answer: Answer; from: LaneCall['answer'] } {
    const { state, why: sentence } = ruled
    const simulated = state === 'recorded'
    if (!simulated) return { answer: { state, sentence, result: null, simulated }, from: 'none' }
    const same = known !== null && known.disposition === 'record' && known.result !== null
    return same
      ? { answer: { state, sentence, result: known.result, simulated }, from: 'recorded' }
      : { answer: { state, sentence, result: plainReceipt, simulated }, from: 'simulated' }
  }
}
