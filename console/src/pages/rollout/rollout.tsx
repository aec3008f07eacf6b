// One rollout: its phase, its gate with every criterion, its query types, its history, and every act that moves it.

import { ActionIcon, Alert, Badge, Grid, Group, Paper, Stack, Table, Text, Title } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Gate, type Rollout } from '../../api.ts'
import { unlessLive } from '../../live.ts'
import { LinkTo } from '../../ui/links.tsx'
import { MapSketch } from '../../ui/map-sketch.tsx'
import { OutcomeMark, PhaseBadge } from '../../ui/marks.tsx'
import { percent } from '../../ui/numbers.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import { Found, Loading } from '../../ui/states.tsx'
import { Instant } from '../../ui/text.tsx'
import { gateReadKey } from '../board/first-steps.ts'
import { Actions } from './actions.tsx'
import { GateTable } from './gate-table.tsx'
import { History } from './history.tsx'
import { PromotionPanel } from './promotion.tsx'
import { Promotions } from './promotions.tsx'
import { QueryTypes } from './query-types.tsx'
import { RolloutPages } from './rollout-pages.tsx'
import { Slices } from './slices.tsx'

const AccuracyChart = lazy(() => import('./accuracy-chart.tsx').then(({ AccuracyChart: Chart }) => ({ default: Chart })))

export function RolloutPage() {
  const { t } = useTranslation()
  const { id } = useParams({ from: '/inside/rollouts/$id' })
  const rollout = useQuery({ queryKey: ['rollout', id], queryFn: () => api.rollout(id), refetchInterval: unlessLive(10_000) })
  const gate = useQuery({ queryKey: ['gate', id], queryFn: () => api.gate(id), refetchInterval: unlessLive(10_000) })
  useGateRead(gate.data !== undefined)
  return (
    <Found query={rollout} title={t('rollout.one')}>
      {(found) => (
        <RolloutView
          rollout={found}
          gate={<Found query={gate}>{(reading) => <GatePart rollout={found} gate={reading} />}</Found>}
          reading={gate.data ?? null}
        />
      )}
    </Found>
  )
}

/** The path of a newcomer ends with a gate that was looked at. */
function useGateRead(read: boolean): void {
  useEffect(() => {
    if (read) localStorage.setItem(gateReadKey, 'true')
  }, [read])
}

function RolloutView({ rollout, gate, reading }: { rollout: Rollout; gate: ReactNode; reading: Gate | null }) {
  const { t } = useTranslation()
  return (
    <>
      <PageTitle title={`${rollout.employee} · ${rollout.workflow}`} actions={<Actions rollout={rollout} />}>
        <Group gap={8} mt={6}>
          <PhaseBadge phase={rollout.phase} size="lg" />
          {rollout.phase === 'shadow' && (
            <Badge size="lg" color="gray" c="var(--mantine-color-text)">
              {t(`delivery.${rollout.delivery}`)}
            </Badge>
          )}
          {rollout.haltedFrom !== null && (
            <Text size="sm">{t('rollout.haltedFrom', { phase: t(`phase.${rollout.haltedFrom}`) })}</Text>
          )}
          {rollout.rehearsal && (
            <Badge size="lg" color="yellow" c="var(--mantine-color-text)">
              {t('rollout.rehearsal')}
            </Badge>
          )}
          {rollout.observedOnly && (
            <Badge size="lg" color="yellow" c="var(--mantine-color-text)">
              {t('rollout.observed')}
            </Badge>
          )}
          <Text size="sm">
            {t('rollout.since')} <Instant at={rollout.phaseSince} /> · <Numbers rollout={rollout} />
          </Text>
        </Group>
        {rollout.observedOnly && (
          <Text size="sm" mt={6} role="note">
            <strong>{t('rollout.observedOnly')}</strong> {t('rollout.observedWhat')}
          </Text>
        )}
        <Text size="sm" mt={6}>
          {t(rollout.phase === 'shadow' ? `rollout.means.shadow_${rollout.delivery}` : `rollout.means.${rollout.phase}`, {
            ratio: percent(rollout.sampleRatio, 0),
          })}
        </Text>
      </PageTitle>
      <RolloutPages id={rollout.id} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack gap="md">
            {gate}
            <Paper data-raised p="md" component="section">
              <Title order={2} size="h5" mb="xs">
                {t('rollout.accuracy')}
              </Title>
              <Suspense fallback={<Loading />}>
                <AccuracyChart
                  rollout={rollout}
                  target={reading?.criteria.find(({ name }) => name === 'accuracy')?.bound ?? null}
                />
              </Suspense>
            </Paper>
            <QueryTypes rollout={rollout} gate={reading} />
            <Slices rolloutId={rollout.id} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack gap="md">
            <PromotionPanel rollout={rollout} gate={reading} />
            <Facts rollout={rollout} />
            <Paper data-raised p="md" component="section" className="no-print">
              <Title order={2} size="h5" mb="xs">
                {t('rollout.map')}
              </Title>
              <MapSketch dossierId={rollout.dossierId} workflow={rollout.workflow} />
            </Paper>
            <Promotions rolloutId={rollout.id} />
            <History rollout={rollout} />
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  )
}

