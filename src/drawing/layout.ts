// Coordinates for a flow: left to right by dagre, deterministic. Lanes are told by a line of text on each box, since paths that cross ten systems make
// swimlanes of mostly nothing.

import dagre from '@dagrejs/dagre'
import type { Flow, FlowEdge, FlowNode } from './flow.ts'

export type Box = FlowNode & { x: number; y: number; width: number; height: number; laneTitle: string }
export type Line = FlowEdge & { points: { x: number; y: number }[]; at: { x: number; y: number } | null }
export type Laid = { boxes: Box[]; lines: Line[]; width: number; height: number }

// Pixels. Wide enough for two lines of a step's title at 12 px, as titles of the example are at most 50 characters long.
const box = { width: 190, height: 58 }
const gap = { betweenRows: 26, betweenColumns: 34, margin: 24 }

type Routed = { points: { x: number; y: number }[]; x?: number; y?: number }

// Of the text on a line, at 10 px; what is longer is shortened.
const label = { perSign: 5.6, height: 14, mostSigns: 34 }

/** The room a line's text takes, so that texts and boxes do not lie on one another. */
function spaceFor({ kind, label: text }: FlowEdge): { width: number; height: number; labelpos: 'c' } {
  const signs = kind === 'otherwise' ? 'otherwise'.length : Math.min(text?.length ?? 0, label.mostSigns)
  return { width: Math.round(signs * label.perSign), height: signs === 0 ? 0 : label.height, labelpos: 'c' }
}

/** Lays a flow out. Equal flows get equal coordinates. */
export function layOut(flow: Flow): Laid {
  const graph = new dagre.graphlib.Graph({ multigraph: true })
  graph.setGraph({
    rankdir: 'LR',
    nodesep: gap.betweenRows,
    ranksep: gap.betweenColumns,
    marginx: gap.margin,
    marginy: gap.margin,
  })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { id } of flow.nodes) graph.setNode(id, { ...box })
  for (const edge of flow.edges) graph.setEdge(edge.from, edge.to, spaceFor(edge), edge.id)
  dagre.layout(graph)
  const lanes = new Map(flow.lanes.map(({ id, title }) => [id, title]))
  const boxes = flow.nodes.map((node) => {
    const { x, y } = graph.node(node.id) as { x: number; y: number }
    return {
      ...node,
      ...box,
      x: Math.round(x - box.width / 2),
      y: Math.round(y - box.height / 2),
      laneTitle: lanes.get(node.lane) ?? '',
    }
  })
  const lines = flow.edges.map((edge) => {
    const { points, x, y } = graph.edge({ v: edge.from, w: edge.to, name: edge.id }) as Routed
    const rounded = points.map((point) => ({ x: Math.round(point.x), y: Math.round(point.y) }))
    const at = x === undefined || y === undefined ? null : { x: Math.round(x), y: Math.round(y) }
    return { ...edge, points: rounded, at }
  })
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number }
  return { boxes, lines, width: Math.ceil(width), height: Math.ceil(height) }
}
