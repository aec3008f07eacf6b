// The same drawing in lanes: one band for each of those who do something, time from left to right. A lane that is closed keeps its band and says how many boxes
// it holds. Pure, so that it can be tested.

import type { Flow } from '../../../api.ts'
import { box, type Placed, place } from './flow-layout.ts'

export type Band = {
  id: string
  title: string
  kind: Flow['lanes'][number]['kind']
  y: number
  width: number
  height: number
  closed: boolean
  /** How many boxes are in it, shown or not. */
  count: number
}

// Pixels.
const space = { head: 30, between: 18, below: 14, closed: 34, left: 20 }

/** `height` is that of a box. A box stands in the column the drawing by paths gives it, beside the one before it where that row is free. */
export function placeInLanes(flow: Flow, closed: ReadonlySet<string>, height = box.height): { placed: Placed[]; bands: Band[] } {
  const byPath = place(flow, height).sort((a, b) => a.x - b.x || a.y - b.y)
  const rows = rowsIn(flow, byPath)
  const width = Math.max(0, ...byPath.map(({ x }) => x)) + box.width + 2 * space.left
  const placed: Placed[] = []
  const bands: Band[] = []
  let top = 0
  for (const { id, title, kind } of flow.lanes) {
    const inside = byPath.filter(({ node }) => node.lane === id)
    if (inside.length === 0) continue
    const isClosed = closed.has(id)
    const deep = Math.max(...inside.map(({ node }) => rows.get(node.id) ?? 0)) + 1
    const full = space.head + deep * (height + space.between) - space.between + space.below
    bands.push({
      id,
      title,
      kind,
      y: top,
      width,
      height: isClosed ? space.closed : full,
      closed: isClosed,
      count: inside.length,
    })
    if (!isClosed)
      for (const { node, x } of inside)
        placed.push({
          node,
          x: x + space.left,
          y: top + space.head + (rows.get(node.id) ?? 0) * (height + space.between),
        })
    top += isClosed ? space.closed : full
  }
  return { placed, bands }
}

/** In which row of its lane each box stands; no two of one lane and column in the same. */
function rowsIn(flow: Flow, ordered: readonly Placed[]): Map<string, number> {
  const rows = new Map<string, number>()
  const taken = new Set<string>()
  const lanes = new Map(flow.nodes.map(({ id, lane }) => [id, lane]))
  const before = new Map<string, string[]>()
  for (const { from, to } of flow.edges) before.set(to, [...(before.get(to) ?? []), from])
  for (const { node, x } of ordered) {
    const key = (row: number) => `${node.lane} ${Math.round(x)} ${row}`
    const beside = (before.get(node.id) ?? []).flatMap((id) => (lanes.get(id) === node.lane ? (rows.get(id) ?? []) : []))
    let row = beside.find((one) => !taken.has(key(one))) ?? 0
    while (taken.has(key(row))) row++
    taken.add(key(row))
    rows.set(node.id, row)
  }
  return rows
}
