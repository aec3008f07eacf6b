// Our own runtime: a language model works on one query with the tools its role grants. Each answer is kept before anything follows from it, so that a crash
// repeats neither a model call nor an effect; limits and a loop breaker end with a person, never with silence.

import type { LanguageModel, ModelMessage } from 'ai'
import type { ModelStep } from '../domain/interaction/model-step.ts'
import type { Price } from '../domain/interaction/price.ts'
import type { AgentAnswer, Usage } from '../domain/interaction/proposal.ts'
import { plainValue } from '../domain/oversight/plain-text.ts'
import type { Agent, AgentTask, ToolAnswer, Tools } from '../ports/agent.ts'
import type { Clock } from '../ports/clock.ts'
import type { Memory } from '../ports/memory.ts'
import { handOverTool, type Offered, offeredTools } from './language-model/offered-tools.ts'
import { instructions, query } from './language-model/prompt.ts'
import { type AskedCall, ask, saidIn } from './language-model/said.ts'

/** How far one query may go. `costMicros`: millionths of a dollar; null: no limit of this kind. */
export type RuntimeLimits = { steps: number; seconds: number; tokens: number; costMicros: number | null }

export type Runtime = { model: LanguageModel; price: Price; clock: Clock; limits: RuntimeLimits }

/** One answer is at most this long: a reply, or a few calls. The limit on all tokens is the role's. */
const maxOutputTokens = 4_096
/** The same call with the same answer this often is a loop (AUDIT.md C12: repeated state × 3). */
const mostAlike = 3
/** So often a model may call what is not there, or with arguments that cannot be read, before a person has a look. */
const mostMalformed = 3

/** Makes the agent. Throws Fault `agent_failed` when the provider fails; everything else ends in an answer or with a person. */
export function languageModelAgent(runtime: Runtime): Agent {
  return {
    name: 'language model',
    propose: (task, tools, memory) => new Work(runtime, task, { tools, memory }).run(),
  }
}

class Work {
  readonly #runtime: Runtime
  readonly #task: AgentTask
  readonly #tools: Tools
  readonly #memory: Memory
  readonly #offered: Offered
  readonly #messages: ModelMessage[]
  readonly #steps: ModelStep[] = []
  readonly #alike = new Map<string, number>()
  #malformed = 0

  constructor(runtime: Runtime, task: AgentTask, { tools, memory }: { tools: Tools; memory: Memory }) {
    this.#runtime = runtime
    this.#task = task
    this.#tools = tools
    this.#memory = memory
    this.#offered = offeredTools(task.dossier, task.queryType)
    this.#messages = [{ role: 'user', content: query(task) }]
  }

