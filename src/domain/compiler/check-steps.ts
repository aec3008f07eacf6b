// Checks of single steps: their conditions, blanks and arguments can be settled, and what they name is there.

import type { ASTNode } from '@marcbachmann/cel-js'
import type { ConditionPlace } from '../discovery/condition.ts'
import type { Place } from '../discovery/documents.ts'
import { type Blank, blanksIn } from '../discovery/template.ts'
import type { Step, WorkflowMap } from '../discovery/workflow-map.ts'
import { unlisted } from '../discovery/workflow-map.ts'
import { covered, type Logic, logicOf, neverFalse, neverTrue } from './condition-logic.ts'
import { comparisonsIn, namesIn, universeOf } from './condition-values.ts'
import type { Reporter } from './findings.ts'
import type { Action, Ground } from './ground.ts'
import { stepsBefore } from './routes.ts'

type Spot = { step: Step; place: Place }
type Before = (id: string) => ReadonlySet<string>

export function checkSteps(ground: Ground, report: Reporter): void {
  const { workflow } = ground.dossier
  const before = stepsBefore(new Map(workflow.steps.map((step) => [step.id, step])))
  for (const [at, step] of workflow.steps.entries()) {
    const place = ['steps', at]
    for (const [value, key] of filledIn(step)) checkBlanks(ground, report, { step, before, value, place: [...place, key] })
    if (step.kind === 'action') checkCall(ground, report, step, place)
    if (step.kind === 'decision') {
      for (const [n, branch] of step.branches.entries()) {
        const spot = { text: branch.when, where: 'step' as const, place: [...place, 'branches', n, 'when'] }
        const ast = checkCondition(ground, report, spot)
        if (ast !== null) checkReads(ground, report, { step, before, place: spot.place, names: namesIn(ast) })
      }
      checkBranches(ground, report, { step, place })
    }
    if (step.kind === 'human') checkHuman(ground, report, step, place)
    if (step.kind === 'escalate' && step.trigger !== null && !workflow.triggers.some(({ name }) => name === step.trigger))
      report.workflow('trigger-unknown', [...place, 'trigger'], `“${step.id}” names the trigger “${step.trigger}”.`)
  }
}

function filledIn(step: Step): [unknown, string][] {
  if (step.kind === 'action') return [[step.arguments, 'arguments']]
  return step.kind === 'reply' ? [[step.template, 'template']] : []
}

function checkHuman(ground: Ground, report: Reporter, step: Extract<Step, { kind: 'human' }>, place: Place): void {
  if (!ground.isPerson(step.who))
    report.workflow('person-unknown', [...place, 'who'], `“${step.id}” is done by “${step.who}”, who is not under “people”.`)
  for (const [n, name] of step.uses.entries()) {
    const [system = '', ...operation] = name.split('.')
    if (ground.operation(system, operation.join('.')) === undefined)
      report.workflow(
        'operation-unknown',
        [...place, 'uses', n],
        `“${step.id}” uses ${name}, which integrations.yaml does not list.`,
      )
  }
}

function checkCall(ground: Ground, report: Reporter, step: Action, place: Place): void {
  const found = ground.operation(step.system, step.operation)
  const name = `${step.system}.${step.operation}`
  if (found === undefined) {
    report.workflow(
      'operation-unknown',
      [...place, 'operation'],
      `“${step.id}” calls ${name}, which integrations.yaml does not list.`,
    )
    return
  }
  if (found.operation.access === 'none')
    report.workflow('operation-without-access', [...place, 'operation'], `“${step.id}” calls ${name}, whose access is “none”.`)
  const { required, properties, closed } = argumentsOf(found.operation.arguments)
  for (const argument of required)
    if (!Object.hasOwn(step.arguments, argument))
      report.workflow('argument-missing', [...place, 'arguments'], `“${step.id}” calls ${name} without “${argument}”.`)
  for (const argument of Object.keys(step.arguments))
    if (closed && !properties.has(argument))
      report.workflow('argument-unknown', [...place, 'arguments', argument], `“${step.id}” gives ${name} “${argument}”.`)
}

/** What a JSON Schema says of an object's members, as far as it says so at its top level. */
export function argumentsOf(schema: Readonly<Record<string, unknown>> | null): {
  required: string[]
  properties: Set<string>
  closed: boolean
} {
  const { required, properties, additionalProperties } = schema ?? {}
  return {
    required: Array.isArray(required) ? required.filter((one) => typeof one === 'string') : [],
    properties: new Set(typeof properties === 'object' && properties !== null ? Object.keys(properties) : []),
    closed: additionalProperties === false,
  }
}

type ConditionSpot = { text: string; where: ConditionPlace; place: Place; file?: 'workflow' | 'role' }

