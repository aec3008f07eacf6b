// Checks of what people said: triggers reach somebody in time, facts lead back to an interview, differences between SOP and practice are settled.

import { type Classifier, classifierFor } from '../discovery/classify.ts'
import { compileCondition } from '../discovery/condition.ts'
import { interviewPath } from '../discovery/documents.ts'
import type { Dossier } from '../discovery/dossier.ts'
import { plainText } from '../discovery/words.ts'
import { type Trigger, unlisted, type WorkflowMap } from '../discovery/workflow-map.ts'
import { checkCondition } from './check-paths.ts'
import type { Reporter } from './findings.ts'

// Source: PRODUCT.md section 3, “fewer than ten triggers (warning)”.
const expectedTriggers = 10

export function checkPeople(dossier: Dossier, report: Reporter): void {
  const classifier = classifierFor(dossier.workflow)
  checkTypes(dossier, report, classifier)
  checkTriggers(dossier, report, classifier)
  checkInterviews(dossier, report)
  for (const [at, edge] of dossier.workflow.edgeCases.entries()) {
    if (!edge.handling?.trim())
      report.workflow('edge-case-without-handling', ['edgeCases', at], `Nobody has said how “${edge.name}” is handled.`)
  }
}

function checkTypes(dossier: Dossier, report: Reporter, classifier: Classifier): void {
  const map = dossier.workflow
  const [channel] = map.channels
  if (!map.queryTypes.some((type) => type.major))
    report.workflow('no-major-type', ['queryTypes'], 'No query type is marked as major.')
  for (const [at, type] of map.queryTypes.entries()) {
    const place = ['queryTypes', at]
    if (type.name === unlisted) report.workflow('name-reserved', [...place, 'name'], `A query type is called “${unlisted}”.`)
    if (type.start === null) report.workflow('type-without-path', place, `“${type.name}” has no path.`)
    if (type.examples.length < 2)
      report.workflow('type-with-few-examples', place, `“${type.name}” has ${type.examples.length} of at least 2 examples.`)
    for (const [n, text] of type.rules.entries())
      checkCondition({ dossier, report, text, where: 'rule', place: [...place, 'rules', n] })
    for (const [n, query] of type.start === null ? [] : type.examples.entries()) {
      const read = classifier.classify({ query, channel: channel ?? '', requester: '', fields: {} })
      if (read !== type.name)
        report.workflow(
          'example-misread',
          [...place, 'examples', n],
          `The example “${query}” of “${type.name}” is read as ${read === null ? 'no type' : `“${read}”`}.`,
        )
    }
    const differ = type.sop !== null && type.practice !== null && plainText(type.sop) !== plainText(type.practice)
    if (differ && type.resolution === null)
      report.workflow(
        'sop-and-practice-differ',
        [...place, 'practice'],
        `For “${type.name}” the SOP says one thing and people do another.`,
      )
  }
}

function checkTriggers(dossier: Dossier, report: Reporter, classifier: Classifier): void {
  const map = dossier.workflow
  if (map.triggers.length < expectedTriggers)
    report.workflow(
      'few-triggers',
      ['triggers'],
      `There are ${map.triggers.length} escalation triggers, fewer than ${expectedTriggers}.`,
    )
  for (const [at, trigger] of map.triggers.entries()) {
    const place = ['triggers', at]
    if (trigger.who === null) report.workflow('trigger-without-person', place, `“${trigger.name}” does not say who gets it.`)
    else if (!map.people.some((person) => person.name === trigger.who))
      report.workflow(
        'person-unknown',
        [...place, 'who'],
        `“${trigger.name}” goes to “${trigger.who}”, who is not under “people”.`,
      )
    if (trigger.channel === null)
      report.workflow('trigger-without-channel', place, `“${trigger.name}” does not say through which channel.`)
    if (trigger.answerWithinMinutes === null)
      report.workflow('trigger-without-time', place, `“${trigger.name}” does not say by when it must be answered.`)
    if (trigger.test === null) report.workflow('trigger-without-test', place, `“${trigger.name}” has no query that must fire it.`)
    checkCondition({ dossier, report, text: trigger.condition, where: 'trigger', place: [...place, 'condition'] })
    if (trigger.test !== null && !firesOnItsTest(map, classifier, trigger))
      report.workflow('trigger-test-fails', [...place, 'test'], `“${trigger.name}” does not fire on “${trigger.test.query}”.`)
  }
  for (const [at, rule] of dossier.role.escalate_when.entries()) {
    const compiled = compileCondition(rule.when, map.fields, 'trigger')
    if (!compiled.ok)
      report.role(
        'condition-invalid',
        ['escalate_when', at, 'when'],
        `The condition “${rule.when}” does not hold together at column ${compiled.column}: ${compiled.why}.`,
      )
    if (rule.trigger !== null && !map.triggers.some((trigger) => trigger.name === rule.trigger))
      report.role('trigger-unknown', ['escalate_when', at, 'trigger'], `“escalate_when” names the trigger “${rule.trigger}”.`)
  }
}

/** True also when the condition does not compile: that is a finding of its own. */
function firesOnItsTest(map: WorkflowMap, classifier: Classifier, { condition, test }: Trigger): boolean {
  const compiled = compileCondition(condition, map.fields, 'trigger')
  if (!compiled.ok || test === null) return true
  const inbound = { query: test.query, fields: test.fields, channel: map.channels[0] ?? '', requester: 'dossier check' }
  return compiled.evaluate({ ...inbound, queryType: classifier.classify(inbound) ?? unlisted }) === true
}

function checkInterviews(dossier: Dossier, report: Reporter): void {
  const { interviews, workflow } = dossier
  if (!interviews.some((interview) => interview.doesTheWork))
    report.at('interview-missing', { file: 'interviews/', place: [], what: 'No interview is with a person who does the work.' })
  for (const interview of interviews) {
    for (const [at, { question, answer }] of interview.openQuestions.entries())
      if (answer === null)
        report.at('question-open', {
          file: interviewPath(interview.id),
          place: ['openQuestions', at],
          what: `Not answered yet: ${question}`,
        })
  }
  for (const [at, { question, answer }] of workflow.openQuestions.entries())
    if (answer === null) report.workflow('question-open', ['openQuestions', at], `Not answered yet: ${question}`)
  for (const key of ['queryTypes', 'steps', 'triggers', 'edgeCases'] as const) {
    for (const [at, { from }] of workflow[key].entries()) {
      if (from !== null && !interviews.some((interview) => interview.id === from))
        report.workflow('interview-unknown', [key, at, 'from'], `A fact is said to come from the interview “${from}”.`)
    }
  }
}
