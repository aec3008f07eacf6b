// The policy: what of a dossier is enforced, compiled in one pass. Permits per query type and operation, what sends a query to people, limits,
// destinations, what reviewers look for, and the tests that hold it to its word. What runs is what was compiled: every ruling names the policy's hash.

import type { Dossier } from '../discovery/dossier.ts'
import type { System } from '../discovery/integration-map.ts'
import { covers, type GrantTerms, type RoleDefinition } from '../discovery/role-definition.ts'
import type { QueryType, Step, WorkflowMap } from '../discovery/workflow-map.ts'
import { reachableFrom } from './check-paths.ts'

/** All of the grant that applies; `fields` null: every field the operation returns. `terms` is there when the grant has any. */
export type Permission = { purpose: string | null; fields: string[] | null; alwaysReview: boolean; terms?: GrantTerms }

/** Everything that sends a query to a person whatever the agent says. `trigger` null: a rule of the role definition that names none. */
type EscalationRule = {
  trigger: string | null
  condition: string
  reason: string
  who: string | null
  channel: string | null
  answerWithinMinutes: number | null
}

/** What a right answer looks like, in the dossier's own words. */
export type Rubric = { steps: string[]; mustNot: string[]; triggers: string[] }

export type Policy = {
  /** The form of this record; a program that does not know it refuses it. */
  form: 1
  workflow: string
  employee: string
  /** Declared fields of a query: conditions read no others. */
  fields: WorkflowMap['fields']
  /** query type → operation (`system.operation` or `reply`) → permission. What is not here is refused. */
  permits: Record<string, Record<string, Permission>>
  /** Operations that are refused whatever is granted, and why. */
  forbidden: Record<string, string | null>
  systems: System[]
  escalations: EscalationRule[]
  limits: RoleDefinition['limits']
  destinations: RoleDefinition['destinations']
  onRefusal: RoleDefinition['on_refusal']
  majors: string[]
  rubric: Record<string, Rubric>
  /** Queries that must reach a person, each with the trigger that must see to it. */
  escalationTests: { trigger: string; query: string; fields: Record<string, unknown> }[]
}

/** The name of an operation in a policy; null and null is the reply. */
export function policyName(system: string | null, operation: string | null): string {
  return system === null ? 'reply' : `${system}.${operation}`
}

/** Compiles a dossier that can be read. Pure and deterministic: equal content, equal policy. Errors the compiler finds do not stop it: what is broken is refused. */
export function compilePolicy(dossier: Dossier): Policy {
  const { workflow, role, integrations } = dossier
  const operations = [
    { system: null, operation: null },
    ...integrations.systems.flatMap((system) =>
      system.operations.filter(({ access }) => access !== 'none').map(({ name }) => ({ system: system.name, operation: name })),
    ),
  ]
  const forbidden = operations.flatMap(({ system, operation }) => {
    const rule = role.must_not.find((one) => covers(one.do, system, operation))
    return rule ? [[policyName(system, operation), rule.why] as const] : []
  })
  return {
    form: 1,
    workflow: workflow.workflow,
    employee: workflow.employee,
    fields: workflow.fields,
    permits: Object.fromEntries(workflow.queryTypes.map((type) => [type.name, permitsOf(role, type.name, operations)])),
    forbidden: Object.fromEntries(forbidden),
    systems: integrations.systems,
    escalations: escalationsIn(dossier),
    limits: role.limits,
    destinations: role.destinations,
    onRefusal: role.on_refusal,
    majors: workflow.queryTypes.filter((type) => type.major).map((type) => type.name),
    rubric: Object.fromEntries(workflow.queryTypes.map((type) => [type.name, rubricOf(dossier, type)])),
    escalationTests: workflow.triggers.flatMap(({ name, test }) => (test === null ? [] : [{ trigger: name, ...test }])),
  }
}

type Named = { system: string | null; operation: string | null }

function permitsOf(role: RoleDefinition, queryType: string, operations: readonly Named[]): Record<string, Permission> {
  const permits = operations.flatMap(({ system, operation }) => {
    const grant = role.may.find(
      (one) => covers(one.do, system, operation) && (one.for.length === 0 || one.for.includes(queryType)),
    )
    if (!grant) return []
    const alwaysReview = role.always_review.some((ref) => covers(ref, system, operation))
    const { do: _does, for: _types, purpose, fields, ...terms } = grant
    const permission: Permission = { purpose, fields, alwaysReview, ...(Object.keys(terms).length === 0 ? {} : { terms }) }
    return [[policyName(system, operation), permission] as const]
  })
  return Object.fromEntries(permits)
}

/** Triggers of the map first, then the role's own rules: the order in which they are asked. */
function escalationsIn({ workflow, role }: Dossier): EscalationRule[] {
  const reach = (name: string | null) => {
    const trigger = workflow.triggers.find((one) => one.name === name)
    return {
      who: trigger?.who ?? null,
      channel: trigger?.channel ?? null,
      answerWithinMinutes: trigger?.answerWithinMinutes ?? null,
    }
  }
  return [
    ...workflow.triggers.map(({ name, condition }) => ({
      trigger: name,
      condition,
      reason: `trigger “${name}”`,
      ...reach(name),
    })),
    ...role.escalate_when.map(({ trigger, when, why }) => ({ trigger, condition: when, reason: why, ...reach(trigger) })),
  ]
}

function rubricOf({ workflow, role }: Dossier, type: QueryType): Rubric {
  const settled = type.resolution === null ? [type.practice, type.sop] : [type.resolution.what]
  return {
    steps: [...settled.filter((text) => text !== null), ...reachableFrom(workflow, type.start).flatMap(inWords)],
    mustNot: role.must_not.map((rule) => (rule.why === null ? rule.do : `${rule.do}: ${rule.why}`)),
    triggers: [
      ...role.escalate_when.map((rule) => rule.why),
      ...workflow.triggers.map((trigger) => `${trigger.name}: ${trigger.condition}`),
    ],
  }
}

/** Only what changes something or leaves the house is worth a line beside a card; the rest is in the map. */
function inWords(step: Step): string[] {
  return step.kind === 'action' || step.kind === 'escalate' ? [step.title] : []
}
