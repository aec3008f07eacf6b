// The months a rollout drew in: what was committed to before the first draw, whether the key was given to auditors, and the sample to recompute.

import { Button, Code, Group, Table, Text } from '@mantine/core'
import { IconDownload, IconKey, IconLock } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type TrailRecord } from '../../api.ts'
import { ActButton } from '../../ui/act-button.tsx'
import { LinkTo } from '../../ui/links.tsx'
import { useMay } from '../../ui/me.ts'
import { day, monthName } from '../../ui/numbers.ts'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { Found, ProblemNote } from '../../ui/states.tsx'
import { Instant } from '../../ui/text.tsx'
import { type Drawn, endOf, monthsDrawn, sampleText } from './sample.ts'

const of = (subject: string, kind: string) => api.records({ subject, kind, limit: 200 })

export function Months({ rolloutId }: { rolloutId: string }) {
  const { t } = useTranslation()
  const query = useQuery({
    queryKey: ['trail', 'keys of', rolloutId],
    queryFn: async (): Promise<[TrailRecord[], TrailRecord[]]> => {
      const [committed, disclosed] = await Promise.all([
        of(rolloutId, 'sampling.key_committed'),
        of(rolloutId, 'sampling.disclosed'),
      ])
      return [committed.items, disclosed.items]
    },
  })
  return (
    <Found query={query}>
      {([committed, disclosed]) => {
        const months = monthsDrawn(committed, disclosed)
        return months.length === 0 ? <Text size="sm">{t('months.none')}</Text> : <Rows rolloutId={rolloutId} months={months} />
      }}
    </Found>
  )
}

function Rows({ rolloutId, months }: { rolloutId: string; months: Drawn[] }) {
  const { t } = useTranslation()
  return (
    <>
      <Table.ScrollContainer minWidth={640} type="native">
        <Table fz="sm" verticalSpacing={8}>
          <Table.Thead>
            <Table.Tr>
              {(['month', 'committed', 'disclosed', 'acts'] as const).map((column) => (
                <Table.Th key={column}>{t(`months.column.${column}`)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {months.map((month) => (
              <Month key={month.month} rolloutId={rolloutId} drawn={month} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="sm" mt="sm">
        {t('months.verify')} <Code dir="ltr">tenure audit verify --sampling FILE</Code>
      </Text>
      <Text size="xs" c="dimmed">
        {t('months.verifyHow')}
      </Text>
    </>
  )
}

function Month({ rolloutId, drawn }: { rolloutId: string; drawn: Drawn }) {
  const { t } = useTranslation()
  const { month, key, committed, disclosed } = drawn
  return (
    <Table.Tr data-month={month}>
      <Table.Th scope="row" fw={600}>
        {monthName(month)}
      </Table.Th>
      <Table.Td>
        <LinkTo to="/trail/$id" params={{ id: committed.id }} size="sm">
          <Instant at={committed.at} />
        </LinkTo>
        <Text size="xs" c="dimmed">
          {t('months.digest')} <code dir="ltr">{key.slice(0, 16)}</code>
        </Text>
      </Table.Td>
      <Table.Td>
        <Group gap={6} wrap="nowrap">
          {disclosed === null ? <IconLock size={15} aria-hidden /> : <IconKey size={15} aria-hidden />}
          {disclosed === null ? (
            t('months.kept')
          ) : (
            <LinkTo to="/trail/$id" params={{ id: disclosed.id }} size="sm">
              <Instant at={disclosed.at} />
            </LinkTo>
          )}
        </Group>
      </Table.Td>
      <Table.Td>
        <Group gap={6} className="no-print">
          <Disclose rolloutId={rolloutId} drawn={drawn} />
          <Take month={month} />
        </Group>
      </Table.Td>
    </Table.Tr>
  )
}

function Disclose({ rolloutId, drawn: { month, disclosed } }: { rolloutId: string; drawn: Drawn }) {
  const { t } = useTranslation()
  const may = useMay()
  const [asked, setAsked] = useState(false)
  if (disclosed !== null) return null
  const over = endOf(month)
  const whyNot =
    may('sampling.disclose') ?? (Date.now() < over.getTime() ? t('months.notOver', { day: day(over.toISOString()) }) : null)
  return (
    <>
      <ActButton size="compact-sm" variant="default" why={whyNot} onPress={() => setAsked(true)}>
        {t('months.disclose')}
      </ActButton>
      {asked && (
        <ReasonDialog
          title={t('months.discloseOf', { month: monthName(month) })}
          consequence={t('months.discloseConsequence')}
          confirm={t('months.disclose')}
          withReason={false}
          act={() => api.discloseSampling(rolloutId, month)}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  )
}

/** The whole month as the file the command reads: page after page, only when an auditor asks. */
function Take({ month }: { month: string }) {
  const { t } = useTranslation()
  const may = useMay()
  const taking = useMutation({
    mutationFn: async () => {
      let page = await api.monthSample(month, undefined)
      const { keys } = page
      const records = [...page.records]
      while (page.next !== null) {
        page = await api.monthSample(month, page.next)
        records.push(...page.records)
      }
      saveFile({ name: `${month}.jsonl`, mediaType: 'application/jsonl', text: sampleText({ month, keys, records }) })
    },
  })
  const whyNot = may('sampling.read')
  if (whyNot !== null)
    return (
      <ActButton size="compact-sm" variant="default" why={whyNot} onPress={() => undefined}>
        {t('months.take')}
      </ActButton>
    )
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        loading={taking.isPending}
        leftSection={<IconDownload size={14} aria-hidden />}
        onClick={() => taking.mutate()}
      >
        {t('months.take')}
      </Button>
      {taking.error !== null && <ProblemNote error={taking.error} />}
    </>
  )
}
