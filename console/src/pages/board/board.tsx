// Home: every employee's rollouts by phase, each with the one line that stands between it and the next phase, and the halt beside it.

import { ActionIcon, Badge, Group, Paper, ScrollArea, Stack, Text, Title, Tooltip } from '@mantine/core'
import {
  IconAlertOctagon,
  IconAlertTriangle,
  IconClock,
  IconHandStop,
  IconInbox,
  IconRobot,
  IconUserShare,
  IconWaveSine,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type DossierSummary, type Phase, type RolloutSummary } from '../../api.ts'
import { unlessLive } from '../../live.ts'
import { sentenceWords } from '../../sentence-words.ts'
import { LinkTo } from '../../ui/links.tsx'
import { OutcomeMark, PhaseBadge, phaseMarks } from '../../ui/marks.tsx'
import { useMay } from '../../ui/me.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { Empty, Found, Loading } from '../../ui/states.tsx'
import { Instant } from '../../ui/text.tsx'
import { Checklist } from './checklist.tsx'
import { DossierCard } from './dossier-card.tsx'

const columns = ['discovery', 'shadow', 'supervised', 'autonomous', 'halted'] as const satisfies readonly Phase[]

export function BoardPage() {
  const { t } = useTranslation()
  const may = useMay()
  const allowed = may('rollout.read') === null
  const rollouts = useQuery({
    queryKey: ['rollouts'],
    queryFn: api.rollouts,
    refetchInterval: unlessLive(10_000),
    enabled: allowed,
  })
  const dossiers = useQuery({
    queryKey: ['dossiers'],
    queryFn: api.dossiers,
    refetchInterval: unlessLive(30_000),
    enabled: allowed,
  })
  const employees = useQuery({ queryKey: ['employees'], queryFn: api.employees, enabled: allowed })
  return (
    <>
      <PageTitle title={t('board.title')}>{t('board.lead')}</PageTitle>
      {!allowed ? (
        <NoRole />
      ) : (
        <Found query={rollouts}>
          {({ items }) => {
            if (dossiers.isPending || employees.isPending) return <Loading />
            const waiting = inDiscovery(dossiers.data?.items ?? [], items)
            const steps = <Checklist rollouts={items} dossiers={dossiers.data?.items ?? []} />
            if (items.length > 0 || waiting.length > 0)
              return (
                <>
                  {steps}
                  <Columns rollouts={items} dossiers={waiting} names={namesOf(employees.data?.items ?? [])} />
                </>
              )
            return (
              <>
                {steps}
                {employees.data?.items.length ? (
                  <Empty title={t('board.noDossier')}>
                    {t('board.noDossierWhy', { names: employees.data.items.map(({ name }) => name).join(', ') })}
                  </Empty>
                ) : (
                  <Empty title={t('board.nobody')} icon={<IconRobot size={34} stroke={1.4} />}>
                    {t('board.nobodyWhy')}
                  </Empty>
                )}
              </>
            )
          }}
        </Found>
      )}
    </>
  )
}

function NoRole() {
  const { t } = useTranslation()
  return <Empty title={t('board.noRole')}>{t('board.noRoleWhy')}</Empty>
}

const namesOf = (employees: { id: string; name: string }[]) => new Map(employees.map(({ id, name }) => [id, name]))

/** Documents that no rollout has come out of yet: still to be signed, or signed and waiting to be opened. */
function inDiscovery(dossiers: DossierSummary[], rollouts: Pick<RolloutSummary, 'employeeId' | 'workflow'>[]): DossierSummary[] {
  const running = new Set(rollouts.map(({ employeeId, workflow }) => `${employeeId} ${workflow}`))
  return dossiers.filter((dossier) => !dossier.signed || !running.has(`${dossier.employeeId} ${dossier.workflow}`))
}

function Columns({
  rollouts,
  dossiers,
  names,
}: {
  rollouts: RolloutSummary[]
  dossiers: DossierSummary[]
  names: Map<string, string>
}) {
  const { t } = useTranslation()
  return (
    <ScrollArea type="auto" offsetScrollbars viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': t('board.title') }}>
      <div className="board">
        {columns.map((phase) => {
          const cards = rollouts.filter((rollout) => rollout.phase === phase)
          const papers = phase === 'discovery' ? dossiers : []
          const Shown = phaseMarks[phase].icon
          return (
            <Stack key={phase} gap="sm" component="section" aria-labelledby={`column-${phase}`}>
              <Group gap={6}>
                <Shown size={17} aria-hidden color={`var(--mantine-color-${phaseMarks[phase].color}-filled)`} />
                <Title order={2} size="h6" id={`column-${phase}`}>
                  {t(`phase.${phase}`)}
                </Title>
                <Badge color="gray" size="sm" circle c="var(--mantine-color-text)">
                  {cards.length + papers.length}
                </Badge>
              </Group>
              {cards.length + papers.length === 0 && (
                <Text size="xs" c="dimmed" pr="md">
                  {t(`board.empty.${phase}`)}
                </Text>
              )}
              {papers.map((dossier) => (
                <DossierCard key={dossier.id} dossier={dossier} employee={names.get(dossier.employeeId) ?? dossier.employeeId} />
              ))}
              {cards.map((rollout) => (
                <RolloutCard key={rollout.id} rollout={rollout} />
              ))}
            </Stack>
          )
        })}
      </div>
    </ScrollArea>
  )
}

