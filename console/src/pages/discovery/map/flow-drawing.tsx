// The workflow map drawn: pan, zoom, search, fold. What kind of step a box is, its sign and its words say; colour only repeats it. Drawn from the answer of the
// check, so a picture never shows anything else than what would be signed.

import '@xyflow/react/dist/style.css'
import { ActionIcon, Badge, Group, Paper, Text, TextInput, useComputedColorScheme } from '@mantine/core'
import { IconArrowBackUp, IconChevronDown, IconChevronRight, IconSearch } from '@tabler/icons-react'
import {
  Background,
  Controls,
  type Edge,
  Handle,
  MarkerType,
  MiniMap,
  type Node,
  type NodeProps,
  Panel,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Flow, FlowNode } from '../../../api.ts'
import { box, found, place, shown } from './flow-layout.ts'

type BoxData = { node: FlowNode; lane: string; hit: boolean; folded: boolean; onFold: (id: string) => void; said: boolean }
type BoxNode = Node<BoxData, 'step'>

type DrawingProps = { flow: Flow; chosen: string | null; onChoose: (node: FlowNode) => void }

export function FlowDrawing(props: DrawingProps) {
  return (
    <ReactFlowProvider>
      <Drawing {...props} />
    </ReactFlowProvider>
  )
}

function Drawing({ flow, chosen, onChoose }: DrawingProps) {
  const { t } = useTranslation()
  const scheme = useComputedColorScheme('light')
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const [search, setSearch] = useState('')
  const [said, setSaid] = useState(false)
  const visible = useMemo(() => shown(flow, folded), [flow, folded])
  const hits = useMemo(() => found(visible, search), [visible, search])
  const [moved, setMoved] = useState<string | null>(null)
  const nodes = useBoxes(visible, {
    hits,
    folded,
    chosen,
    said,
    onFold: (id) => {
      setFolded(toggled(folded, id))
      setMoved(id)
    },
  })
  useKeptInView(moved, nodes)
  const edges = useMemo(() => visible.edges.map(asEdge), [visible])
  return (
    <Paper
      data-raised
      style={{ height: '66vh', minHeight: 420 }}
      className="flow"
      aria-label={t('discovery.flow.label')}
      component="section"
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        onNodeClick={(_, { data }) => onChoose(data.node)}
        colorMode={scheme}
        fitView
        minZoom={0.05}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        onlyRenderVisibleElements
        proOptions={{ hideAttribution: false }}
      >
        <Background />
        <Controls showInteractive={false} />
        <MiniMap pannable zoomable ariaLabel={t('discovery.flow.miniMap')} />
        <Panel position="top-left">
          <Tools
            search={search}
            onSearch={setSearch}
            hits={hits}
            said={said}
            onSaid={setSaid}
            anyFolded={folded.size > 0}
            onUnfold={() => setFolded(new Set())}
          />
        </Panel>
      </ReactFlow>
    </Paper>
  )
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set)
  if (!next.delete(id)) next.add(id)
  return next
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

type View = { hits: string[]; folded: ReadonlySet<string>; chosen: string | null; said: boolean; onFold: (id: string) => void }

function useBoxes(flow: Flow, { hits, folded, chosen, said, onFold }: View): BoxNode[] {
  const placed = useMemo(() => place(flow), [flow])
  const lanes = new Map(flow.lanes.map(({ id, title }) => [id, title]))
  return placed.map(({ node, x, y }) => ({
    id: node.id,
    type: 'step',
    position: { x, y },
    width: box.width,
    height: box.height,
    selected: node.id === chosen,
    ariaLabel: node.title,
    data: { node, lane: lanes.get(node.lane) ?? '', hit: hits.includes(node.id), folded: folded.has(node.id), onFold, said },
  }))
}

function asEdge({ id, from, to, kind, label }: Flow['edges'][number]): Edge {
  const text = kind === 'otherwise' ? 'otherwise' : label
  return {
    id,
    source: from,
    target: to,
    markerEnd: { type: MarkerType.ArrowClosed },
    ...(text === null ? {} : { label: text.length > 40 ? `${text.slice(0, 39)}…` : text }),
    ...(kind === 'escalation' ? { style: { strokeDasharray: '5 3' } } : {}),
  }
}

type ToolsProps = {
  search: string
  onSearch: (text: string) => void
  hits: string[]
  said: boolean
  onSaid: (said: boolean) => void
  anyFolded: boolean
  onUnfold: () => void
}

function Tools({ search, onSearch, hits, said, onSaid, anyFolded, onUnfold }: ToolsProps) {
  const { t } = useTranslation()
  const { fitView } = useReactFlow()
  return (
    <Group gap="xs" className="flow-tools">
      <TextInput
        size="xs"
        w={230}
        leftSection={<IconSearch size={14} aria-hidden />}
        aria-label={t('discovery.flow.search')}
        placeholder={t('discovery.flow.search')}
        value={search}
        onChange={(event) => onSearch(event.currentTarget.value)}
        onKeyDown={(event) =>
          event.key === 'Enter' &&
          hits.length > 0 &&
          void fitView({ nodes: hits.map((id) => ({ id })), duration: 200, maxZoom: 1.2 })
        }
      />
      {search !== '' && (
        <Text size="xs" role="status">
          {t('discovery.flow.hits', { count: hits.length })}
        </Text>
      )}
      <label className="flow-toggle">
        <input type="checkbox" checked={said} onChange={(event) => onSaid(event.currentTarget.checked)} />{' '}
        {t('discovery.flow.said')}
      </label>
      {anyFolded && (
        <ActionIcon variant="default" aria-label={t('discovery.flow.unfold')} onClick={onUnfold}>
          <IconArrowBackUp size={15} aria-hidden />
        </ActionIcon>
      )}
    </Group>
  )
}

function StepBox({ data, selected }: NodeProps<BoxNode>) {
  const { t } = useTranslation()
  const { node, lane, hit, folded, onFold, said } = data
  const does =
    node.system === null
      ? t(`discovery.kind.${node.kind}`)
      : `${t(`discovery.access.${node.access ?? 'unlisted'}`)} ${node.operation}`
  const classes = [
    'flow-box',
    `flow-${node.kind}`,
    selected ? 'is-chosen' : '',
    hit ? 'is-hit' : '',
    node.access === 'write' ? 'is-write' : '',
  ].join(' ')
  return (
    <div className={classes} title={said ? [node.sop, node.practice].filter(Boolean).join('\n') : node.title}>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <div className="flow-title">
        {node.kind === 'query' && (
          <button
            type="button"
            className="flow-fold nodrag"
            aria-expanded={!folded}
            aria-label={t('discovery.flow.fold', { title: node.title })}
            onClick={(event) => {
              event.stopPropagation()
              onFold(node.id)
            }}
          >
            {folded ? <IconChevronRight size={12} aria-hidden /> : <IconChevronDown size={12} aria-hidden />}
          </button>
        )}
        {node.title}
      </div>
      <div className="flow-does">
        {does}
        {lane !== '' && ` · ${lane}`}
      </div>
      {said && node.conflict !== 'none' && (
        <Badge size="xs" color={node.conflict === 'open' ? 'red' : 'green'} c="var(--mantine-color-text)">
          {t(`discovery.flow.conflict.${node.conflict}`)}
        </Badge>
      )}
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  )
}

const nodeTypes = { step: StepBox }
