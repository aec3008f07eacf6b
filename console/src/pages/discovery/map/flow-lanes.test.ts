import { expect, it } from 'vitest'
import type { Flow, FlowNode } from '../../../api.ts'
import { placeInLanes } from './flow-lanes.ts'
import { box } from './flow-layout.ts'

const node = (id: string, lane: string): FlowNode => ({
  id,
  kind: 'action',
  title: id,
  lane,
  queryTypes: [],
  system: null,
  operation: null,
  access: null,
  sop: null,
  practice: null,
  conflict: 'none',
  from: null,
})
const edge = (from: string, to: string) => ({ id: `${from}>${to}`, from, to, kind: 'next' as const, label: null })

const flow: Flow = {
  nodes: [node('q', 'requester'), node('q2', 'requester'), node('look', 'dir'), node('look2', 'dir'), node('say', 'employee')],
  edges: [edge('q', 'look'), edge('q2', 'look2'), edge('look', 'say'), edge('look2', 'say')],
  lanes: [
    { id: 'requester', title: 'Who asks', kind: 'requester' },
    { id: 'employee', title: 'Nila', kind: 'employee' },
    { id: 'dir', title: 'Directory', kind: 'system' },
    { id: 'nobody', title: 'Nobody', kind: 'person' },
  ],
}

it('every box stands in the band of its lane and none upon another', () => {
  const { placed, bands } = placeInLanes(flow, new Set())
  expect(bands.map(({ id }) => id)).toEqual(['requester', 'employee', 'dir'])
  expect(placed).toHaveLength(5)
  for (const { node: one, x, y } of placed) {
    const band = bands.find(({ id }) => id === one.lane)!
    expect(y).toBeGreaterThan(band.y)
    expect(y + box.height).toBeLessThan(band.y + band.height)
    expect(x + box.width).toBeLessThan(band.width)
  }
  for (const [n, a] of placed.entries())
    for (const b of placed.slice(n + 1))
      expect(Math.abs(a.x - b.x) >= box.width || Math.abs(a.y - b.y) >= box.height, `${a.node.id} ${b.node.id}`).toBe(true)
})

it('bands follow one another without a gap, the closed ones small and with their count', () => {
  const { placed, bands } = placeInLanes(flow, new Set(['dir']))
  expect(placed.map(({ node: one }) => one.id).sort()).toEqual(['q', 'q2', 'say'])
  expect(bands.at(-1)).toMatchObject({ id: 'dir', closed: true, count: 2 })
  expect(bands.at(-1)!.height).toBeLessThan(box.height)
  for (const [n, band] of bands.slice(1).entries()) expect(band.y).toBe(bands[n]!.y + bands[n]!.height)
})
