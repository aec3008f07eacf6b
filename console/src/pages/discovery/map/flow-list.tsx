// The workflow map as a list: for each query type its steps in the order they can be reached, each with what follows. Says all that the drawing says.

import { Paper, Stack, Text, Title, UnstyledButton } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Flow, FlowNode } from '../../../api.ts'
import { doesOf, KindIcon } from './flow-box.tsx'
import { type Follows, type Path, paths } from './flow-layout.ts'

type Choosing = { chosen: string | null; onChoose: (node: FlowNode) => void }

export function FlowList({ flow, ...choosing }: Choosing & { flow: Flow }) {
  const { t } = useTranslation()
  const found = useMemo(() => paths(flow), [flow])
  return (
    <Paper
      data-raised
      p="md"
      component="section"
      aria-label={t('dmap.list.label')}
      // What scrolls can be reached without a mouse.
      tabIndex={0}
      style={{ maxHeight: '66vh', overflow: 'auto' }}
    >
      <Stack gap="md">
        {found.map((path) => (
          <PathList key={path.query?.id ?? ''} path={path} {...choosing} />
        ))}
      </Stack>
    </Paper>
  )
}

function PathList({ path: { query, steps }, ...choosing }: Choosing & { path: Path }) {
  const { t } = useTranslation()
  return (
    <section>
      <Title order={2} size="h6">
        {query === null ? t('dmap.list.unreached') : <Choice node={query} {...choosing} />}
      </Title>
      {steps.length === 0 && (
        <Text size="xs" c="dimmed">
          {t('dmap.list.noPath')}
        </Text>
      )}
      <ol className="flow-list">
        {steps.map(({ node, follows }) => (
          <li key={node.id}>
            <Choice node={node} {...choosing} /> <span className="flow-lane-kind">{doesOf(node, t)}</span>
            <FollowsList follows={follows} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function Choice({ node, chosen, onChoose }: Choosing & { node: FlowNode }) {
  return (
    <UnstyledButton fz="sm" aria-current={node.id === chosen} className="flow-choice" onClick={() => onChoose(node)}>
      <KindIcon node={node} /> {node.title}
    </UnstyledButton>
  )
}

function FollowsList({ follows }: { follows: readonly Follows[] }) {
  const { t } = useTranslation()
  if (follows.length === 0) return null
  const how = ({ kind, label }: Follows) =>
    kind === 'branch'
      ? t('dmap.list.branch', { label })
      : kind === 'otherwise'
        ? t('dmap.otherwise')
        : kind === 'next'
          ? t('dmap.list.next')
          : label === null
            ? t('dmap.handsOver')
            : t('dmap.handsOverTo', { channel: label })
  return (
    <ul className="flow-follows">
      {follows.map((one) => (
        <li key={`${one.kind} ${one.label} ${one.to.id}`}>
          {how(one)} → {one.to.title}
        </li>
      ))}
    </ul>
  )
}
