// The catalogue: every entry, filtered by what stands in the address.

import { Badge, Group, Select } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type EdgeCaseFilter, type EdgeCaseSummary } from '../../api.ts'
import { LinkTo } from '../../ui/links.tsx'
import { number } from '../../ui/numbers.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import { usePages } from '../../ui/pages-of.ts'
import { Empty, Loading, ProblemNote } from '../../ui/states.tsx'
import { Instant } from '../../ui/text.tsx'
import { type Column, Newer, VirtualRows } from '../../ui/virtual-rows.tsx'
import { EdgeCaseState } from './state.tsx'

const states = ['open', 'refined', 'replayed', 'closed', 'reopened'] as const
const kinds = ['flag', 'tag', 'cluster', 'found'] as const

export function EdgeCasesPage() {
  const { t } = useTranslation()
  const filter = useSearch({ from: '/inside/edge-cases' })
  const asked: EdgeCaseFilter = {
    rollout: filter.rollout,
    state: states.find((each) => each === filter.state),
    kind: kinds.find((each) => each === filter.kind),
  }
  const { list, items, newer, showNewer } = usePages('edge-cases', filter, (paging) => api.edgeCases({ ...asked, ...paging }))
  const columns = useColumns()
  const filtered = Object.keys(filter).length > 0
  return (
    <>
      <PageTitle title={t('edgeCases.title')}>{t('edgeCases.lead')}</PageTitle>
      <Filters />
      <Newer there={newer} onShow={showNewer} />
      {list.isPending && <Loading />}
      {list.error !== null && <ProblemNote error={list.error} retry={() => void list.refetch()} />}
      {list.data !== undefined && items.length === 0 && (
        <Empty title={t(filtered ? 'edgeCases.noneHere' : 'edgeCases.none')}>
          {t(filtered ? 'edgeCases.noneHereWhy' : 'edgeCases.noneWhy')}
        </Empty>
      )}
      {items.length > 0 && <VirtualRows label={t('edgeCases.title')} query={list} columns={columns} idOf={({ id }) => id} />}
    </>
  )
}

function useColumns(): Column<EdgeCaseSummary>[] {
  const { t } = useTranslation()
  return [
    {
      name: 'title',
      head: t('edgeCases.column.title'),
      width: 'minmax(220px, 3fr)',
      cell: ({ id, title }) => (
        <LinkTo to="/edge-cases/$id" params={{ id }} size="sm" underline="hover" lineClamp={2} dir="auto">
          {title}
        </LinkTo>
      ),
    },
    {
      name: 'state',
      head: t('edgeCases.column.state'),
      width: '140px',
      cell: ({ state }) => <EdgeCaseState state={state} />,
    },
    {
      name: 'kind',
      head: t('edgeCases.column.kind'),
      width: 'minmax(130px, 1fr)',
      cell: ({ kind }) => (
        <Badge color="gray" c="var(--mantine-color-text)">
          {t(`edgeCases.kinds.${kind}`)}
        </Badge>
      ),
    },
    {
      name: 'owner',
      head: t('edgeCases.column.owner'),
      width: 'minmax(110px, 1fr)',
      cell: ({ ownerName, owner }) => ownerName ?? owner ?? t('edgeCases.nobody'),
    },
    { name: 'examples', head: t('edgeCases.column.examples'), width: '90px', cell: ({ examples }) => number(examples, 0) },
    {
      name: 'opened',
      head: t('edgeCases.column.opened'),
      width: '110px',
      cell: ({ openedAt }) => <Instant at={openedAt} size="sm" />,
    },
  ]
}

function Filters() {
  const { t } = useTranslation()
  const navigate = useNavigate({ from: '/edge-cases' })
  const filter = useSearch({ from: '/inside/edge-cases' })
  const set = (change: Record<string, string | undefined>) => void navigate({ search: (now) => ({ ...now, ...change }) })
  return (
    <Group mb="md" gap="sm" align="flex-end" component="search">
      <Select
        label={t('edgeCases.filter.state')}
        clearable
        clearButtonProps={{ 'aria-label': t('edgeCases.any') }}
        placeholder={t('edgeCases.any')}
        data={states.map((value) => ({ value, label: t(`edgeCases.states.${value}`) }))}
        value={filter.state ?? null}
        onChange={(state) => set({ state: state ?? undefined })}
      />
      <Select
        label={t('edgeCases.filter.kind')}
        clearable
        clearButtonProps={{ 'aria-label': t('edgeCases.any') }}
        placeholder={t('edgeCases.any')}
        data={kinds.map((value) => ({ value, label: t(`edgeCases.kinds.${value}`) }))}
        value={filter.kind ?? null}
        onChange={(kind) => set({ kind: kind ?? undefined })}
      />
      {Object.keys(filter).length > 0 && (
        <LinkTo to="/edge-cases" size="sm">
          {t('queue.showAll')}
        </LinkTo>
      )}
    </Group>
  )
}
