// Queries made up to look at a condition from both sides: values at, between and beyond the borders it names, and the words it looks for.

import type { ASTNode } from '@marcbachmann/cel-js'
import type { Condition, ConditionContext } from '../discovery/condition.ts'
import { partsOf } from '../discovery/condition.ts'
import type { WorkflowMap } from '../discovery/workflow-map.ts'
import { literalOf, namesIn, universeOf } from './condition-values.ts'

// Enough for a decision of six borders; more would make a test of one decision slower than reading the dossier.
const mostContexts = 96

/** Contexts that differ in what these conditions compare; the same list every time. The first has the plainest values. */
export function contextsFor(map: WorkflowMap, conditions: readonly Condition[]): ConditionContext[] {
  const asts = conditions.map(({ ast }) => ast)
  const universe = universeOf(map, asts)
  const names = [...new Set(asts.flatMap(namesIn))].filter((name) => name !== 'query' && name !== 'requester')
  const axes: [string, unknown[]][] = names.map((name) => [
    name,
    universe.pointsOf(name).flatMap((point): unknown[] => {
      if (point.kind === 'value') return [point.value]
      return point.kind === 'other' ? ['another'] : name.startsWith('fields.') ? [undefined] : []
    }),
  ])
  const queries = ['hello', ...asts.flatMap(wordsSought)].slice(0, 40)
  const base = plainest(map, axes, conditions)
  const contexts = queries.map((query) => contextOf(map, query, base))
  for (const [name, values] of axes) for (const value of values) contexts.push(contextOf(map, 'hello', having(base, name, value)))
  // Then two at a time: a border is seen when all else is plain, two conditions that exclude each other when both are set.
  for (const [n, [name, values]] of axes.entries())
    for (const value of values)
      for (const [other, others] of axes.slice(n + 1))
        for (const second of others) contexts.push(contextOf(map, 'hello', having(having(base, name, value), other, second)))
  return contexts.slice(0, mostContexts)
}

/** Values of which as few conditions as possible are true, so that one change at a time shows each of them. */
function plainest(map: WorkflowMap, axes: readonly [string, unknown[]][], conditions: readonly Condition[]): [string, unknown][] {
  let base = axes.map(([name, values]): [string, unknown] => [name, values[0]])
  for (const [name, values] of [...axes, ...axes]) {
    const troubled = values.map((value) => {
      const context = contextOf(map, 'hello', having(base, name, value))
      return conditions.filter((condition) => condition.evaluate(context) !== false).length
    })
    base = having(base, name, values[troubled.indexOf(Math.min(...troubled))])
  }
  return base
}

function having(base: readonly [string, unknown][], name: string, value: unknown): [string, unknown][] {
  return base.map(([key, before]) => [key, key === name ? value : before])
}

/** Every text in the condition as a query, and one longer than every number in it: `size(query) > 3000`. */
export function wordsSought(ast: ASTNode): string[] {
  const found: string[] = []
  const visit = (node: ASTNode): void => {
    const value = literalOf(node)?.value
    if (typeof value === 'string' && value.trim() !== '') found.push(value.replace(/\*$/, ''))
    if (typeof value === 'number' && value > 0 && value < 20_000) found.push('word '.repeat(Math.ceil((value + 1) / 5)))
    for (const part of partsOf(node)) visit(part)
  }
  visit(ast)
  return found
}

function contextOf(map: WorkflowMap, query: string, values: readonly [string, unknown][]): ConditionContext {
  const context = {
    query,
    channel: map.channels[0] ?? '',
    requester: 'someone',
    queryType: map.queryTypes[0]?.name ?? '',
    fields: {} as Record<string, unknown>,
    results: {} as Record<string, unknown>,
    result: {} as unknown,
  }
  for (const [name, value] of values) {
    const path = name.split('.')
    if (value === undefined || path.some((part) => part === '__proto__')) continue
    let holder: Record<string, unknown> = context
    for (const part of path.slice(0, -1)) {
      const inner = Object.hasOwn(holder, part) ? holder[part] : undefined
      const next = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {}
      holder[part] = next
      holder = next
    }
    holder[path.at(-1) ?? ''] = value
  }
  return context
}