  async run(): Promise<AgentAnswer> {
    const kept = await this.#memory.recall()
    const startedMs = this.#runtime.clock.now().getTime()
    for (let position = 0; ; position++) {
      const over = this.#limitReached(startedMs)
      if (over !== null) return this.#handOver(over)
      const step = kept[position] ?? (await this.#ask(position, startedMs))
      this.#steps.push(step)
      const said = saidIn(step)
      if (said.cut) return this.#handOver('the model’s answer was cut off')
      this.#messages.push(...said.messages)
      if (said.calls.length === 0) {
        if (said.text.trim() === '') return this.#handOver('the model said nothing')
        return { kind: 'effects', effects: [{ kind: 'reply', text: said.text }], usage: this.#usage() }
      }
      const ended = await this.#callAll(said.calls)
      if (ended !== null) return ended
    }
  }

  async #ask(position: number, startedMs: number): Promise<ModelStep> {
    const { model, price, clock, limits } = this.#runtime
    const leftMs = limits.seconds * 1000 - (clock.now().getTime() - startedMs)
    const step = await ask(
      {
        model,
        instructions: instructions(this.#task),
        messages: this.#messages,
        tools: this.#offered.tools,
        maxOutputTokens,
      },
      price,
      AbortSignal.timeout(Math.max(1, leftMs)),
    )
    await this.#memory.keep(position, step)
    return step
  }

  /** Calls one after the other: what comes second may rest on what came first. Null: the model goes on. */
  async #callAll(calls: readonly AskedCall[]): Promise<AgentAnswer | null> {
    const content: Extract<ModelMessage, { role: 'tool' }>['content'] = []
    for (const call of calls) {
      if (call.name === handOverTool) return this.#handOver(reasonIn(call), triggerIn(call))
      const operation = this.#offered.operations.get(call.name)
      if (operation === undefined || call.input === null) {
        if (++this.#malformed >= mostMalformed)
          return this.#handOver('the model kept calling what is not there or cannot be read')
        const why = operation === undefined ? `There is no tool ${call.name}.` : 'The arguments are not a JSON object.'
        content.push({
          type: 'tool-result',
          toolCallId: call.id,
          toolName: call.name,
          output: { type: 'error-text', value: why },
        })
        continue
      }
      const answer = await this.#tools.call({ kind: 'call', ...operation, arguments: call.input })
      if (answer.state === 'escalated') return this.#handOver(answer.sentence)
      const told = tell(answer)
      if (this.#repeats(call, told)) return this.#handOver(`the model went round in circles over ${call.name}`)
      content.push({
        type: 'tool-result',
        toolCallId: call.id,
        toolName: call.name,
        output: { type: 'json', value: told as never },
      })
    }
    this.#messages.push({ role: 'tool', content })
    return null
  }

  #repeats(call: AskedCall, told: unknown): boolean {
    const state = JSON.stringify([call.name, call.input, told])
    const times = (this.#alike.get(state) ?? 0) + 1
    this.#alike.set(state, times)
    return times >= mostAlike
  }

  #limitReached(startedMs: number): string | null {
    const { limits, clock } = this.#runtime
    const { inputTokens, outputTokens, costMicros } = this.#usage()
    if (this.#steps.length >= limits.steps) return `the limit of ${limits.steps} steps is reached`
    if (inputTokens + outputTokens >= limits.tokens) return `the limit of ${limits.tokens} tokens is reached`
    if (clock.now().getTime() - startedMs >= limits.seconds * 1000) return `the limit of ${limits.seconds} seconds is reached`
    if (limits.costMicros === null || this.#steps.length === 0) return null
    if (costMicros === null) return 'there is a limit in money and the price of this model is not known'
    return costMicros >= limits.costMicros ? `the limit of ${limits.costMicros / 1_000_000} dollars is reached` : null
  }

  #handOver(reason: string, trigger: string | null = null): AgentAnswer {
    return { kind: 'escalation', reason, trigger, effects: [], usage: this.#usage() }
  }

  /** Over all steps, those from before a crash included. One unpriced step makes the sum unpriced. */
  #usage(): Usage {
    const sum = (of: (step: ModelStep) => number) => this.#steps.reduce((all, step) => all + of(step), 0)
    const priced = this.#steps.every(({ costMicros }) => costMicros !== null)
    return {
      inputTokens: sum(({ inputTokens }) => inputTokens),
      outputTokens: sum(({ outputTokens }) => outputTokens),
      costMicros: priced ? sum(({ costMicros }) => costMicros ?? 0) : null,
      model: this.#steps.at(-1)?.model ?? null,
    }
  }
}

/** What the model is told of a call: what came back, or how it stands and why. */
function tell({ state, result, sentence, simulated }: ToolAnswer): unknown {
  switch (state) {
    case 'performed':
    case 'replayed':
      return { status: 'done', result: plainValue(result) ?? null }
    case 'recorded':
      return { status: simulated ? 'simulated' : 'recorded', note: 'Nothing was changed.', result: plainValue(result) ?? null }
    case 'proposed':
    case 'held':
    case 'released':
    case 'attempting':
      return { status: 'waits', note: 'A person decides or it is being carried out. Do not call it again.' }
    case 'lapsed':
      return { status: 'expired', note: 'Nobody decided in time.' }
    case 'refused':
    case 'escalated':
    case 'failed':
    case 'unknown':
    case 'declined':
      return { status: state, why: plainValue(sentence) }
  }
}

function reasonIn({ input }: AskedCall): string {
  const reason = input?.reason
  return typeof reason === 'string' && reason.trim() !== '' ? reason : 'the model handed over without a reason'
}

function triggerIn({ input }: AskedCall): string | null {
  const trigger = input?.trigger
  return typeof trigger === 'string' && trigger !== '' ? trigger : null
}
