// Generated tests of what sends a query to a person: each trigger on its own test and on every phrase it looks for, whom it reaches, and each rule of
// the role definition on a query made up to fit it.

import { contextsFor, wordsSought } from '../compiler/condition-witness.ts'
import { type CompiledCondition, type ConditionContext, compileCondition } from '../discovery/condition.ts'
import { documentNames } from '../discovery/documents.ts'
import { unlisted } from '../discovery/workflow-map.ts'
import type { DossierTest, Subject } from './dossier-test.ts'

export function escalationTests(own: Subject): DossierTest[] {
  return [...triggerTests(own), ...roleTests(own), ...ordinaryTests(own)]
}

function triggerTests(own: Subject): DossierTest[] {
  const { workflow } = own.dossier
  return workflow.triggers.flatMap((trigger, at) => {
    const place = ['triggers', at]
    const made: DossierTest[] = [reachTest(own, trigger.name, at)]
    if (trigger.test !== null) {
      const { query, fields } = trigger.test
      made.push({
        name: `“${trigger.name}” fires on its test “${query}”`,
        file: documentNames.workflow,
        place: [...place, 'test'],
        run: (subject) => firesOn(subject, trigger.name, query, fields),
      })
    }
    const compiled = compileCondition(trigger.condition, workflow.fields, 'trigger')
    for (const query of compiled.ok ? new Set(wordsSought(compiled.condition.ast)) : [])
      made.push({
        name: `“${trigger.name}” fires on “${query.slice(0, 60)}”`,
        file: documentNames.workflow,
        place: [...place, 'condition'],
        run: (subject) => firesOn(subject, trigger.name, query, {}),
      })
    return made.filter((test) => test.run(own) === null)
  })
}

function firesOn(
  { dossier, classifier, escalates }: Subject,
  trigger: string,
  query: string,
  fields: Record<string, unknown>,
): string | null {
  const inbound = { query, fields, channel: dossier.workflow.channels[0] ?? '', requester: 'dossier test' }
  const fired = escalates({ ...inbound, queryType: classifier.classify(inbound) ?? unlisted })
  if (fired === null) return 'nothing fires'
  return fired.trigger === trigger ? null : `it goes to a person by ${fired.reason}`
}

function reachTest({ dossier }: Subject, name: string, at: number): DossierTest {
  const trigger = dossier.workflow.triggers[at]!
  const reach = (one: typeof trigger) =>
    `${one.who ?? 'nobody'} through ${one.channel ?? 'no channel'} within ${one.answerWithinMinutes ?? 'no'} minutes with ${one.payload.join(', ') || 'nothing'}`
  const wanted = reach(trigger)
  return {
    name: `“${name}” reaches ${wanted}`,
    file: documentNames.workflow,
    place: ['triggers', at],
    run: (subject) => {
      const found = subject.dossier.workflow.triggers.find((one) => one.name === name)
      return found === undefined ? 'there is no such trigger' : reach(found) === wanted ? null : `it reaches ${reach(found)}`
    },
  }
}

/** A rule without a made-up query that fits it has no test; the compiler says when it can never fire. */
function roleTests(own: Subject): DossierTest[] {
  const { workflow, role } = own.dossier
  return role.escalate_when.flatMap((rule, at) => {
    const compiled = compileCondition(rule.when, workflow.fields, 'trigger')
    const context = compiled.ok ? fitting(own, compiled) : undefined
    if (context === undefined) return []
    const test: DossierTest = {
      name: `“${rule.when}” sends a query to a person`,
      file: documentNames.role,
      place: ['escalate_when', at],
      run: ({ escalates }) => (escalates(context) === null ? 'nothing sends it to a person' : null),
    }
    return [test]
  })
}

function fitting({ dossier }: Subject, compiled: CompiledCondition & { ok: true }): ConditionContext | undefined {
  const contexts = contextsFor(dossier.workflow, [compiled.condition])
  return contexts.find((context) => compiled.evaluate(context) === true)
}

const ordinaryPerType = 2

/** What nothing sends to a person still is not: a rule that became true of everything would hand over every query. */
function ordinaryTests(own: Subject): DossierTest[] {
  const { queryTypes, channels } = own.dossier.workflow
  return queryTypes.flatMap((type, at) => {
    const context = (query: string) => ({
      query,
      fields: {},
      channel: channels[0] ?? '',
      requester: 'someone',
      queryType: type.name,
    })
    const ordinary = type.examples.flatMap((query, n) => (own.escalates(context(query)) === null ? [{ query, n }] : []))
    return ordinary.slice(0, ordinaryPerType).map(
      ({ query, n }): DossierTest => ({
        name: `“${query}” is handled without a person`,
        file: documentNames.workflow,
        place: ['queryTypes', at, 'examples', n],
        run: ({ escalates }) => {
          const fired = escalates(context(query))
          return fired === null ? null : `it goes to a person by ${fired.reason}`
        },
      }),
    )
  })
}
