// One box of the drawing, and one lane behind the boxes. What kind of step it is, its sign and its words say; colour only repeats it.

import { Badge } from '@mantine/core'
import {
  IconArrowsSplit,
  IconChevronDown,
  IconChevronRight,
  IconClock,
  IconEye,
  IconFlag,
  IconHourglass,
  IconMessage,
  IconPencil,
  IconPlayerPlay,
  IconSend,
  IconUrgent,
  IconUser,
  IconUsers,
} from '@tabler/icons-react'
import { Handle, type Node, type NodeProps, Position } from '@xyflow/react'
import type { TFunction } from 'i18next'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import type { FlowNode } from '../../../api.ts'
import type { Band } from './flow-lanes.ts'

type BoxData = { node: FlowNode; lane: string; hit: boolean; folded: boolean; onFold: (id: string) => void; said: boolean }
export type BoxNode = Node<BoxData, 'step'>
export type BandNode = Node<{ band: Band }, 'lane'>

type Icon = ComponentType<{ size: number; 'aria-hidden': boolean }>

const icons: Readonly<Record<FlowNode['kind'], Icon>> = {
  query: IconMessage,
  input: IconClock,
  start: IconPlayerPlay,
  action: IconEye,
  decision: IconArrowsSplit,
  reply: IconSend,
  human: IconUser,
  escalate: IconUrgent,
  wait: IconHourglass,
  end: IconFlag,
  person: IconUsers,
}

/** What happens there in a few words: for the box, the list, and whoever hears the drawing instead of seeing it. */
export function doesOf({ kind, access, operation }: FlowNode, t: TFunction): string {
  return operation === null ? t(`discovery.kind.${kind}`) : `${t(`discovery.access.${access ?? 'unlisted'}`)} ${operation}`
}

export function KindIcon({ node, size = 13 }: { node: FlowNode; size?: number }) {
  const Sign = node.kind === 'action' && node.access === 'write' ? IconPencil : icons[node.kind]
  return <Sign size={size} aria-hidden />
}

function StepBox({ data, selected }: NodeProps<BoxNode>) {
  const { t } = useTranslation()
  const { node, lane, hit, folded, onFold, said } = data
  const classes = [
    'flow-box',
    `flow-${node.kind}`,
    selected ? 'is-chosen' : '',
    hit ? 'is-hit' : '',
    node.access === 'write' ? 'is-write' : '',
  ].join(' ')
  return (
    <div className={classes} title={node.title}>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <div className="flow-title">
        {node.kind === 'query' && (
          <Fold open={!folded} label={t('discovery.flow.fold', { title: node.title })} act={() => onFold(node.id)} />
        )}
        <span className="flow-sign">
          <KindIcon node={node} />
        </span>
        {node.title}
      </div>
      <div className="flow-does">
        {doesOf(node, t)}
        {lane !== '' && ` · ${lane}`}
      </div>
      {said && <Said node={node} />}
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  )
}

/** SOP against practice; nothing where nobody said either. */
function Said({ node: { sop, practice, conflict } }: { node: FlowNode }) {
  const { t } = useTranslation()
  if (sop === null && practice === null) return null
  return (
    <div className="flow-said">
      {[
        ['sop', sop],
        ['practice', practice],
      ].map(([who, text]) => (
        <div className="flow-saying" key={who} title={text ?? ''}>
          <b>{t(`dmap.${who}`)}</b> {text ?? t('dmap.notSaid')}
        </div>
      ))}
      {conflict !== 'none' && (
        <Badge size="xs" color={conflict === 'open' ? 'red' : 'green'} c="var(--mantine-color-text)">
          {t(`discovery.flow.conflict.${conflict}`)}
        </Badge>
      )}
    </div>
  )
}

function Fold({ open, label, act }: { open: boolean; label: string; act: () => void }) {
  const Sign = open ? IconChevronDown : IconChevronRight
  return (
    <button
      type="button"
      className="flow-fold nodrag"
      aria-expanded={open}
      aria-label={label}
      onClick={(event) => {
        event.stopPropagation()
        act()
      }}
    >
      <Sign size={12} aria-hidden />
    </button>
  )
}

function LaneBand({ data: { band } }: NodeProps<BandNode>) {
  const { t } = useTranslation()
  const { title, kind, closed, count } = band
  return (
    <div className="flow-lane">
      <b>{title}</b> <span className="flow-lane-kind">{t(`dmap.lane.${kind}`)}</span>
      {closed && <span className="flow-lane-kind"> · {t('dmap.laneCount', { count })}</span>}
    </div>
  )
}

export const nodeTypes = { step: StepBox, lane: LaneBand }
