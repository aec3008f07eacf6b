// Every interaction, newest first, filtered by what stands in the address.

import { Badge, Group, Select, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type InteractionSummary } from '../../api.ts'
import { LinkTo } from '../../ui/links.tsx'
import { PhaseBadge, StateBadge } from '../../ui/marks.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { usePages } from '../../ui/pages-of.ts'
import { Empty, Loading, ProblemNote } from '../../ui/states.tsx'
import { Instant } from '../../ui/text.tsx'
import { type Column, Newer, VirtualRows } from '../../ui/virtual-rows.tsx'

/** The states of an interaction, to filter by; anything else in the address is no filter. */
const states = [
  'received',
  'proposing',
  'proposed',
  'held',
  'released',
  'recorded',
  'refused',
  'escalated',
  'performed',
  'settled',
] as const

export function InteractionsPage() {
  const { t } = useTranslation()
  const filter = useSearch({ from: '/inside/interactions' })
  const state = states.find((each) => each === filter.state)
  const { list, items, newer, showNewer } = usePages('interactions', filter, (paging) =>
    api.interactions({ ...filter, state, ...paging }),
  )
  const columns = useColumns()
  const filtered = Object.keys(filter).length > 0
  return (
    <>
      <PageTitle title={t('interactions.title')}>{t('interactions.lead')}</PageTitle>
      <Filters />
      <Newer there={newer} onShow={showNewer} />
      {list.isPending && <Loading />}
      {list.error !== null && <ProblemNote error={list.error} retry={() => void list.refetch()} />}
      {list.data !== undefined && items.length === 0 && (
        <Empty title={t(filtered ? 'interactions.noneHere' : 'interactions.none')}>
          {t(filtered ? 'interactions.noneHereWhy' : 'interactions.noneWhy')}
        </Empty>
      )}
      {items.length > 0 && (
        <VirtualRows label={t('interactions.title')} query={list} columns={columns} idOf={({ id }) => id} minWidth={860} />
      )}
    </>
  )
}

function Filters() {
  const { t } = useTranslation()
  const navigate = useNavigate({ from: '/interactions' })
  const filter = useSearch({ from: '/inside/interactions' })
  const [words, setWords] = useState(filter.q ?? '')
  const set = (change: Record<string, string | undefined>) => void navigate({ search: (now) => ({ ...now, ...change }) })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    set({ q: words === '' ? undefined : words })
  }
  const others = [filter.employee, filter.rollout, filter.queryType, filter.channel].filter((value) => value !== undefined)
  return (
    <Group mb="md" gap="sm" align="flex-end" component="search">
      <form onSubmit={submit}>
        <TextInput
          label={t('interactions.words')}
          leftSection={<IconSearch size={15} aria-hidden />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          w={280}
          maw="100%"
        />
      </form>
      <Select
        label={t('interactions.state')}
        clearable
        clearButtonProps={{ 'aria-label': t('interactions.anyState') }}
        placeholder={t('interactions.anyState')}
        data={states.map((state) => ({ value: state, label: t(`state.${state}`) }))}
        value={filter.state ?? null}
        onChange={(state) => set({ state: state ?? undefined })}
        w={190}
      />
      {others.length > 0 && (
        <Group gap={6} pb={6}>
          <Text size="sm">{t('interactions.filtered', { filter: others.join(', ') })}</Text>
          <LinkTo to="/interactions" size="sm">
            {t('queue.showAll')}
          </LinkTo>
        </Group>
      )}
    </Group>
  )
}

function useColumns(): Column<InteractionSummary>[] {
  const { t } = useTranslation()
  return [
    {
      name: 'query',
      head: t('interactions.column.query'),
      width: 'minmax(220px, 3fr)',
      cell: (item) => (
        <LinkTo to="/interactions/$id" params={{ id: item.id }} underline="hover" size="sm" lineClamp={2} dir="auto">
          {item.query ?? t('common.notKept')}
        </LinkTo>
      ),
    },
    {
      name: 'type',
      head: t('interactions.column.type'),
      width: 'minmax(150px, 1.3fr)',
      cell: ({ queryType, channel }) => (
        <Group gap={6}>
          <Text size="sm" className="words">
            {queryType}
          </Text>
          <Badge size="xs" color="gray" c="var(--mantine-color-text)">
            {channel}
          </Badge>
        </Group>
      ),
    },
    { name: 'employee', head: t('interactions.column.employee'), width: 'minmax(90px, 1fr)', cell: ({ employee }) => employee },
    {
      name: 'phase',
      head: t('interactions.column.phase'),
      width: '140px',
      cell: ({ phase }) => (phase === null ? t('interactions.unmapped') : <PhaseBadge phase={phase} size="sm" />),
    },
    {
      name: 'state',
      head: t('interactions.column.state'),
      width: '150px',
      cell: ({ state }) => <StateBadge state={state} size="sm" />,
    },
    {
      name: 'received',
      head: t('interactions.column.received'),
      width: '110px',
      cell: ({ receivedAt }) => <Instant at={receivedAt} size="sm" />,
    },
  ]
}
