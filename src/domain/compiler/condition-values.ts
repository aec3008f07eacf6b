// The values that the names in a group of conditions can have, reduced to the few that make a difference: every value they are compared with,
// the stretches between numbers, something else, and nothing at all.

import type { ASTNode } from '@marcbachmann/cel-js'
import { partsOf } from '../discovery/condition.ts'
import { unlisted, type WorkflowMap } from '../discovery/workflow-map.ts'

export type Point = { kind: 'absent' } | { kind: 'other' } | { kind: 'value'; value: string | number | boolean | null }

export type Universe = { pointsOf(name: string): readonly Point[] }

type Literal = { value: string | number | boolean | null }

/** A name, or members of one by fixed keys: `fields.vip`, `results.look_up.state`; null for anything else. */
export function nameOf(node: ASTNode): string | null {
  if (node.op === 'id') return node.args
  if (node.op !== '.' && node.op !== '[]') return null
  const [of, key] = node.args
  const target = nameOf(of)
  const member = typeof key === 'string' ? key : literalOf(key)?.value
  return target === null || typeof member !== 'string' ? null : `${target}.${member}`
}

export function literalOf(node: ASTNode): Literal | null {
  if (node.op === '-_') {
    const inner = literalOf(node.args)
    return typeof inner?.value === 'number' ? { value: -inner.value } : null
  }
  if (node.op !== 'value') return null
  const value: unknown = node.args
  if (typeof value === 'bigint') return { value: Number(value) }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null ? { value } : null
}

/** Every name compared with a value somewhere in the tree, with those values. */
export function comparisonsIn(ast: ASTNode): { name: string; value: Literal['value'] }[] {
  const found: { name: string; value: Literal['value'] }[] = []
  const visit = (node: ASTNode): void => {
    if (Array.isArray(node.args) && node.args.length === 2 && /^([=!]=|[<>]=?|in)$/.test(node.op)) {
      const [left, right] = node.args as [ASTNode, ASTNode]
      for (const [one, other] of [
        [left, right],
        [right, left],
      ] as const) {
        const name = nameOf(one)
        if (name === null) continue
        const values = other.op === 'list' ? other.args.map(literalOf) : [literalOf(other)]
        for (const literal of values) if (literal !== null) found.push({ name, value: literal.value })
      }
    }
    for (const part of partsOf(node)) visit(part)
  }
  visit(ast)
  return found
}

/** Every name the tree reads, at its full length: `results.look_up.state` and not `results` too. */
export function namesIn(ast: ASTNode): string[] {
  const found: string[] = []
  const visit = (node: ASTNode): void => {
    const name = nameOf(node)
    if (name === null) for (const part of partsOf(node)) visit(part)
    else found.push(name)
  }
  visit(ast)
  return found
}

/** The universe of conditions that are looked at together. */
export function universeOf(map: WorkflowMap, asts: readonly ASTNode[]): Universe {
  const values = new Map<string, Set<Literal['value']>>()
  for (const { name, value } of asts.flatMap(comparisonsIn)) values.set(name, (values.get(name) ?? new Set()).add(value))
  const known = new Map<string, readonly Point[]>()
  return {
    pointsOf(name) {
      const before = known.get(name) ?? pointsOf(map, name, [...(values.get(name) ?? [])])
      known.set(name, before)
      return before
    },
  }
}

const absent: Point = { kind: 'absent' }
const other: Point = { kind: 'other' }
const points = (values: Iterable<Literal['value']>): Point[] => [...new Set(values)].map((value) => ({ kind: 'value', value }))

function pointsOf(map: WorkflowMap, name: string, values: Literal['value'][]): readonly Point[] {
  // The type is always one of these: whoever asks conditions gives it. A channel may be one that nobody declared.
  if (name === 'queryType') return points([...map.queryTypes.map((type) => type.name), unlisted])
  if (name === 'channel') return [...points([...map.channels, ...values]), other]
  if (name === 'query' || name === 'requester') return [...points(values), other]
  const field = name.startsWith('fields.') ? map.fields[name.slice('fields.'.length)] : undefined
  if (field === 'boolean') return [...points([true, false]), absent]
  if (field === 'number') return [...points(stretches(values)), absent]
  if (field === 'string') return [...points(values.filter((value) => typeof value === 'string')), other, absent]
  return [...points([true, false, ...values, ...stretches(values)]), other, absent]
}

/** Each number, one between every two, one below and one above all. */
function stretches(values: readonly Literal['value'][]): number[] {
  const numbers = values.filter((value) => typeof value === 'number').sort((a, b) => a - b)
  const [first] = numbers
  if (first === undefined) return [0]
  const last = numbers.at(-1) ?? first
  const between = numbers.slice(1).map((number, at) => ((numbers[at] ?? number) + number) / 2)
  return [first - 1, ...numbers, ...between, last + 1]
}
