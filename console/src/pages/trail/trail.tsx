// The trail: every record, newest first, filtered by what stands in the address.

import { Button, Code, Group, Select, Text, TextInput } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type TrailRecord } from '../../api.ts'
import { en } from '../../locales/en.ts'
import { LinkTo } from '../../ui/links.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { usePages } from '../../ui/pages-of.ts'
import { Empty, Loading, ProblemNote } from '../../ui/states.tsx'
import { Instant } from '../../ui/text.tsx'
import { type Column, Newer, VirtualRows } from '../../ui/virtual-rows.tsx'

/** The kinds that have a name in the words, as the trail writes them. */
const kinds = Object.keys(en.record).map(kindOf)

/** Nouns of two words keep their underscore. */
function kindOf(name: string): string {
  const noun = ['edge_case', 'signing_key'].find((each) => name.startsWith(`${each}_`)) ?? name.split('_')[0] ?? ''
  return `${noun}.${name.slice(noun.length + 1)}`
}

export function TrailPage() {
  const { t } = useTranslation()
  const filter = useSearch({ from: '/inside/trail' })
  const { list, items, newer, showNewer } = usePages('trail', filter, (paging) => api.records({ ...filter, ...paging }))
  const columns = useColumns()
  const filtered = Object.keys(filter).length > 0
  return (
    <>
      <PageTitle title={t('trail.title')}>{t('trail.lead')}</PageTitle>
      <Filters key={JSON.stringify(filter)} />
      <Newer there={newer} onShow={showNewer} />
      {list.isPending && <Loading />}
      {list.error !== null && <ProblemNote error={list.error} retry={() => void list.refetch()} />}
      {list.data !== undefined && items.length === 0 && (
        <Empty title={t(filtered ? 'trail.noneHere' : 'trail.none')}>{t(filtered ? 'trail.noneHereWhy' : 'trail.noneWhy')}</Empty>
      )}
      {items.length > 0 && (
        <VirtualRows label={t('trail.title')} query={list} columns={columns} idOf={({ id }) => id} rowHeight={52} />
      )}
    </>
  )
}

function useColumns(): Column<TrailRecord>[] {
  const { t } = useTranslation()
  return [
    { name: 'at', head: t('trail.column.at'), width: '130px', cell: ({ at }) => <Instant at={at} size="sm" /> },
    {
      name: 'kind',
      head: t('trail.column.kind'),
      width: 'minmax(180px, 1.4fr)',
      cell: (record) => (
        <LinkTo to="/trail/$id" params={{ id: record.id }} size="sm" underline="hover">
          <RecordKind kind={record.kind} />
        </LinkTo>
      ),
    },
    {
      name: 'subject',
      head: t('trail.column.subject'),
      width: 'minmax(170px, 1.2fr)',
      cell: ({ subject }) => (
        <LinkTo to="/trail" search={{ subject }} size="xs" underline="hover">
          <Code fz="xs">{subject}</Code>
        </LinkTo>
      ),
    },
    {
      name: 'by',
      head: t('trail.column.by'),
      width: 'minmax(130px, 1fr)',
      cell: ({ actor }) => (
        <LinkTo to="/trail" search={{ actor: actor.id }} size="sm" underline="hover">
          {actor.name ?? t(`trail.actors.${actor.kind}`, { defaultValue: actor.kind })}
        </LinkTo>
      ),
    },
    {
      name: 'authority',
      head: t('trail.column.authority'),
      width: 'minmax(150px, 1fr)',
      cell: ({ authority }) => (
        <Text size="xs" c="dimmed" className="words" lang="en">
          {authority}
        </Text>
      ),
    },
  ]
}

/** A kind in words where we have them, and as it is written otherwise. */
export function RecordKind({ kind }: { kind: string }) {
  const { t } = useTranslation()
  return <>{t(`record.${kind.replaceAll('.', '_')}`, { defaultValue: kind })}</>
}

function Filters() {
  const { t } = useTranslation()
  const navigate = useNavigate({ from: '/trail' })
  const filter = useSearch({ from: '/inside/trail' })
  const [subject, setSubject] = useState(filter.subject ?? '')
  const [actor, setActor] = useState(filter.actor ?? '')
  const set = (change: Record<string, string | undefined>) => void navigate({ search: (now) => ({ ...now, ...change }) })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    set({ subject: subject.trim() || undefined, actor: actor.trim() || undefined })
  }
  return (
    <form onSubmit={submit}>
      <Group mb="md" gap="sm" align="flex-end" component="search">
        <TextInput
          label={t('trail.subject')}
          value={subject}
          onChange={(event) => setSubject(event.currentTarget.value)}
          w={240}
          maw="100%"
        />
        <TextInput
          label={t('trail.actor')}
          value={actor}
          onChange={(event) => setActor(event.currentTarget.value)}
          w={220}
          maw="100%"
        />
        <Select
          label={t('trail.kind')}
          clearable
          searchable
          clearButtonProps={{ 'aria-label': t('trail.anyKind') }}
          placeholder={t('trail.anyKind')}
          data={kinds.map((value) => ({
            value,
            label: t(`record.${value.replaceAll('.', '_')}`, { defaultValue: value }),
          }))}
          value={filter.kind ?? null}
          onChange={(kind) => set({ kind: kind ?? undefined })}
          w={240}
          maw="100%"
        />
        <Button type="submit" variant="default">
          {t('interactions.find')}
        </Button>
        {Object.keys(filter).length > 0 && (
          <LinkTo to="/trail" size="sm">
            {t('queue.showAll')}
          </LinkTo>
        )}
      </Group>
    </form>
  )
}
