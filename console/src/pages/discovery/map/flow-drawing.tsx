// The workflow map drawn, by path or in lanes: pan, zoom, search, fold. Drawn from the answer of the check, so a picture never shows anything else than what
// would be signed.

import '@xyflow/react/dist/style.css'
import { Paper, useComputedColorScheme } from '@mantine/core'
import {
  Background,
  Controls,
  type Edge,
  MarkerType,
  MiniMap,
  Panel,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
} from '@xyflow/react'
import type { TFunction } from 'i18next'
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Flow, FlowNode } from '../../../api.ts'
import { type BandNode, type BoxNode, doesOf, nodeTypes } from './flow-box.tsx'
import { type Band, placeInLanes } from './flow-lanes.ts'
import { box, found, place, shown } from './flow-layout.ts'
import { Tools } from './flow-tools.tsx'

type DrawingProps = { flow: Flow; lanes: boolean; chosen: string | null; onChoose: (node: FlowNode) => void }

export function FlowDrawing(props: DrawingProps) {
  return (
    <ReactFlowProvider>
      <Drawing {...props} />
    </ReactFlowProvider>
  )
}

// With the words of SOP and practice in it.
const tallBox = 128
// Below this zoom text is smaller than 4 px: drawing it costs and says nothing.
const farZoom = 0.32

function Drawing({ flow, lanes, chosen, onChoose }: DrawingProps) {
  const { t } = useTranslation()
  const scheme = useComputedColorScheme('light')
  const far = useStore(({ transform }) => transform[2] < farZoom)
  const [said, setSaid] = useState(false)
  const [search, setSearch] = useState('')
  const folds = useFolds(flow)
  const visible = useMemo(() => shown(flow, folds.paths), [flow, folds.paths])
  const hits = useMemo(() => new Set(found(visible, search)), [visible, search])
  const height = said ? tallBox : box.height
  const { placed, bands } = useMemo(
    () => (lanes ? placeInLanes(visible, folds.lanes, height) : { placed: place(visible, height), bands: [] }),
    [lanes, visible, folds.lanes, height],
  )
  const boxes = asBoxes(placed, { flow, hits, folded: folds.paths, chosen, said, height, onFold: folds.foldPath, t })
  useKeptInView(folds.moved, boxes)
  const edges = useMemo(() => {
    const there = new Set(placed.map(({ node }) => node.id))
    return visible.edges.filter(({ from, to }) => there.has(from) && there.has(to)).map((edge) => asEdge(edge, t))
  }, [visible, placed, t])
  return (
    <Paper
      data-raised
      style={{ height: '66vh', minHeight: 420 }}
      className={far ? 'flow is-far' : 'flow'}
      aria-label={t('discovery.flow.label')}
      component="section"
    >
      <ReactFlow<BoxNode | BandNode>
        nodes={[...bands.map(asBand), ...boxes]}
        edges={edges}
        nodeTypes={nodeTypes}
        onNodeClick={(_, node) => node.type === 'step' && onChoose(node.data.node)}
        onKeyDown={(event) => chosenByKey(event, boxes, onChoose)}
        colorMode={scheme}
        fitView
        minZoom={0.05}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        onlyRenderVisibleElements
      >
        <Background />
        <Controls showInteractive={false} />
        <MiniMap
          pannable
          zoomable
          nodeColor={({ type }) => (type === 'lane' ? 'transparent' : '')}
          ariaLabel={t('discovery.flow.miniMap')}
        />
        <Panel position="top-left">
          <Tools
            search={search}
            onSearch={setSearch}
            hits={search === '' ? [] : visible.nodes.filter(({ id }) => hits.has(id))}
            bands={bands}
            onFoldLane={folds.foldLane}
            said={said}
            onSaid={setSaid}
            anyFolded={folds.paths.size + folds.lanes.size > 0}
            onFoldAll={() => folds.foldAll(lanes)}
            onUnfold={folds.unfold}
            onChoose={onChoose}
          />
        </Panel>
      </ReactFlow>
    </Paper>
  )
}

