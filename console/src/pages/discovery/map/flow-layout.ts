// Where the boxes of a drawing stand, and which of them are shown: search, fold, and what one query type reaches. Pure, so that it can be tested.

import dagre from '@dagrejs/dagre'
import type { Flow, FlowNode } from '../../../api.ts'

export type Placed = { node: FlowNode; x: number; y: number }

// Pixels, the same as the drawing on paper.
export const box = { width: 190, height: 62 }

/** Left to right, the same every time. */
export function place({ nodes, edges }: Flow): Placed[] {
  const graph = new dagre.graphlib.Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'LR', nodesep: 22, ranksep: 110 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { id } of nodes) graph.setNode(id, { ...box })
  for (const { id, from, to } of edges) graph.setEdge(from, to, {}, id)
  dagre.layout(graph)
  return nodes.map((node) => {
    const { x, y } = graph.node(node.id) as { x: number; y: number }
    return { node, x: x - box.width / 2, y: y - box.height / 2 }
  })
}

/** What is shown: the paths of the query types that are not folded. A folded type keeps its own box, so that it can be opened again. */
export function shown(flow: Flow, folded: ReadonlySet<string>): Flow {
  if (folded.size === 0) return flow
  const next = new Map<string, string[]>()
  for (const { from, to } of flow.edges) next.set(from, [...(next.get(from) ?? []), to])
  const begins = flow.nodes.filter(({ id, kind }) => kind === 'query' && !folded.has(id)).map(({ id }) => id)
  const reached = new Set(begins)
  for (let open = [...begins]; open.length > 0; ) {
    const id = open.pop()!
    for (const to of next.get(id) ?? []) {
      if (reached.has(to)) continue
      reached.add(to)
      open.push(to)
    }
  }
  // Steps no query type leads to are mistakes; hiding them with a fold would hide the mistake.
  const led = new Set<string>()
  for (let open = flow.nodes.filter(({ kind }) => kind === 'query').map(({ id }) => id); open.length > 0; ) {
    const id = open.pop()!
    if (led.has(id)) continue
    led.add(id)
    open = [...open, ...(next.get(id) ?? [])]
  }
  const kept = new Set(
    flow.nodes.filter(({ id, kind }) => kind === 'query' || reached.has(id) || !led.has(id)).map(({ id }) => id),
  )
  return {
    nodes: flow.nodes.filter(({ id }) => kept.has(id)),
    edges: flow.edges.filter(({ from, to }) => kept.has(from) && kept.has(to) && !folded.has(from)),
    lanes: flow.lanes,
  }
}

/** The boxes whose title, operation or lane has all the words. Nothing typed finds nothing. */
export function found({ nodes, lanes }: Flow, text: string): string[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const titles = new Map(lanes.map(({ id, title }) => [id, title]))
  return nodes
    .filter(({ title, system, operation, lane, id }) => {
      const all = `${title} ${system ?? ''}.${operation ?? ''} ${titles.get(lane) ?? ''} ${id}`.toLowerCase()
      return words.every((word) => all.includes(word))
    })
    .map(({ id }) => id)
}
