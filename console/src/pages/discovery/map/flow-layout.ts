// Where the boxes of a drawing stand, and which of them are shown: search, fold, and what one query type reaches. Pure, so that it can be tested.

import dagre from '@dagrejs/dagre'
import type { Flow, FlowNode } from '../../../api.ts'

export type Placed = { node: FlowNode; x: number; y: number }

// Pixels, the same as the drawing on paper.
export const box = { width: 190, height: 62 }

/** Left to right, the same every time. `height` is that of a box. */
export function place({ nodes, edges }: Flow, height = box.height): Placed[] {
  const graph = new dagre.graphlib.Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'LR', nodesep: 22, ranksep: 110 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { id } of nodes) graph.setNode(id, { width: box.width, height })
  for (const { id, from, to } of edges) graph.setEdge(from, to, {}, id)
  dagre.layout(graph)
  return nodes.map((node) => {
    const { x, y } = graph.node(node.id) as { x: number; y: number }
    return { node, x: x - box.width / 2, y: y - height / 2 }
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

export type Follows = { kind: Flow['edges'][number]['kind']; label: string | null; to: FlowNode }
export type Path = { query: FlowNode | null; steps: { node: FlowNode; follows: Follows[] }[] }

/**
 * The flow as text: for each query type the steps it reaches, nearest first, each with what follows. A step that several types reach stands under the first of
 * them. Last, without a query, what no type leads to.
 */
export function paths({ nodes, edges }: Flow): Path[] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const next = new Map<string, Follows[]>()
  for (const { from, to, kind, label } of edges) {
    const node = byId.get(to)
    if (node !== undefined) next.set(from, [...(next.get(from) ?? []), { kind, label, to: node }])
  }
  const told = new Set<string>()
  const line = (node: FlowNode) => ({ node, follows: next.get(node.id) ?? [] })
  const found = nodes
    .filter(({ kind }) => kind === 'query')
    .map((query) => {
      told.add(query.id)
      const steps: Path['steps'] = []
      const open = [query]
      for (let node = open.shift(); node !== undefined; node = open.shift())
        for (const { to } of next.get(node.id) ?? []) {
          if (told.has(to.id)) continue
          told.add(to.id)
          steps.push(line(to))
          open.push(to)
        }
      return { query, steps }
    })
  const rest = nodes.filter(({ id }) => !told.has(id))
  return rest.length === 0 ? found : [...found, { query: null, steps: rest.map(line) }]
}
