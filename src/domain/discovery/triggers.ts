// Which of a dossier's escalation triggers a query fires. A trigger that cannot be decided fires: the query goes to a person.

import { type ConditionContext, compileCondition, type DeclaredFields } from './condition.ts'
import type { RoleDefinition } from './role-definition.ts'
import type { WorkflowMap } from './workflow-map.ts'

/** `trigger` is the name in `triggers` of workflow.yaml, or null for a rule of the role definition that names none. */
type Fired = { trigger: string | null; reason: string }

export type Triggers = (context: ConditionContext) => Fired | null

type Rule = { trigger: string | null; condition: string; reason: string }

/** The triggers of the workflow map alone, compiled; the first that fires, in the order of the map. */
export function triggersOf(map: WorkflowMap): Triggers {
  const rules = map.triggers.map((trigger) => ({
    trigger: trigger.name,
    condition: trigger.condition,
    reason: `trigger “${trigger.name}”`,
  }))
  return compiled(rules, map.fields)
}

/**
 * The triggers of the map, then `escalate_when` of the role definition: everything that sends a query to people whatever the agent says.
 * The caller MUST give the query type where it is known; a condition over it is undecided, and so fires, where it is not.
 */
export function escalationsOf(dossier: { workflow: WorkflowMap; role: RoleDefinition }): Triggers {
  const fromRole = dossier.role.escalate_when.map((rule) => ({ trigger: rule.trigger, condition: rule.when, reason: rule.why }))
  const [first, second] = [triggersOf(dossier.workflow), compiled(fromRole, dossier.workflow.fields)]
  return (context) => first(context) ?? second(context)
}

function compiled(rules: readonly Rule[], fields: DeclaredFields): Triggers {
  const conditions = rules.map((rule) => ({ ...rule, compiled: compileCondition(rule.condition, fields, 'trigger') }))
  return (context) => {
    for (const { trigger, reason, compiled } of conditions) {
      const decided = compiled.ok ? compiled.evaluate(context) : 'undecided'
      if (decided === true) return { trigger, reason }
      if (decided === 'undecided') return { trigger, reason: `${reason} could not be decided` }
    }
    return null
  }
}
