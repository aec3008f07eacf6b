// What every check stands on, worked out once per examination: steps by id, what each query type's path reaches, what the integration map lists,
// conditions compiled. Looking these up again in every check is what would make a large map slow.

import { type Classifier, classifierFor } from '../discovery/classify.ts'
import { type CompiledCondition, type ConditionPlace, compileCondition } from '../discovery/condition.ts'
import type { Source } from '../discovery/documents.ts'
import type { Dossier } from '../discovery/dossier.ts'
import type { Operation, System } from '../discovery/integration-map.ts'
import { covers } from '../discovery/role-definition.ts'
import { blanksIn } from '../discovery/template.ts'
import type { QueryType, Step } from '../discovery/workflow-map.ts'
import { namesIn } from './condition-values.ts'
import { nextOf } from './routes.ts'

export type Action = Extract<Step, { kind: 'action' }>
export type Listed = { system: System; operation: Operation; place: readonly PropertyKey[] }
/** What the path of a type does: its calls, and its replies with the operation `reply`. */
type Use = { name: string; system: string | null; operation: string | null; step: Step }

export type Ground = {
  dossier: Dossier
  source: Source
  /** Where a step stands in `steps`. */
  placeOf(step: Step): number
  stepOf(id: string): Step | undefined
  /** The steps a query type's path can reach; empty for a type without a path. */
  reached(type: QueryType): readonly Step[]
  uses(type: QueryType): readonly Use[]
  /** Every name a step reads in conditions and blanks: `fields.site`, `results.look_up.name`. */
  reads(step: Step): readonly string[]
  operation(system: string, operation: string): Listed | undefined
  operations: readonly Listed[]
  /** The grant that applies to an operation for a type: the first that covers it, as the policy has it. */
  grantFor(type: string, system: string | null, operation: string | null): number | null
  compile(text: string, place: ConditionPlace): CompiledCondition
  classifier: Classifier
  isPerson(name: string): boolean
  isInterview(id: string): boolean
}

export function groundOf(dossier: Dossier, source: Source): Ground {
  const { workflow, role, integrations } = dossier
  const steps = new Map(workflow.steps.map((step) => [step.id, step]))
  const places = new Map(workflow.steps.map((step, at) => [step, at]))
  const operations: Listed[] = integrations.systems.flatMap((system, at) =>
    system.operations.map((operation, n) => ({ system, operation, place: ['systems', at, 'operations', n] })),
  )
  const byName = new Map(operations.toReversed().map((one) => [`${one.system.name} ${one.operation.name}`, one]))
  const people = new Set(workflow.people.map(({ name }) => name))
  const interviews = new Set(dossier.interviews.map(({ id }) => id))
  const reached = once((type: QueryType) => reachable(steps, type.start))
  const compiled = new Map<string, CompiledCondition>()
  const compile = (text: string, place: ConditionPlace) => {
    const key = `${place} ${text}`
    const known = compiled.get(key) ?? compileCondition(text, workflow.fields, place)
    compiled.set(key, known)
    return known
  }
  return {
    dossier,
    source,
    placeOf: (step) => places.get(step) ?? 0,
    stepOf: (id) => steps.get(id),
    reached,
    uses: once((type: QueryType) => reached(type).flatMap(useOf)),
    operation: (system, operation) => byName.get(`${system} ${operation}`),
    operations,
    grantFor: (type, system, operation) => {
      const at = role.may.findIndex(
        (grant) => covers(grant.do, system, operation) && (grant.for.length === 0 || grant.for.includes(type)),
      )
      return at < 0 ? null : at
    },
    compile,
    reads: once((step: Step) => readBy(step, compile)),
    classifier: classifierFor(workflow),
    isPerson: (name) => people.has(name),
    isInterview: (id) => interviews.has(id),
  }
}

function readBy(step: Step, compile: Ground['compile']): string[] {
  if (step.kind === 'action') return blanksIn(step.arguments).map(({ path }) => path.join('.'))
  if (step.kind === 'reply') return blanksIn(step.template).map(({ path }) => path.join('.'))
  if (step.kind !== 'decision') return []
  return step.branches.flatMap(({ when }) => {
    const compiled = compile(when, 'step')
    return compiled.ok ? namesIn(compiled.condition.ast) : []
  })
}

function useOf(step: Step): Use[] {
  if (step.kind === 'action')
    return [{ name: `${step.system}.${step.operation}`, system: step.system, operation: step.operation, step }]
  return step.kind === 'reply' ? [{ name: 'reply', system: null, operation: null, step }] : []
}

/** Steps reachable from one, in no particular order. */
export function reachable(steps: ReadonlyMap<string, Step>, start: string | null): Step[] {
  const found = new Set<Step>()
  const open = start === null ? [] : [start]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = steps.get(id)
    if (!step || found.has(step)) continue
    found.add(step)
    for (const { to } of nextOf(step)) open.push(to)
  }
  return [...found]
}

function once<K extends object, V>(work: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>()
  return (key) => {
    const before = known.get(key)
    if (before !== undefined) return before
    const made = work(key)
    known.set(key, made)
    return made
  }
}
