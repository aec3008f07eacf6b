// What one does with the drawing: find, fold, and lay SOP beside practice. What was found is a list too, so that it is reached without the picture.

import { ActionIcon, Button, Group, Text, TextInput, UnstyledButton } from '@mantine/core'
import { IconArrowBackUp, IconChevronDown, IconChevronRight, IconFold, IconSearch } from '@tabler/icons-react'
import { useReactFlow } from '@xyflow/react'
import { useTranslation } from 'react-i18next'
import type { FlowNode } from '../../../api.ts'
import { doesOf, KindIcon } from './flow-box.tsx'
import type { Band } from './flow-lanes.ts'

const mostHits = 8

type ToolsProps = {
  search: string
  onSearch: (text: string) => void
  hits: readonly FlowNode[]
  /** Lanes, in the view by lanes; else none. */
  bands: readonly Band[]
  onFoldLane: (id: string) => void
  said: boolean
  onSaid: (said: boolean) => void
  anyFolded: boolean
  onFoldAll: () => void
  onUnfold: () => void
  onChoose: (node: FlowNode) => void
}

export function Tools(props: ToolsProps) {
  const { t } = useTranslation()
  const { fitView } = useReactFlow()
  const { search, onSearch, hits, said, onSaid, anyFolded, onFoldAll, onUnfold, onChoose } = props
  const show = (nodes: readonly FlowNode[]) =>
    nodes.length > 0 && void fitView({ nodes: nodes.map(({ id }) => ({ id })), duration: 200, maxZoom: 1.2 })
  return (
    <div className="flow-tools">
      <Group gap="xs">
        <TextInput
          size="xs"
          w={230}
          leftSection={<IconSearch size={14} aria-hidden />}
          aria-label={t('discovery.flow.search')}
          placeholder={t('discovery.flow.search')}
          value={search}
          onChange={(event) => onSearch(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && show(hits)}
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
        <ActionIcon variant="default" aria-label={t('dmap.foldAll')} title={t('dmap.foldAll')} onClick={onFoldAll}>
          <IconFold size={15} aria-hidden />
        </ActionIcon>
        {anyFolded && (
          <ActionIcon
            variant="default"
            aria-label={t('discovery.flow.unfold')}
            title={t('discovery.flow.unfold')}
            onClick={onUnfold}
          >
            <IconArrowBackUp size={15} aria-hidden />
          </ActionIcon>
        )}
      </Group>
      <Lanes bands={props.bands} onFold={props.onFoldLane} />
      <Hits
        hits={hits}
        onChoose={(node) => {
          show([node])
          onChoose(node)
        }}
      />
    </div>
  )
}

function Lanes({ bands, onFold }: { bands: readonly Band[]; onFold: (id: string) => void }) {
  const { t } = useTranslation()
  if (bands.length === 0) return null
  return (
    <Group gap={4} mt={6}>
      {bands.map(({ id, title, closed }) => (
        <Button
          key={id}
          size="compact-xs"
          variant="default"
          aria-expanded={!closed}
          aria-label={t('dmap.foldLane', { title })}
          leftSection={closed ? <IconChevronRight size={12} aria-hidden /> : <IconChevronDown size={12} aria-hidden />}
          onClick={() => onFold(id)}
        >
          {title}
        </Button>
      ))}
    </Group>
  )
}

function Hits({ hits, onChoose }: { hits: readonly FlowNode[]; onChoose: (node: FlowNode) => void }) {
  const { t } = useTranslation()
  if (hits.length === 0) return null
  return (
    <ul className="flow-hits" aria-label={t('dmap.hits')}>
      {hits.slice(0, mostHits).map((node) => (
        <li key={node.id}>
          <UnstyledButton fz="xs" onClick={() => onChoose(node)}>
            <KindIcon node={node} /> {node.title} <span className="flow-lane-kind">{doesOf(node, t)}</span>
          </UnstyledButton>
        </li>
      ))}
      {hits.length > mostHits && <li className="flow-lane-kind">{t('dmap.moreHits', { count: hits.length - mostHits })}</li>}
    </ul>
  )
}
