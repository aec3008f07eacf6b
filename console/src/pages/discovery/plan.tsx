// The planner's answer: what each phase takes in reviews and days, what cannot be proven and the four honest ways out, the hours of the reviewers, and
// what it is worth. Every number has its unit; what is not known says so.

import { Alert, Badge, Group, Paper, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconClockQuestion } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { sentenceWords } from '../../sentence-words.ts'
import { percent } from '../../ui/numbers.ts'
import { Said } from '../../ui/said.tsx'
import { useDraftEditing } from './draft-editing.tsx'
import { BusinessCase } from './plan-case.tsx'
import { type PlannedPhase, readPlan, type ShownPlan } from './plan-shape.ts'
import { Accuracies, NeedsOf, TypesTable } from './plan-tables.tsx'

export function PlanResult() {
  const { t } = useTranslation()
  const { examination } = useDraftEditing()
  const plan = readPlan(examination?.plan)
  return (
    <Paper data-raised p="md" component="section" aria-labelledby="plan">
      <Title order={2} size="h5" id="plan">
        {t('plan.title')}
      </Title>
      {plan === null ? (
        <Text size="sm" c="dimmed">
          {t(examination === undefined ? 'plan.working' : 'plan.unreadable')}
        </Text>
      ) : (
        <Plan plan={plan} />
      )}
    </Paper>
  )
}

/** Also drawn for a registered version, whose plan is frozen. */
export function Plan({ plan }: { plan: ShownPlan }) {
  const { t } = useTranslation()
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t('plan.assumes', { accuracy: percent(plan.assumedAccuracyRatio) })}{' '}
        {plan.queriesPerDay === null ? t('plan.noVolume') : t('plan.volume', { count: plan.queriesPerDay })}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
        {plan.phases.map((phase) => (
          <Phase key={phase.phase} phase={phase} />
        ))}
      </SimpleGrid>
      <Reviewers plan={plan} />
      {plan.unprovable.length === 0 && plan.queriesPerDay !== null && (
        <Alert color="green" variant="light" icon={<IconCircleCheck size={18} aria-hidden />}>
          {t('plan.provable')}
        </Alert>
      )}
      {plan.unprovable.map((one) => (
        <Unprovable key={one.what} {...one} />
      ))}
      <BusinessCase numbers={plan.businessCase} />
      {plan.missing.length > 0 && <Missing what={plan.missing} />}
      <Stack gap={6}>
        {plan.phases.some(({ needs }) => needs.length > 0) && <NeedsOf phases={plan.phases} />}
        {plan.types.length > 0 && <TypesTable types={plan.types} />}
        {plan.accuracies.length > 0 && <Accuracies rows={plan.accuracies} />}
      </Stack>
    </Stack>
  )
}

function Phase({ phase }: { phase: PlannedPhase }) {
  const { t } = useTranslation()
  const goesOn = phase.phase === 'autonomous'
  return (
    <Paper p="sm" data-testid={`plan-${phase.phase}`}>
      <Text className="eyebrow" component="h3" m={0}>
        {t(`phase.${phase.phase}`, { defaultValue: phase.phase })}
      </Text>
      <Text size="lg" fw={650} className="number">
        {phase.reviews === null
          ? t('plan.notProven')
          : t(goesOn ? 'plan.reviewsAMonth' : 'plan.reviews', { count: Math.ceil(phase.reviews) })}
      </Text>
      {!goesOn && (
        <Text size="sm">{phase.days === null ? t('plan.daysUnknown') : t('plan.days', { count: Math.ceil(phase.days) })}</Text>
      )}
      <Text size="sm">
        {phase.reviewHoursPerWeek === null ? t('plan.hoursUnknown') : t('plan.hours', { count: phase.reviewHoursPerWeek })}
      </Text>
      <Text size="xs" c="dimmed">
        {t(goesOn ? 'plan.goesOn' : 'plan.binding', { what: sentenceWords('plan', phase.says) ?? phase.binding })}
      </Text>
    </Paper>
  )
}

function Reviewers({ plan: { reviewers } }: { plan: ShownPlan }) {
  const { t } = useTranslation()
  if (reviewers === null || reviewers.needed === null)
    return (
      <Alert color="gray" variant="light" icon={<IconClockQuestion size={18} aria-hidden />}>
        {t('plan.reviewersUnknown')}
      </Alert>
    )
  const blanks = { needed: reviewers.needed, available: reviewers.hoursPerWeek ?? 0 }
  return reviewers.enough === false ? (
    <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} aria-hidden />} title={t('plan.reviewersTooFew')}>
      {t('plan.reviewersNeeded', blanks)}
    </Alert>
  ) : (
    <Text size="sm">{t('plan.reviewersNeeded', blanks)}</Text>
  )
}

function Unprovable({ what, reason, says, options }: ShownPlan['unprovable'][number]) {
  const { t } = useTranslation()
  const phase = t(`phase.${what}`, { defaultValue: what })
  return (
    <Alert
      color="orange"
      variant="light"
      icon={<IconAlertTriangle size={18} aria-hidden />}
      title={t('plan.unprovable', { phase })}
      data-testid="unprovable"
    >
      <Text size="sm" mb="xs">
        <Said table="plan" parts={says}>
          {reason}
        </Said>
      </Text>
      <Text size="sm" fw={600}>
        {t('plan.ways')}
      </Text>
      <Table fz="sm" verticalSpacing={6}>
        <Table.Tbody>
          {options.map((way, index) => (
            <Table.Tr key={way.name}>
              <Table.Td style={{ verticalAlign: 'top' }}>{index + 1}.</Table.Td>
              <Table.Td>
                <b>{t(`plan.way.${way.name}`, { defaultValue: way.name })}.</b>{' '}
                <Said table="plan" parts={way.says}>
                  {way.sentence}
                </Said>
                <Group gap={6} mt={4}>
                  {way.reviews !== null && <Plain>{t('plan.reviews', { count: Math.ceil(way.reviews) })}</Plain>}
                  {way.days !== null && <Plain>{t('plan.days', { count: Math.ceil(way.days) })}</Plain>}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Alert>
  )
}

function Plain({ children }: { children: string }) {
  return (
    <Badge color="gray" c="var(--mantine-color-text)">
      {children}
    </Badge>
  )
}

function Missing({ what }: { what: ShownPlan['missing'] }) {
  const { t } = useTranslation()
  return (
    <div>
      <Text size="sm" fw={600}>
        {t('plan.missing')}
      </Text>
      <ul style={{ margin: 0, paddingInlineStart: 20 }}>
        {what.map(({ text, says }) => (
          <Text component="li" size="sm" key={text}>
            <Said table="plan" parts={says}>
              {text}
            </Said>
          </Text>
        ))}
      </ul>
    </div>
  )
}
