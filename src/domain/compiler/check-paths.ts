// Checks of the workflow map's paths: every step leads somewhere and is led to, every way through ends, and ends with something done.

import type { QueryType, Step, WorkflowMap } from '../discovery/workflow-map.ts'
import type { Reporter } from './findings.ts'
import { type Ground, reachable } from './ground.ts'
import { endingSteps, idleEnd, mostOn, nextOf } from './routes.ts'

/** The steps a query type's path can reach, in no particular order; empty for a type without a path. */
export function reachableFrom(map: WorkflowMap, start: string | null): Step[] {
  return reachable(new Map(map.steps.map((step) => [step.id, step])), start)
}

export function checkPaths(ground: Ground, report: Reporter): void {
  const { workflow } = ground.dossier
  const steps = new Map(workflow.steps.map((step) => [step.id, step]))
  checkSteps(ground, report, steps)
  const idle = new Set<Step>()
  for (const [at, type] of workflow.queryTypes.entries()) {
    if (type.start === null) continue
    if (!steps.has(type.start)) {
      const what = `The path of “${type.name}” starts at “${type.start}”, which is not a step.`
      report.workflow('step-target-missing', ['queryTypes', at, 'start'], what)
      continue
    }
    const end = idleEnd(steps, type.start, (step) => isAct(ground, step))
    if (end !== null && !idle.has(end)) {
      idle.add(end)
      const what = `On the path of “${type.name}” one can come to “${end.id}” with nothing said, changed or handed over.`
      report.workflow('branch-without-outcome', ['steps', ground.placeOf(end)], what)
    }
    checkLimits(ground, report, { type, start: type.start, steps })
  }
}

function checkSteps({ dossier, reached }: Ground, report: Reporter, steps: ReadonlyMap<string, Step>): void {
  const { workflow } = dossier
  const reachedSteps = new Set(workflow.queryTypes.flatMap((type) => reached(type)))
  const ending = endingSteps(steps)
  for (const [at, step] of workflow.steps.entries()) {
    for (const { to, place } of nextOf(step)) {
      if (!steps.has(to))
        report.workflow('step-target-missing', ['steps', at, ...place], `“${step.id}” leads to “${to}”, which is not a step.`)
    }
    if (step.kind === 'decision' && step.otherwise === null)
      report.workflow(
        'decision-without-otherwise',
        ['steps', at],
        `The decision “${step.id}” does not say what happens when no branch holds.`,
      )
    if (!reachedSteps.has(step))
      report.workflow('step-unreachable', ['steps', at], `No query type’s path reaches the step “${step.id}”.`)
    else if (!ending.has(step.id))
      report.workflow('cycle-without-exit', ['steps', at], `From “${step.id}” no way leads to an end.`)
  }
}

/** A reply, a change, or a person: after one of these a query was not just dropped. */
function isAct({ operation }: Ground, step: Step): boolean {
  if (step.kind === 'action') return operation(step.system, step.operation)?.operation.access !== 'read'
  return step.kind === 'reply' || step.kind === 'human' || step.kind === 'escalate'
}

type Path = { type: QueryType; start: string; steps: ReadonlyMap<string, Step> }

function checkLimits({ dossier, operation }: Ground, report: Reporter, { type, start, steps }: Path): void {
  const { limits } = dossier.role
  const isEffect = (step: Step) => step.kind === 'action' || step.kind === 'reply'
  const isWrite = (step: Step) => step.kind === 'action' && operation(step.system, step.operation)?.operation.access === 'write'
  const counted = [
    { key: 'effectsPerInteraction', limit: limits.effectsPerInteraction, name: 'effects', counts: isEffect },
    { key: 'writesPerInteraction', limit: limits.writesPerInteraction, name: 'writes', counts: isWrite },
  ]
  for (const { key, limit, name, counts } of counted) {
    const most = mostOn(steps, start, (step) => (counts(step) ? 1 : 0))
    if (most > limit)
      report.role(
        'limit-below-path',
        ['limits', key],
        `The path of “${type.name}” can come to ${most} ${name}; the limit is ${limit}.`,
      )
  }
}
