// The register of incidents, filtered by what stands in the address.

import { Badge, Group, Select } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type IncidentSummary } from '../../api.ts'
import { LinkTo } from '../../ui/links.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { usePages } from '../../ui/pages-of.ts'
import { Empty, Loading, ProblemNote } from '../../ui/states.tsx'
import { Instant } from '../../ui/text.tsx'
import { type Column, Newer, VirtualRows } from '../../ui/virtual-rows.tsx'
import { IncidentState, Severity } from './marks.tsx'

const states = ['open', 'remedied', 'closed'] as const

export function IncidentsPage() {
  const { t } = useTranslation()
  const navigate = useNavigate({ from: '/incidents' })
  const filter = useSearch({ from: '/inside/incidents' })
  const state = states.find((each) => each === filter.state)
  const { list, items, newer, showNewer } = usePages('incidents', filter, (paging) => api.incidents({ state, ...paging }))
  const columns = useColumns()
  return (
    <>
      <PageTitle title={t('incidents.title')}>{t('incidents.lead')}</PageTitle>
      <Group mb="md" component="search">
        <Select
          label={t('incidents.state')}
          clearable
          clearButtonProps={{ 'aria-label': t('incidents.any') }}
          placeholder={t('incidents.any')}
          data={states.map((value) => ({ value, label: t(`incidents.states.${value}`) }))}
          value={state ?? null}
          onChange={(value) => void navigate({ search: value === null ? {} : { state: value } })}
        />
      </Group>
      <Newer there={newer} onShow={showNewer} />
      {list.isPending && <Loading />}
      {list.error !== null && <ProblemNote error={list.error} retry={() => void list.refetch()} />}
      {list.data !== undefined && items.length === 0 && (
        <Empty title={t(state === undefined ? 'incidents.none' : 'incidents.noneHere')}>
          {t(state === undefined ? 'incidents.noneWhy' : 'incidents.noneHereWhy')}
        </Empty>
      )}
      {items.length > 0 && <VirtualRows label={t('incidents.title')} query={list} columns={columns} idOf={({ id }) => id} />}
    </>
  )
}

function useColumns(): Column<IncidentSummary>[] {
  const { t } = useTranslation()
  return [
    {
      name: 'happened',
      head: t('incidents.happened'),
      width: 'minmax(240px, 3fr)',
      cell: ({ id, happened }) => (
        <LinkTo to="/incidents/$id" params={{ id }} size="sm" underline="hover" lineClamp={2} dir="auto">
          {happened ?? t('common.notKept')}
        </LinkTo>
      ),
    },
    {
      name: 'severity',
      head: t('incidents.severity'),
      width: '120px',
      cell: ({ severity }) => <Severity severity={severity} />,
    },
    { name: 'state', head: t('incidents.state'), width: '140px', cell: ({ state }) => <IncidentState state={state} /> },
    {
      name: 'of',
      head: t('story.employee'),
      width: 'minmax(150px, 1.4fr)',
      cell: ({ employee, workflow }) => t('incidents.of', { employee, workflow }),
    },
    {
      name: 'source',
      head: t('edgeCases.column.kind'),
      width: '140px',
      cell: ({ source }) => (
        <Badge color="gray" c="var(--mantine-color-text)">
          {t(`incidents.sources.${source}`)}
        </Badge>
      ),
    },
    {
      name: 'opened',
      head: t('edgeCases.column.opened'),
      width: '110px',
      cell: ({ openedAt }) => <Instant at={openedAt} size="sm" />,
    },
  ]
}