function Numbers({ rollout }: { rollout: Rollout }) {
  const { t } = useTranslation()
  return (
    <>
      <LinkTo to="/interactions" search={{ rollout: rollout.id }} size="sm">
        {t('rollout.interactions', { count: rollout.interactions })}
      </LinkTo>{' '}
      ·{' '}
      <LinkTo to="/reviews" search={{ rollout: rollout.id }} size="sm">
        {t('board.reviews', { count: rollout.openReviews })}
      </LinkTo>
    </>
  )
}

function GatePart({ rollout, gate }: { rollout: Rollout; gate: Gate }) {
  const { t } = useTranslation()
  return (
    <Paper data-raised p="md" component="section" aria-labelledby="gate">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h5" id="gate">
          {gate.next === null ? t('gate.title') : t('gate.to', { phase: t(`phase.${gate.next}`) })}
        </Title>
        <Group gap="md">
          <OutcomeMark outcome={gate.outcome} size="lg" />
          <Text size="xs" c="dimmed">
            {t('gate.read')} <Instant at={gate.readAt} />
          </Text>
          <ActionIcon variant="default" className="no-print" aria-label={t('gateSays.print')} onClick={() => window.print()}>
            <IconPrinter size={16} aria-hidden />
          </ActionIcon>
        </Group>
      </Group>
      {gate.criteria.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t(`gate.none.${rollout.phase}`, { defaultValue: t('gate.none.other') })}
        </Text>
      ) : (
        <>
          <InTheWay gate={gate} />
          <GateTable criteria={gate.criteria} />
          <Waiting gate={gate} />
        </>
      )}
    </Paper>
  )
}

/** The one line a lead looks for first. */
function InTheWay({ gate }: { gate: Gate }) {
  const { t } = useTranslation()
  const first = gate.criteria.find(({ outcome }) => outcome === gate.outcome)
  const met = gate.criteria.filter(({ outcome }) => outcome === 'met').length
  return (
    <Alert
      variant="light"
      color={gate.outcome === 'met' ? 'green' : gate.outcome === 'not_met' ? 'red' : 'yellow'}
      p="sm"
      mb="sm"
    >
      {gate.outcome === 'met' || first === undefined ? (
        <Text size="sm">{t('gateSays.nothing')}</Text>
      ) : (
        <Text size="sm">
          <b>{t('gateSays.first')}:</b> {t(`criterion.${first.name}.label`, { defaultValue: first.name })}.{' '}
          {t('gateSays.standing', { met, all: gate.criteria.length })}.
        </Text>
      )}
    </Alert>
  )
}

/** Verdicts count in the order their items came: an old one that nobody has judged holds the others up. */
function Waiting({ gate: { waiting, planHash } }: { gate: Gate }) {
  const { t } = useTranslation()
  return (
    <Text size="xs" c="dimmed" mt="xs">
      {planHash !== null && t('gateSays.plan', { hash: planHash.slice(0, 12) })}{' '}
      {waiting.forReview !== null && waiting.verdicts > 0 && (
        <>
          {t('gateSays.waiting', { count: waiting.verdicts })}{' '}
          <LinkTo to="/reviews" search={{ item: waiting.forReview }} size="xs">
            {t('gateSays.waitingItem')}
          </LinkTo>
        </>
      )}
    </Text>
  )
}

function Facts({ rollout }: { rollout: Rollout }) {
  const { t } = useTranslation()
  const facts = [
    [t('rollout.dossier'), <code key="d">{rollout.dossierHash.slice(0, 16)}</code>],
    [t('rollout.sample'), percent(rollout.sampleRatio, 0)],
    [t('rollout.cells'), String(rollout.cells.length)],
    [t('rollout.opened'), <Instant key="o" at={rollout.openedAt} />],
    [t('rollout.id'), <code key="i">{rollout.id}</code>],
  ] as const
  return (
    <Paper data-raised p="md" component="section">
      <Title order={2} size="h5" mb="xs">
        {t('rollout.facts')}
      </Title>
      <Table variant="vertical" layout="fixed" withRowBorders={false} horizontalSpacing={0} verticalSpacing={3} fz="sm">
        <Table.Tbody>
          {facts.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th w={130} fw={500} bg="transparent">
                {name}
              </Table.Th>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}