const nothing: ReadonlySet<string> = new Set()

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set)
  if (!next.delete(id)) next.add(id)
  return next
}

/** Which paths and lanes are folded, and which box was folded last. */
function useFolds(flow: Flow) {
  const [paths, setPaths] = useState(nothing)
  const [lanes, setLanes] = useState(nothing)
  const [moved, setMoved] = useState<string | null>(null)
  return {
    paths,
    lanes,
    moved,
    foldPath: (id: string) => {
      setPaths(toggled(paths, id))
      setMoved(id)
    },
    foldLane: (id: string) => setLanes(toggled(lanes, id)),
    foldAll: (byLane: boolean) =>
      byLane
        ? setLanes(new Set(flow.lanes.map(({ id }) => id)))
        : setPaths(new Set(flow.nodes.filter(({ kind }) => kind === 'query').map(({ id }) => id))),
    unfold: () => {
      setPaths(nothing)
      setLanes(nothing)
    },
  }
}

/** Folding moves everything; the box that was folded stays where one looks. */
function useKeptInView(moved: string | null, nodes: readonly BoxNode[]): void {
  const { setCenter, getZoom } = useReactFlow()
  const node = nodes.find(({ id }) => id === moved)
  const [x, y] = [node?.position.x, node?.position.y]
  useEffect(() => {
    if (x !== undefined && y !== undefined) void setCenter(x + box.width / 2, y + box.height / 2, { zoom: getZoom() })
  }, [x, y, setCenter, getZoom])
}

type View = {
  flow: Flow
  hits: ReadonlySet<string>
  folded: ReadonlySet<string>
  chosen: string | null
  said: boolean
  height: number
  onFold: (id: string) => void
  t: TFunction
}

function asBoxes(placed: ReturnType<typeof place>, { flow, hits, folded, chosen, said, height, onFold, t }: View): BoxNode[] {
  const lanes = new Map(flow.lanes.map(({ id, title }) => [id, title]))
  return placed.map(({ node, x, y }) => ({
    id: node.id,
    type: 'step',
    position: { x, y },
    width: box.width,
    height,
    selected: node.id === chosen,
    ariaLabel: `${node.title}, ${doesOf(node, t)}`,
    data: { node, lane: lanes.get(node.lane) ?? '', hit: hits.has(node.id), folded: folded.has(node.id), onFold, said },
  }))
}

function asBand(band: Band): BandNode {
  return {
    id: `lane ${band.id}`,
    type: 'lane',
    position: { x: 0, y: band.y },
    width: band.width,
    height: band.height,
    zIndex: -1,
    selectable: false,
    focusable: false,
    data: { band },
  }
}

const longestLabel = 40

function asEdge({ id, from, to, kind, label }: Flow['edges'][number], t: TFunction): Edge {
  const handsOver = label === null ? t('dmap.handsOver') : t('dmap.handsOverTo', { channel: label })
  const text = kind === 'otherwise' ? t('dmap.otherwise') : kind === 'escalation' ? handsOver : label
  return {
    id,
    source: from,
    target: to,
    markerEnd: { type: MarkerType.ArrowClosed },
    ...(text === null ? {} : { label: text.length > longestLabel ? `${text.slice(0, longestLabel - 1)}…` : text }),
    ...(kind === 'escalation' ? { style: { strokeDasharray: '5 3' } } : {}),
  }
}

/** Enter on a box does what a click does. */
function chosenByKey(event: KeyboardEvent, boxes: readonly BoxNode[], onChoose: (node: FlowNode) => void): void {
  if (event.key !== 'Enter' || !(event.target instanceof HTMLElement)) return
  const id = event.target.classList.contains('react-flow__node') ? event.target.dataset.id : undefined
  const node = boxes.find((one) => one.id === id)
  if (node !== undefined) onChoose(node.data.node)
}
