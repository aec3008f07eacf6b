// One record: what it says, the exact text that was hashed, and its leaf computed again in this page.

import { Alert, Code, Grid, Group, Paper, Table, Text, Title } from '@mantine/core'
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type TrailRecord } from '../../api.ts'
import { withMarks } from '../../ui/invisible.ts'
import { LinkTo } from '../../ui/links.tsx'
import { fullInstant } from '../../ui/numbers.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import { Copy } from '../../ui/secret.tsx'
import { Found } from '../../ui/states.tsx'
import { leafHash } from './leaf.ts'
import { RecordKind } from './trail.tsx'

export function RecordPage() {
  const { t } = useTranslation()
  const { id } = useParams({ from: '/inside/trail/$id' })
  const record = useQuery({ queryKey: ['record', id], queryFn: () => api.record(id), staleTime: Number.POSITIVE_INFINITY })
  return (
    <Found query={record} title={t('trail.one')}>
      {(found) => <Whole record={found} />}
    </Found>
  )
}

function Whole({ record }: { record: TrailRecord }) {
  const { t } = useTranslation()
  const name = t(`record.${record.kind.replaceAll('.', '_')}`, { defaultValue: record.kind })
  return (
    <>
      <PageTitle title={`${t('trail.one')}: ${name}`}>
        <Code>{record.id}</Code>
      </PageTitle>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Says record={record} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Leaf record={record} />
        </Grid.Col>
      </Grid>
    </>
  )
}

function Says({ record }: { record: TrailRecord }) {
  const { t } = useTranslation()
  const { actor } = record
  const rows: [string, ReactNode][] = [
    [t('trail.column.at'), fullInstant(record.at)],
    [t('trail.column.kind'), <RecordKind key="k" kind={record.kind} />],
    [t('trail.column.by'), actor.name ?? `${t(`trail.actors.${actor.kind}`, { defaultValue: actor.kind })} ${actor.id}`],
    [
      t('trail.column.authority'),
      <span key="a" lang="en">
        {record.authority}
      </span>,
    ],
    [
      t('trail.column.subject'),
      <LinkTo key="s" to="/trail" search={{ subject: record.subject }} size="sm">
        {record.subject}
      </LinkTo>,
    ],
  ]
  return (
    <Paper data-raised p="md" component="section">
      <Title order={2} size="h5" mb="xs">
        {t('trail.what')}
      </Title>
      <Table variant="vertical" layout="fixed" withRowBorders={false} horizontalSpacing={0} verticalSpacing={3} fz="sm">
        <Table.Tbody>
          {rows.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th w={130} fw={500} bg="transparent">
                {name}
              </Table.Th>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
            </Table.Tr>
          ))}
          {Object.entries(record.says).map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th w={130} fw={500} bg="transparent" lang="en">
                {withMarks(name)}
              </Table.Th>
              <Table.Td style={{ overflowWrap: 'anywhere' }} dir="ltr">
                <Code fz="xs">{withMarks(typeof value === 'string' ? value : JSON.stringify(value))}</Code>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}

function Leaf({ record }: { record: TrailRecord }) {
  const { t } = useTranslation()
  const computed = useQuery({
    queryKey: ['leaf', record.id, record.body],
    queryFn: async () => ({ hash: await leafHash(record.body) }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const hash = computed.data?.hash
  const fits = hash === record.leaf
  return (
    <Paper data-raised p="md" component="section">
      <Title order={2} size="h5">
        {t('trail.text')}
      </Title>
      <Text size="xs" c="dimmed" mb="xs">
        {t('trail.textHow')}
      </Text>
      <Group wrap="nowrap" gap={6} align="flex-start" mb="sm">
        <Code block dir="ltr" style={{ flex: 1, overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {withMarks(record.body)}
        </Code>
        <Copy value={record.body} />
      </Group>
      <Text size="sm" fw={600}>
        {t('trail.leaf')}
      </Text>
      <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
        {record.leaf}
      </Code>
      <Text size="sm" fw={600} mt="xs">
        {t('trail.recomputed')}
      </Text>
      {hash === undefined ? (
        <Text size="sm">{t('trail.computing')}</Text>
      ) : hash === null ? (
        <Text size="sm">{t('trail.noCrypto')}</Text>
      ) : (
        <>
          <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }} data-testid="recomputed">
            {hash}
          </Code>
          <Alert
            mt="xs"
            p="sm"
            variant="light"
            color={fits ? 'green' : 'red'}
            icon={fits ? <IconCircleCheck size={18} aria-hidden /> : <IconCircleX size={18} aria-hidden />}
            role="status"
          >
            {t(fits ? 'trail.fits' : 'trail.differs')}
          </Alert>
        </>
      )}
      <Text size="xs" c="dimmed" mt="sm">
        {t('trail.proof')}
      </Text>
    </Paper>
  )
}
