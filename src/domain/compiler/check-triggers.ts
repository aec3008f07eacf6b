// Checks of what sends a query to a person: triggers reach somebody in time, their tests fire them, and none of them is asleep or always awake.

import type { ASTNode } from '@marcbachmann/cel-js'
import { type Trigger, unlisted } from '../discovery/workflow-map.ts'
import { checkCondition } from './check-steps.ts'
import { covered, type Logic, logicOf, neverFalse, neverTrue } from './condition-logic.ts'
import { universeOf } from './condition-values.ts'
import type { Reporter } from './findings.ts'
import type { Ground } from './ground.ts'

// Source: PRODUCT.md section 3, “fewer than ten triggers (warning)”.
const expectedTriggers = 10

const payloads = new Set(['query', 'requester', 'channel', 'queryType', 'result', 'results', 'fields'])

export function checkTriggers(ground: Ground, report: Reporter): void {
  const { workflow, role } = ground.dossier
  if (workflow.triggers.length < expectedTriggers)
    report.workflow(
      'few-triggers',
      ['triggers'],
      `There are ${workflow.triggers.length} escalation triggers, fewer than ${expectedTriggers}.`,
    )
  for (const at of workflow.triggers.keys()) checkTrigger(ground, report, at)
  for (const [at, rule] of role.escalate_when.entries()) {
    const place = ['escalate_when', at, 'when']
    const ast = checkCondition(ground, report, { text: rule.when, where: 'trigger', place, file: 'role' })
    if (rule.trigger !== null && !workflow.triggers.some(({ name }) => name === rule.trigger))
      report.role('trigger-unknown', ['escalate_when', at, 'trigger'], `“escalate_when” names the trigger “${rule.trigger}”.`)
    if (ast === null) continue
    const logic = logicOf(ast, universeOf(workflow, [ast]))
    if (neverTrue(logic)) report.role('escalation-never-fires', place, `“${rule.when}” can never be true.`)
    if (neverFalse(logic)) report.role('escalation-always-fires', place, `“${rule.when}” is always true.`)
  }
  checkFiring(ground, report)
}

function checkTrigger(ground: Ground, report: Reporter, at: number): void {
  const { workflow } = ground.dossier
  const trigger = workflow.triggers[at]!
  const place = ['triggers', at]
  const { name, who, test } = trigger
  if (who === null) report.workflow('trigger-without-person', place, `“${name}” does not say who gets it.`)
  else if (!ground.isPerson(who))
    report.workflow('person-unknown', [...place, 'who'], `“${name}” goes to “${who}”, who is not under “people”.`)
  if (!trigger.channel?.trim()) report.workflow('trigger-without-channel', place, `“${name}” does not say through which channel.`)
  if (trigger.answerWithinMinutes === null)
    report.workflow('trigger-without-time', place, `“${name}” does not say by when it must be answered.`)
  if (trigger.payload.length === 0)
    report.workflow('trigger-without-payload', place, `“${name}” does not say what the person is told.`)
  for (const [n, part] of trigger.payload.entries()) {
    const [root = '', field] = part.split('.')
    if (!payloads.has(root) || (root === 'fields' && field !== undefined && !Object.hasOwn(workflow.fields, field)))
      report.workflow('payload-unknown', [...place, 'payload', n], `“${name}” promises “${part}”.`)
  }
  if (test === null) report.workflow('trigger-without-test', place, `“${name}” has no query that must fire it.`)
  for (const field of Object.keys(test?.fields ?? {}))
    if (!Object.hasOwn(workflow.fields, field))
      report.workflow('trigger-test-field-unknown', [...place, 'test'], `The test of “${name}” gives the field “${field}”.`)
  checkCondition(ground, report, { text: trigger.condition, where: 'trigger', place: [...place, 'condition'] })
}

function checkFiring(ground: Ground, report: Reporter): void {
  const { workflow } = ground.dossier
  const compiled = workflow.triggers.map(({ condition }) => ground.compile(condition, 'trigger'))
  const asts: (ASTNode | null)[] = compiled.map((one) => (one.ok ? one.condition.ast : null))
  const universe = universeOf(
    workflow,
    asts.filter((ast) => ast !== null),
  )
  const earlier: { name: string; logic: Logic }[] = []
  for (const [at, ast] of asts.entries()) {
    const trigger = workflow.triggers[at]!
    const fires = firstOnTest(ground, trigger)
    const place = ['triggers', at]
    if (fires === null)
      report.workflow('trigger-test-fails', [...place, 'test'], `“${trigger.name}” does not fire on “${trigger.test?.query}”.`)
    else if (fires !== trigger.name)
      report.workflow('trigger-test-taken', [...place, 'test'], `On the test of “${trigger.name}”, “${fires}” fires first.`)
    if (ast === null) continue
    const logic = logicOf(ast, universe)
    const told = { place: [...place, 'condition'], name: trigger.name }
    if (neverTrue(logic)) report.workflow('trigger-never-fires', told.place, `“${told.name}” can never fire.`)
    else if (neverFalse(logic)) report.workflow('trigger-always-fires', told.place, `“${told.name}” fires on every query.`)
    else if (
      covered(
        logic,
        earlier.map((one) => one.logic),
      )
    ) {
      const before = earlier.find((one) => covered(logic, [one.logic]))?.name ?? 'earlier triggers together'
      report.workflow('trigger-shadowed', told.place, `Whenever “${told.name}” would fire, “${before}” has fired already.`)
    }
    earlier.push({ name: trigger.name, logic })
  }
}

/** The first trigger that fires on this one's test; null when this one does not fire. Its own name when it does not compile or has no test: those are findings. */
function firstOnTest(ground: Ground, { name, condition, test }: Trigger): string | null {
  if (test === null) return name
  const { workflow } = ground.dossier
  const inbound = { query: test.query, fields: test.fields, channel: workflow.channels[0] ?? '', requester: 'dossier check' }
  const context = { ...inbound, queryType: ground.classifier.classify(inbound) ?? unlisted }
  const own = ground.compile(condition, 'trigger')
  if (!own.ok) return name
  if (own.evaluate(context) !== true) return null
  const first = workflow.triggers.find((one) => {
    const compiled = ground.compile(one.condition, 'trigger')
    return compiled.ok && compiled.evaluate(context) === true
  })
  return first?.name ?? name
}
