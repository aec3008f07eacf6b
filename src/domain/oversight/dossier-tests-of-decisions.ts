// Generated tests of the paths: for values at, between and beyond the borders that the branches name, the step that follows a decision, and all that a
// path asks for from its start to its end: calls with their arguments, replies in full, hand-overs with their trigger.

import { contextsFor } from '../compiler/condition-witness.ts'
import { type CompiledCondition, type Condition, type ConditionContext, compileCondition } from '../discovery/condition.ts'
import { documentNames } from '../discovery/documents.ts'
import { type Paths, pathsOf } from '../discovery/path.ts'
import { blanksIn } from '../discovery/template.ts'
import type { Step, WorkflowMap } from '../discovery/workflow-map.ts'
import type { DossierTest, Subject } from './dossier-test.ts'

type Decision = Extract<Step, { kind: 'decision' }>

export function decisionTests({ dossier }: Subject): DossierTest[] {
  const { workflow } = dossier
  return workflow.steps.flatMap((step, at) => {
    if (step.kind !== 'decision') return []
    const compiled = compiledOf(workflow, step)
    const contexts = contextsFor(workflow, conditionsOf(compiled))
    const wanted = contexts.map((context) => next(step, compiled, context))
    const test: DossierTest = {
      name: `“${step.id}” leads where its branches say`,
      file: documentNames.workflow,
      place: ['steps', at],
      run: ({ dossier: now }) => {
        const found = now.workflow.steps.find((one) => one.id === step.id)
        if (found?.kind !== 'decision') return 'there is no such decision'
        const conditions = compiledOf(now.workflow, found)
        const missed = contexts.findIndex((context, n) => next(found, conditions, context) !== wanted[n])
        if (missed < 0) return null
        const to = next(found, conditions, contexts[missed]!) ?? 'a person'
        return `for ${shown(contexts[missed]!)} it led to ${wanted[missed] ?? 'a person'} and leads to ${to}`
      },
    }
    return [test]
  })
}

function compiledOf(map: WorkflowMap, step: Decision): CompiledCondition[] {
  return step.branches.map((branch) => compileCondition(branch.when, map.fields, 'step'))
}

function conditionsOf(compiled: readonly CompiledCondition[]): Condition[] {
  return compiled.flatMap((one) => (one.ok ? [one.condition] : []))
}

/** The step that follows; null where it cannot be decided and a person gets it. */
function next(step: Decision, compiled: readonly CompiledCondition[], context: ConditionContext): string | null {
  for (const [n, one] of compiled.entries()) {
    const decided = one.ok ? one.evaluate(context) : 'undecided'
    if (decided === 'undecided') return null
    if (decided) return step.branches[n]?.next ?? null
  }
  return step.otherwise
}

function shown({ query, fields, results }: ConditionContext): string {
  return JSON.stringify({ query: query.slice(0, 40), fields, results }).slice(0, 300)
}

const pathsKnown = new WeakMap<WorkflowMap, Paths>()
const mostWalks = 40

/** Each path walked once with plain answers and once for every branch of every decision on it. */
export function walkTests({ dossier }: Subject): DossierTest[] {
  const { workflow } = dossier
  const answers = plainAnswers(workflow)
  const contexts = new Map(
    workflow.steps.flatMap((step) =>
      step.kind === 'decision'
        ? [[step, contextsFor(workflow, conditionsOf(compiledOf(workflow, step))).slice(0, mostWalks)] as const]
        : [],
    ),
  )
  for (const [first] of contexts.values()) merge(answers, first?.results ?? {})
  return workflow.queryTypes.flatMap((type, at) => {
    if (type.start === null) return []
    const seen = new Map<string, DossierTest>()
    for (const context of [undefined, ...[...contexts.values()].flat()]) {
      const given = structuredClone(answers)
      merge(given, context?.results ?? {})
      const walked = walkOf(workflow, type.name, given, context?.fields ?? {})
      if (seen.has(walked.steps) || seen.size >= 40) continue
      const place = [
        'steps',
        Math.max(
          0,
          workflow.steps.findIndex(({ id }) => id === walked.last),
        ),
      ]
      seen.set(walked.steps, {
        name: `“${type.name}” goes by ${walked.steps}`,
        file: documentNames.workflow,
        place: walked.last === null ? ['queryTypes', at] : place,
        run: (subject) => {
          const now = walkOf(subject.dossier.workflow, type.name, given, context?.fields ?? {})
          const differs = now.needs.findIndex((need, n) => need !== walked.needs[n])
          if (differs < 0 && now.needs.length === walked.needs.length) return null
          return `instead of ${walked.needs[Math.max(0, differs)] ?? 'the end'} there is ${now.needs[Math.max(0, differs)] ?? 'the end'}`
        },
      })
    }
    return [...seen.values()]
  })
}

type Answers = Record<string, unknown>

/** For every field that some step reads, a text that says which it is. */
function plainAnswers(map: WorkflowMap): Answers {
  const answers: Answers = {}
  for (const step of map.steps) {
    if (step.kind === 'action') merge(answers, { [step.id]: {} })
    if (step.kind !== 'action' && step.kind !== 'reply') continue
    for (const { path } of blanksIn(step.kind === 'action' ? step.arguments : step.template))
      if (path[0] === 'results' && path.length > 2)
        merge(answers, path.slice(1).reduceRight<unknown>((inner, key) => ({ [key]: inner }), path.slice(1).join(' ')) as Answers)
  }
  return answers
}

function merge(into: Answers, from: Readonly<Answers>): void {
  for (const [key, value] of Object.entries(from)) {
    const before = Object.hasOwn(into, key) ? into[key] : undefined
    if (isObject(before) && isObject(value)) merge(before, value)
    else if (!isObject(before)) into[key] = structuredClone(value)
  }
}

function isObject(value: unknown): value is Answers {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What the path asks for, in order, and the ids of the steps that asked. */
function walkOf(
  map: WorkflowMap,
  type: string,
  answers: Answers,
  fields: Readonly<Answers>,
): { needs: string[]; steps: string; last: string | null } {
  const paths = pathsKnown.get(map) ?? pathsOf(map)
  pathsKnown.set(map, paths)
  const needs: string[] = []
  const steps: string[] = []
  let walk = paths.start(type, { query: 'hello', channel: map.channels[0] ?? '', requester: 'someone', fields })
  for (let taken = 0; taken < 60; taken++) {
    const { need } = walk
    needs.push(JSON.stringify(need))
    if (need.kind === 'call' || need.kind === 'reply') steps.push(need.step)
    if (need.kind === 'escalate') steps.push(`a person (${need.reason})`)
    if (need.kind === 'escalate' || need.kind === 'end') break
    walk = walk.resume(need.kind === 'call' ? { known: true, result: answers[need.step] ?? {} } : undefined)
  }
  return { needs, steps: steps.join(', '), last: steps.findLast((one) => !one.startsWith('a person')) ?? null }
}
