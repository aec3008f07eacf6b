// Which of a dossier's escalation triggers a query fires. A trigger that cannot be decided fires: the query goes to a person.

import { type ConditionContext, compileCondition, type DeclaredFields } from './condition.ts'
import type { WorkflowMap } from './workflow-map.ts'

/** `trigger` is the name in `triggers` of workflow.yaml, or null for a rule of the role definition that names none. */
type Fired = { trigger: string | null; reason: string }

export type Triggers = (context: ConditionContext) => Fired | null

export type Rule = { trigger: string | null; condition: string; reason: string }

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
 * Rules as a compiled policy carries them: everything that sends a query to people whatever the agent says, in the order they are asked.
 * The caller MUST give the query type where it is known; a condition over it is undecided, and so fires, where it is not.
 */
export function escalationsOf(policy: { escalations: readonly Rule[]; fields: DeclaredFields }): Triggers {
  return compiled(policy.escalations, policy.fields)
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