/** Compiles one condition; says the column where it breaks, and names it compares with that do not exist. The tree, or null. */
export function checkCondition(
  ground: Ground,
  report: Reporter,
  { text, where, place, file = 'workflow' }: ConditionSpot,
): ASTNode | null {
  const compiled = ground.compile(text, where)
  if (!compiled.ok) {
    const what = `The condition “${text}” does not hold together at column ${compiled.column}: ${compiled.why}.`
    report[file]('condition-invalid', place, what)
    return null
  }
  const { queryTypes, channels } = ground.dossier.workflow
  const known: Record<string, Set<unknown>> = {
    queryType: new Set([...queryTypes.map((type) => type.name), unlisted]),
    channel: new Set(channels),
  }
  for (const { name, value } of comparisonsIn(compiled.condition.ast))
    if (known[name] && !known[name].has(value))
      report[file]('condition-names-unknown', place, `The condition “${text}” compares ${name} with “${value}”.`)
  return compiled.condition.ast
}

function checkBranches(ground: Ground, report: Reporter, { step, place }: Spot): void {
  if (step.kind !== 'decision') return
  const compiled = step.branches.map((branch) => ground.compile(branch.when, 'step'))
  if (!compiled.every((one) => one.ok)) return
  const asts = compiled.map(({ condition }) => condition.ast)
  const universe = universeOf(ground.dossier.workflow, asts)
  const earlier: Logic[] = []
  for (const [n, ast] of asts.entries()) {
    const logic = logicOf(ast, universe)
    const never = neverTrue(logic)
    if (never || covered(logic, earlier))
      report.workflow(
        'branch-unreachable',
        [...place, 'branches', n, 'when'],
        `The branch “${step.branches[n]?.when}” of “${step.id}” is never taken${never ? ': it can never be true' : ''}.`,
      )
    earlier.push(logic)
  }
  if (step.otherwise !== null && earlier.some(neverFalse))
    report.workflow('otherwise-unreachable', [...place, 'otherwise'], `A branch of “${step.id}” is always taken.`)
}

type Reads = { step: Step; before: Before; place: Place }

/** Names such as `results.look_up.state`: the step must be a call that can come before, and its answer must hold the field. */
function checkReads(ground: Ground, report: Reporter, reads: Reads & { names: readonly string[] }): void {
  for (const name of reads.names) {
    const [root, id, field] = name.split('.')
    if (root === 'results' && id !== undefined) checkResult(ground, report, { ...reads, name, id, field })
  }
}

type Result = Reads & { name: string; id: string; field: string | undefined }

function checkResult(ground: Ground, report: Reporter, { step, before, place, name, id, field }: Result): void {
  const source = ground.stepOf(id)
  if (source?.kind !== 'action') {
    report.workflow('condition-reads-unknown-step', place, `“${step.id}” reads ${name}, and “${id}” is not an action step.`)
    return
  }
  if (!before(step.id).has(id)) {
    report.workflow('result-not-yet-there', place, `“${step.id}” reads ${name}, and no path does “${id}” before it.`)
    return
  }
  const operation = ground.operation(source.system, source.operation)?.operation
  if (operation?.access === 'write')
    report.workflow('write-result-used', place, `“${step.id}” reads ${name}, the result of a write.`)
  if (field === undefined || operation === undefined) return
  if (operation.returns !== null && !operation.returns.includes(field)) {
    report.workflow('result-field-unknown', place, `“${step.id}” reads ${name}, and ${operation.name} does not return it.`)
    return
  }
  checkFieldGrant(ground, report, { source, field, name, place, step })
}

type FieldUse = { source: Action; field: string; name: string; place: Place; step: Step }

/** Data fields are granted one by one: what a path uses must be on the grant's list, where there is one. */
function checkFieldGrant(ground: Ground, report: Reporter, { source, field, name, place, step }: FieldUse): void {
  const { role, workflow } = ground.dossier
  for (const type of workflow.queryTypes) {
    const reached = ground.reached(type)
    if (!reached.includes(source) || !reached.includes(step)) continue
    const at = ground.grantFor(type.name, source.system, source.operation)
    const fields = at === null ? null : (role.may[at]?.fields ?? null)
    if (fields === null || fields.includes(field)) continue
    const what = `“${step.id}” uses ${name} on the path of “${type.name}”; the grant of ${source.system}.${source.operation} does not list “${field}”.`
    report.workflow('field-not-granted', place, what)
    return
  }
}

function checkBlanks(ground: Ground, report: Reporter, reads: Reads & { value: unknown }): void {
  for (const blank of blanksIn(reads.value)) {
    const why = blankProblem(ground.dossier.workflow, ground.stepOf(blank.path[1] ?? ''), blank)
    if (why === null) checkReads(ground, report, { ...reads, names: [blank.path.join('.')] })
    else report.workflow('blank-unknown', reads.place, `${blank.text} ${why}.`)
  }
}

function blankProblem(map: WorkflowMap, step: Step | undefined, { path }: Blank): string | null {
  const [root, name] = path
  if (root === undefined) return 'is not something that can be filled in'
  if (root === 'fields' && (name === undefined || !Object.hasOwn(map.fields, name)))
    return 'names a field that is not declared under “fields”'
  if (root === 'results' && step?.kind !== 'action') return 'names a result of something that is not an action step'
  return null
}
