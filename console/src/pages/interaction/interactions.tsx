// Every interaction, newest first, filtered by what stands in the address.

import { Badge, Button, Group, Paper, Select, Table, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type InteractionSummary } from '../../api.ts'
import { LinkTo } from '../../ui/links.tsx'
import { PhaseBadge, StateBadge } from '../../ui/marks.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { Empty, Loading, ProblemNote } from '../../ui/states.tsx'
import { Instant } from '../../ui/text.tsx'

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
  const list = useInfiniteQuery({
    queryKey: ['interactions', filter],
    queryFn: ({ pageParam }) => api.interactions({ ...filter, state, limit: 50, cursor: pageParam ?? undefined }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <PageTitle title={t('interactions.title')}>{t('interactions.lead')}</PageTitle>
      <Filters />
      {list.isPending && <Loading />}
      {list.error !== null && <ProblemNote error={list.error} retry={() => void list.refetch()} />}
      {list.data !== undefined && items.length === 0 && (
        <Empty title={t(Object.keys(filter).length > 0 ? 'interactions.noneHere' : 'interactions.none')}>
          {t(Object.keys(filter).length > 0 ? 'interactions.noneHereWhy' : 'interactions.noneWhy')}
        </Empty>
      )}
      {items.length > 0 && <Rows items={items} />}
      {list.hasNextPage && (
        <Button variant="default" mt="md" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('interactions.more')}
        </Button>
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

function Rows({ items }: { items: InteractionSummary[] }) {
  const { t } = useTranslation()
  return (
    <Paper data-raised>
      <Table.ScrollContainer minWidth={760} type="native">
        <Table highlightOnHover verticalSpacing="xs" fz="sm">
          <Table.Thead>
            <Table.Tr>
              {['query', 'type', 'employee', 'phase', 'state', 'received'].map((column) => (
                <Table.Th key={column}>{t(`interactions.column.${column}`)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((item) => (
              <Table.Tr key={item.id}>
                <Table.Td maw={340}>
                  <LinkTo to="/interactions/$id" params={{ id: item.id }} underline="hover" size="sm" lineClamp={2} dir="auto">
                    {item.query ?? t('common.notKept')}
                  </LinkTo>
                </Table.Td>
                <Table.Td>
                  {item.queryType}{' '}
                  <Badge size="xs" color="gray" c="var(--mantine-color-text)">
                    {item.channel}
                  </Badge>
                </Table.Td>
                <Table.Td>{item.employee}</Table.Td>
                <Table.Td>
                  {item.phase === null ? t('interactions.unmapped') : <PhaseBadge phase={item.phase} size="sm" />}
                </Table.Td>
                <Table.Td>
                  <StateBadge state={item.state} size="sm" />
                </Table.Td>
                <Table.Td style={{ whiteSpace: 'nowrap' }}>
                  <Instant at={item.receivedAt} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}
