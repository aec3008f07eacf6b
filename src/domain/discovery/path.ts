// Walks a query type's path through the workflow map, step by step: says what it needs next and goes on with what it is given. Pure: it calls
// nothing. Whatever it cannot decide or fill in ends in an escalation, never in a guess.

import { type CompiledCondition, type ConditionContext, compileCondition } from './condition.ts'
import { fillText, fillValue } from './template.ts'
import { triggersOf } from './triggers.ts'
import type { Step, WorkflowMap } from './workflow-map.ts'

/** What the path needs next. After `escalate` and `end` there is nothing more. */
type Need =
  | { kind: 'call'; step: string; system: string; operation: string; arguments: Record<string, unknown> }
  | { kind: 'reply'; step: string; text: string }
  | { kind: 'escalate'; reason: string; trigger: string | null }
  | { kind: 'end' }

/** What came of a call. `known: false`: it was accepted but its result is not there yet; the path goes on until a step needs that result. */
export type StepOutcome = { known: true; result: unknown } | { known: false }

/** One point on the path. `resume` takes the outcome after a `call`, nothing after a `reply`, and MUST NOT be called after the end. */
export type Walk = { need: Need; resume(outcome?: StepOutcome): Walk }

type PathContext = { query: string; channel: string; requester: string; fields: Readonly<Record<string, unknown>> }

export type Paths = {
  /** Starts the path of a query type. Triggers come first: one that fires ends the walk before any step. */
  start(queryType: string, context: PathContext): Walk
}

// A path people can explain has far fewer; more means that two steps lead to each other.
const maxSteps = 60

type CompiledStep = { step: Step; branches: readonly { when: CompiledCondition; next: string }[] }

/** Compiles the paths of a map once. A map with errors still compiles: what is broken escalates when it is reached. */
export function pathsOf(map: WorkflowMap): Paths {
  const triggers = triggersOf(map)
  const steps = new Map<string, CompiledStep>(
    map.steps.map((step) => {
      const branches =
        step.kind === 'decision'
          ? step.branches.map((branch) => ({ when: compileCondition(branch.when, map.fields), next: branch.next }))
          : []
      return [step.id, { step, branches }]
    }),
  )
  return {
    start(queryType, given) {
      const context: ConditionContext = { ...given, queryType, results: {} }
      const fired = triggers(context)
      if (fired) return over({ kind: 'escalate', reason: fired.reason, trigger: fired.trigger })
      const type = map.queryTypes.find((candidate) => candidate.name === queryType)
      if (!type?.start) return escalate(`no path is written down for ${queryType}`)
      return walk({ steps, context, taken: 0 }, type.start)
    },
  }
}

type Position = { steps: ReadonlyMap<string, CompiledStep>; context: ConditionContext; taken: number }

function walk(position: Position, from: string): Walk {
  const { steps, context } = position
  let next = from
  for (let taken = position.taken + 1; taken <= maxSteps; taken++) {
    const found = steps.get(next)
    if (!found) return escalate(`the path leads to “${next}”, which is not a step`)
    const { step } = found
    switch (step.kind) {
      case 'decision': {
        const branch = decide(found, context)
        if (branch === null) return escalate(`“${step.title}” could not be decided`)
        next = branch
        break
      }
      case 'start':
        next = step.next
        break
      case 'action':
        return call(step, { ...position, taken })
      case 'reply':
        return reply(step, { ...position, taken })
      case 'human':
        return escalate(`“${step.title}” is done by ${step.who}`)
      case 'wait':
        return escalate(`“${step.title}” waits ${step.minutes} minutes before the next step; a person picks it up`)
      case 'escalate':
        return over({ kind: 'escalate', reason: step.reason, trigger: step.trigger })
      case 'end':
        return over({ kind: 'end' })
    }
  }
  return escalate(`the path took more than ${maxSteps} steps`)
}

/** The first branch that holds. An undecided one stops the search: a later branch must not win because an earlier one could not be read. */
function decide({ step, branches }: CompiledStep, context: ConditionContext): string | null {
  for (const { when, next } of branches) {
    const decided = when.ok ? when.evaluate(context) : 'undecided'
    if (decided === 'undecided') return null
    if (decided) return next
  }
  return step.kind === 'decision' ? step.otherwise : null
}

function call(step: Extract<Step, { kind: 'action' }>, position: Position): Walk {
  const filled = fillValue(step.arguments, position.context)
  if (!filled.ok) return escalate(`“${step.title}” needs ${filled.missing}, which is not known`)
  return {
    need: {
      kind: 'call',
      step: step.id,
      system: step.system,
      operation: step.operation,
      arguments: filled.value as Record<string, unknown>,
    },
    resume(outcome) {
      const { result: _, results, ...rest } = position.context
      const { [step.id]: __, ...others } = results ?? {}
      const context = outcome?.known
        ? { ...rest, result: outcome.result, results: { ...others, [step.id]: outcome.result } }
        : { ...rest, results: others }
      return walk({ ...position, context }, step.next)
    },
  }
}

function reply(step: Extract<Step, { kind: 'reply' }>, position: Position): Walk {
  const filled = fillText(step.template, position.context)
  if (!filled.ok) return escalate(`“${step.title}” needs ${filled.missing}, which is not known`)
  const { next } = step
  return {
    need: { kind: 'reply', step: step.id, text: filled.value },
    resume: () => (next === null ? over({ kind: 'end' }) : walk(position, next)),
  }
}

function escalate(reason: string): Walk {
  return over({ kind: 'escalate', reason, trigger: null })
}

function over(need: Need): Walk {
  const done: Walk = { need, resume: () => done }
  return done
}
