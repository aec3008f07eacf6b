// The tools a model is offered: the operations its role grants for this query type, and no others, beside the one by which it hands over.

import { jsonSchema, type ToolSet, tool } from 'ai'
import { compilePolicy, type Policy, policyName } from '../../domain/compiler/policy.ts'
import type { Dossier } from '../../domain/discovery/dossier.ts'

export const handOverTool = 'escalate'

type Called = { system: string; operation: string }
export type Offered = { tools: ToolSet; operations: ReadonlyMap<string, Called> }

const prepared = new WeakMap<Dossier, Policy>()

/** Tools carry no `execute`: the model asks, and every call goes through Tenure's one decision. */
export function offeredTools(dossier: Dossier, queryType: string): Offered {
  const policy = prepared.get(dossier) ?? compilePolicy(dossier)
  prepared.set(dossier, policy)
  const permits = Object.hasOwn(policy.permits, queryType) ? policy.permits[queryType]! : {}
  const operations = new Map<string, Called>()
  const tools: ToolSet = {}
  for (const system of policy.systems)
    for (const operation of system.operations) {
      const granted = policyName(system.name, operation.name)
      if (operation.access === 'none' || !Object.hasOwn(permits, granted) || Object.hasOwn(policy.forbidden, granted)) continue
      const name = `${system.name}__${operation.name}`.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 64)
      operations.set(name, { system: system.name, operation: operation.name })
      const what = operation.access === 'read' ? 'Reads.' : 'Changes something.'
      tools[name] = tool({
        description: [`${operation.name} of ${system.title}.`, what, permits[granted]?.purpose ?? ''].join(' ').trim(),
        inputSchema: jsonSchema(operation.arguments ?? { type: 'object' }),
      })
    }
  tools[handOverTool] = tool({
    description: 'Hands the query to a person and ends your part.',
    inputSchema: jsonSchema({
      type: 'object',
      required: ['reason'],
      properties: {
        reason: { type: 'string', description: 'Why, as the person who gets it reads it.' },
        trigger: { type: 'string', enum: ['', ...dossier.workflow.triggers.map(({ name }) => name)] },
      },
    }),
  })
  return { tools, operations }
}