function RolloutCard({ rollout }: { rollout: RolloutSummary }) {
  const { t } = useTranslation()
  return (
    <Paper data-raised p="sm" className="card-link" component="article">
      <Stack gap={8}>
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <div>
            <LinkTo to="/rollouts/$id" params={{ id: rollout.id }} underline="hover" fw={650} c="var(--mantine-color-text)">
              {rollout.employee}
            </LinkTo>
            <Text size="xs" c="dimmed">
              {rollout.workflow} · {t('board.cells', { count: rollout.cells.length })} · <Instant at={rollout.phaseSince} />
            </Text>
          </div>
          <HaltButton rollout={rollout} />
        </Group>
        <Group gap={6}>
          {rollout.phase === 'shadow' && (
            <Badge color="gray" c="var(--mantine-color-text)">
              {t(`delivery.${rollout.delivery}`)}
            </Badge>
          )}
          {rollout.rehearsal && (
            <Badge color="yellow" c="var(--mantine-color-text)">
              {t('rollout.rehearsal')}
            </Badge>
          )}
          {rollout.observedOnly && (
            <Badge color="yellow" c="var(--mantine-color-text)" title={t('rollout.observedOnly')}>
              {t('rollout.observed')}
            </Badge>
          )}
          {rollout.haltedFrom !== null && <PhaseBadge phase={rollout.haltedFrom} />}
        </Group>
        <div>
          <OutcomeMark outcome={rollout.gate.outcome} />
          <Why rollout={rollout} />
        </div>
        <Marks rollout={rollout} />
        <Group gap="4px 12px">
          <LinkTo to="/reviews" search={{ rollout: rollout.id }} underline="hover" size="xs" c="var(--mantine-color-text)">
            <Group gap={4} component="span">
              <IconInbox size={14} aria-hidden /> {t('board.reviews', { count: rollout.openReviews })}
            </Group>
          </LinkTo>
          {rollout.openEscalations > 0 && (
            <LinkTo to="/escalations" underline="hover" size="xs" c="var(--mantine-color-text)">
              <Group gap={4} component="span">
                <IconUserShare size={14} aria-hidden /> {t('board.escalations', { count: rollout.openEscalations })}
              </Group>
            </LinkTo>
          )}
        </Group>
      </Stack>
    </Paper>
  )
}

/** The one line: the criterion in the reader's words, then what the gate says of it. */
function Why({ rollout: { gate } }: { rollout: RolloutSummary }) {
  const { t, i18n } = useTranslation()
  const own = i18n.language === 'en' ? null : sentenceWords('gate', gate.says)
  return (
    <>
      {gate.criterion !== null && (
        <Text size="xs" fw={600} mt={2}>
          {t(`criterion.${gate.criterion.name}.label`, { defaultValue: gate.criterion.name })}
        </Text>
      )}
      <Text data-why size="xs" c="dimmed" lineClamp={3} mt={2} lang={own === null ? 'en' : undefined} component="div">
        {own ?? gate.why}
      </Text>
    </>
  )
}

/** What a lead must not overlook: drift, open incidents, and reviewers who cannot keep up. */
function Marks({ rollout: { gate, reviewing } }: { rollout: RolloutSummary }) {
  const { t } = useTranslation()
  const { neededHoursPerWeek: needed, availableHoursPerWeek: available } = reviewing
  const short = available !== null && needed > available
  return (
    <Stack gap={4}>
      {gate.drift !== null && gate.drift !== 'met' && (
        <Badge color="orange" c="var(--mantine-color-text)" leftSection={<IconWaveSine size={13} aria-hidden />}>
          {t('rollout.drift')}
        </Badge>
      )}
      {gate.incidents !== null && gate.incidents > 0 && (
        <LinkTo to="/incidents" underline="never">
          <Badge color="red" c="var(--mantine-color-text)" leftSection={<IconAlertOctagon size={13} aria-hidden />}>
            {t('rollout.incidents', { count: gate.incidents })}
          </Badge>
        </LinkTo>
      )}
      {needed > 0 && (
        <Group gap={4} wrap="nowrap" c={short ? 'var(--mantine-color-text)' : 'dimmed'}>
          {short ? <IconAlertTriangle size={14} aria-hidden /> : <IconClock size={14} aria-hidden />}
          <Text size="xs" fw={short ? 650 : 400}>
            {short
              ? t('rollout.hoursShort', { needed, available })
              : available === null
                ? t('rollout.hours', { needed })
                : t('rollout.hoursOf', { needed, available })}
          </Text>
        </Group>
      )}
    </Stack>
  )
}

function HaltButton({ rollout }: { rollout: RolloutSummary }) {
  const { t } = useTranslation()
  const may = useMay()
  const [asked, setAsked] = useState(false)
  if (rollout.phase === 'halted' || may('rollout.halt') !== null) return null
  return (
    <>
      <Tooltip label={t('halt.rollout')}>
        <ActionIcon
          variant="light"
          color="red"
          className="touch"
          aria-label={t('halt.rolloutOf', { name: rollout.employee, workflow: rollout.workflow })}
          onClick={() => setAsked(true)}
        >
          <IconHandStop size={17} aria-hidden />
        </ActionIcon>
      </Tooltip>
      {asked && (
        <ReasonDialog
          danger
          title={t('halt.rolloutOf', { name: rollout.employee, workflow: rollout.workflow })}
          consequence={t('halt.rolloutConsequence')}
          confirm={t('halt.now')}
          act={(reason) => api.haltRollout(rollout.id, reason)}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  )
}
