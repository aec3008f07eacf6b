import { expect, it } from 'vitest'
import type { Flow, FlowNode } from '../../../api.ts'
import { box, found, paths, place, shown } from './flow-layout.ts'

const node = (id: string, kind: FlowNode['kind'] = 'action', more: Partial<FlowNode> = {}): FlowNode => ({
  id,
  kind,
  title: id,
  lane: 'employee',
  queryTypes: [],
  system: null,
  operation: null,
  access: null,
  sop: null,
  practice: null,
  conflict: 'none',
  from: null,
  ...more,
})
const edge = (from: string, to: string) => ({ id: `${from}>${to}`, from, to, kind: 'next' as const, label: null })

const flow: Flow = {
  nodes: [
    node('query:a', 'query'),
    node('query:b', 'query'),
    node('a1'),
    node('both', 'end'),
    node('b1', 'action', { title: 'Unlock the account', system: 'directory', operation: 'unlock' }),
    node('lost'),
  ],
  edges: [edge('query:a', 'a1'), edge('a1', 'both'), edge('query:b', 'b1'), edge('b1', 'both')],
  lanes: [{ id: 'employee', title: 'Mira', kind: 'employee' }],
}

it('puts no box upon another, and what follows to the right', () => {
  const placed = place(flow)
  const at = (id: string) => placed.find((one) => one.node.id === id)!
  expect(at('a1').x).toBeGreaterThan(at('query:a').x)
  for (const [n, a] of placed.entries())
    for (const b of placed.slice(n + 1))
      expect(Math.abs(a.x - b.x) >= box.width || Math.abs(a.y - b.y) >= box.height, `${a.node.id} ${b.node.id}`).toBe(true)
})

it('folds a query type away, but neither what others use nor what nobody leads to', () => {
  const folded = shown(flow, new Set(['query:a']))
  expect(folded.nodes.map(({ id }) => id)).toEqual(['query:a', 'query:b', 'both', 'b1', 'lost'])
  expect(folded.edges.map(({ id }) => id)).toEqual(['query:b>b1', 'b1>both'])
  expect(shown(flow, new Set())).toBe(flow)
})

it('finds boxes by title, operation and lane, and nothing for nothing', () => {
  expect(found(flow, 'UNLOCK account')).toEqual(['b1'])
  expect(found(flow, 'directory.unlock')).toEqual(['b1'])
  expect(found(flow, ' ')).toEqual([])
  expect(found(flow, 'mira')).toHaveLength(flow.nodes.length)
})

it('can be read as text: each step once, with what follows, and what nothing leads to at the end', () => {
  expect(
    paths(flow).map(({ query, steps }) => [
      query?.id ?? null,
      steps.map(({ node: { id }, follows }) => [id, ...follows.map(({ to }) => to.id)]),
    ]),
  ).toEqual([
    ['query:a', [['a1', 'both'], ['both']]],
    ['query:b', [['b1', 'both']]],
    [null, [['lost']]],
  ])
})
