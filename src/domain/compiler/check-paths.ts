// Checks of the workflow map's paths: every step leads somewhere, every decision has an outcome, every condition and blank can be settled.

import { type ConditionPlace, compileCondition } from '../discovery/condition.ts'
import type { Place } from '../discovery/documents.ts'
import type { Dossier } from '../discovery/dossier.ts'
import { operationOf } from '../discovery/integration-map.ts'
import { type Blank, blanksIn } from '../discovery/template.ts'
import type { Step, WorkflowMap } from '../discovery/workflow-map.ts'
import type { Reporter } from './findings.ts'

/** The steps a step can lead to, with the place where each is named. */
function targetsOf(step: Step): { to: string; place: Place }[] {
  switch (step.kind) {
    case 'decision':
      return [
        ...step.branches.map((branch, at) => ({ to: branch.next, place: ['branches', at, 'next'] })),
        ...(step.otherwise === null ? [] : [{ to: step.otherwise, place: ['otherwise'] }]),
      ]
    case 'start':
    case 'action':
    case 'wait':
    case 'reply':
    case 'human':
      return step.next === null ? [] : [{ to: step.next, place: ['next'] }]
    case 'escalate':
    case 'end':
      return []
  }
}

/** The steps a query type's path can reach, in no particular order; empty for a type without a path. */
export function reachableFrom(map: WorkflowMap, start: string | null): Step[] {
  const byId = new Map(map.steps.map((step) => [step.id, step]))
  const found = new Set<Step>()
  const open = start === null ? [] : [start]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = byId.get(id)
    if (!step || found.has(step)) continue
    found.add(step)
    open.push(...targetsOf(step).map((target) => target.to))
  }
  return [...found]
}

export function checkPaths(dossier: Dossier, report: Reporter): void {
  const map = dossier.workflow
  const ids = new Set(map.steps.map((step) => step.id))
  const reached = new Set(map.queryTypes.flatMap((type) => reachableFrom(map, type.start)))
  for (const [at, type] of map.queryTypes.entries()) {
    if (type.start !== null && !ids.has(type.start))
      report.workflow(
        'step-target-missing',
        ['queryTypes', at, 'start'],
        `The path of “${type.name}” starts at “${type.start}”, which is not a step.`,
      )
  }
  for (const [at, step] of map.steps.entries()) {
    for (const target of targetsOf(step)) {
      if (!ids.has(target.to))
        report.workflow(
          'step-target-missing',
          ['steps', at, ...target.place],
          `“${step.id}” leads to “${target.to}”, which is not a step.`,
        )
    }
    if (step.kind === 'decision' && step.otherwise === null)
      report.workflow(
        'decision-without-otherwise',
        ['steps', at],
        `The decision “${step.id}” does not say what happens when no branch holds.`,
      )
    if (!reached.has(step))
      report.workflow('step-unreachable', ['steps', at], `No query type’s path reaches the step “${step.id}”.`)
    checkStep(dossier, report, at)
  }
}

function checkStep(dossier: Dossier, report: Reporter, at: number): void {
  const map = dossier.workflow
  const step = map.steps[at]
  if (!step) return
  const place = ['steps', at]
  if (step.kind === 'action') {
    checkBlanks({ dossier, report, value: step.arguments, place: [...place, 'arguments'] })
    checkOperation(dossier, report, { step, place })
  }
  if (step.kind === 'reply') checkBlanks({ dossier, report, value: step.template, place: [...place, 'template'] })
  if (step.kind === 'decision') {
    for (const [n, branch] of step.branches.entries())
      checkCondition({ dossier, report, text: branch.when, where: 'step', place: [...place, 'branches', n, 'when'] })
  }
  if (step.kind === 'human' && !map.people.some((person) => person.name === step.who))
    report.workflow('person-unknown', [...place, 'who'], `“${step.id}” is done by “${step.who}”, who is not under “people”.`)
  if (step.kind === 'escalate' && step.trigger !== null && !map.triggers.some((trigger) => trigger.name === step.trigger))
    report.workflow('trigger-unknown', [...place, 'trigger'], `“${step.id}” names the trigger “${step.trigger}”.`)
}

function checkOperation(
  dossier: Dossier,
  report: Reporter,
  { step, place }: { step: Extract<Step, { kind: 'action' }>; place: Place },
): void {
  const found = operationOf(dossier.integrations, step.system, step.operation)
  const name = `${step.system}.${step.operation}`
  if (found === null)
    report.workflow(
      'operation-unknown',
      [...place, 'operation'],
      `“${step.id}” calls ${name}, which integrations.yaml does not list.`,
    )
  else if (found.operation.access === 'none')
    report.workflow('operation-without-access', [...place, 'operation'], `“${step.id}” calls ${name}, whose access is “none”.`)
}

type ConditionSpot = { dossier: Dossier; report: Reporter; text: string; where: ConditionPlace; place: Place }

/** Compiles one condition of workflow.yaml; says the column, and which step it reads that is none. */
export function checkCondition({ dossier, report, text, where, place }: ConditionSpot): void {
  const map = dossier.workflow
  const compiled = compileCondition(text, map.fields, where)
  if (!compiled.ok) {
    report.workflow(
      'condition-invalid',
      place,
      `The condition “${text}” does not hold together at column ${compiled.column}: ${compiled.why}.`,
    )
    return
  }
  for (const id of compiled.condition.reads.results) {
    const step = map.steps.find((candidate) => candidate.id === id)
    if (step?.kind !== 'action')
      report.workflow(
        'condition-reads-unknown-step',
        place,
        `The condition “${text}” reads results.${id}, and “${id}” is not an action step.`,
      )
    else checkWriteRead(dossier, report, { step, place })
  }
}

function checkBlanks({
  dossier,
  report,
  value,
  place,
}: {
  dossier: Dossier
  report: Reporter
  value: unknown
  place: Place
}): void {
  for (const blank of blanksIn(value)) {
    const why = blankProblem(dossier.workflow, blank)
    if (why !== null) report.workflow('blank-unknown', place, `${blank.text} ${why}.`)
    const step =
      blank.path[0] === 'results' ? dossier.workflow.steps.find((candidate) => candidate.id === blank.path[1]) : undefined
    if (step?.kind === 'action') checkWriteRead(dossier, report, { step, place })
  }
}

function checkWriteRead(
  dossier: Dossier,
  report: Reporter,
  { step, place }: { step: Extract<Step, { kind: 'action' }>; place: Place },
): void {
  const access = operationOf(dossier.integrations, step.system, step.operation)?.operation.access
  if (access === 'write') report.workflow('write-result-used', place, `The result of the write “${step.id}” is used.`)
}

function blankProblem(map: WorkflowMap, { path }: Blank): string | null {
  const [root, name] = path
  if (root === undefined) return 'is not something that can be filled in'
  if (root === 'fields' && (name === undefined || !Object.hasOwn(map.fields, name)))
    return 'names a field that is not declared under “fields”'
  if (root === 'results' && map.steps.find((step) => step.id === name)?.kind !== 'action')
    return 'names a result of something that is not an action step'
  return null
}
