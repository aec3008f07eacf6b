// The tools a model is offered: the operations its role grants for this query type, and no others, beside the one by which it hands over.

import { jsonSchema, type ToolSet, tool } from 'ai'
import { compilePolicy, type Policy, policyName } from '../../domain/compiler/policy.ts'
import type { Dossier } from '../../domain/discovery/dossier.ts'
import { grantedOperations } from '../../domain/oversight/tool-names.ts'

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
  for (const { name, system, operation } of grantedOperations(policy, [queryType])) {
    operations.set(name, { system: system.name, operation: operation.name })
    const what = operation.access === 'read' ? 'Reads.' : 'Changes something.'
    const purpose = permits[policyName(system.name, operation.name)]?.purpose ?? ''
    tools[name] = tool({
      description: [`${operation.name} of ${system.title}.`, what, purpose].join(' ').trim(),
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
