// The plan as people look at it: how long each phase takes and why, what cannot be proven and what can honestly be done, hours, and what it is worth.

import { Alert, Group, List, Paper, Progress, Stack, Table, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Empty, Loading } from '../../ui/states.tsx'
import { percent } from '../../ui/text.tsx'
import { asNumber, asRecords, asText, asTexts, isRaw, type Raw } from './documents.ts'
import { useDraftEditing } from './draft-editing.tsx'

export function PlanView() {
  const { t } = useTranslation()
  const { examination } = useDraftEditing()
  if (examination === undefined) return <Loading />
  const plan = examination.plan
  if (!isRaw(plan)) return <Empty title={t('discovery.plan.none')}>{t('discovery.plan.noneWhy')}</Empty>
  return (
    <Paper data-raised p="md" component="section">
      <Title order={2} size="h5">
        {t('discovery.plan.title')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('discovery.plan.assumed', { ratio: percent(asNumber(plan.assumedAccuracyRatio)), perDay: asNumber(plan.queriesPerDay) ?? '?' })}
      </Text>
      <Stack gap="md">
        <Phases plan={plan} />
        <Accuracies plan={plan} />
        <Unprovable plan={plan} />
        <TypeTable plan={plan} />
        <Worth plan={plan} />
        <Missing plan={plan} />
      </Stack>
    </Paper>
  )
}

function Phases({ plan }: { plan: Raw }) {
  const { t } = useTranslation()
  return (
    <Table.ScrollContainer minWidth={460} type="native">
      <Table fz="sm">
        <Table.Thead>
          <Table.Tr>
            {(['phase', 'reviews', 'days', 'binding', 'hours'] as const).map((column) => (
              <Table.Th key={column}>{t(`discovery.plan.column.${column}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {asRecords(plan.phases).map((phase) => (
            <Table.Tr key={asText(phase.phase)}>
              <Table.Td>{t(`phase.${asText(phase.phase)}`)}</Table.Td>
              <Table.Td className="number">{asNumber(phase.reviews) ?? t('discovery.plan.notByCap')}</Table.Td>
              <Table.Td className="number">{asNumber(phase.days) ?? t(phase.phase === 'autonomous' ? 'discovery.plan.ongoing' : 'discovery.plan.unknown')}</Table.Td>
              <Table.Td>{asText(phase.binding)}</Table.Td>
              <Table.Td className="number">{asNumber(phase.reviewHoursPerWeek) ?? t('discovery.plan.unknown')}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

/** Reviews against what the employee's accuracy really is: the plan stands or falls with it. */
function Accuracies({ plan }: { plan: Raw }) {
  const { t } = useTranslation()
  const rows = asRecords(plan.ifAccuracyIs)
  const most = Math.max(1, ...rows.map(({ targetReviews }) => asNumber(targetReviews) ?? 0))
  return (
    <div>
      <Text size="sm" fw={600}>
        {t('discovery.plan.ifAccuracy')}
      </Text>
      <Stack gap={4} mt={4}>
        {rows.map((row) => {
          const reviews = asNumber(row.targetReviews)
          return (
            <Group key={asText(row.accuracyRatio)} gap="xs" wrap="nowrap">
              <Text size="xs" w={56} className="number">
                {percent(asNumber(row.accuracyRatio))}
              </Text>
              <Progress flex={1} value={reviews === null ? 100 : (reviews / most) * 100} color={reviews === null ? 'gray' : 'ink'} aria-hidden />
              <Text size="xs" w={150} className="number">
                {reviews === null ? t('discovery.plan.notByCap') : t('discovery.plan.reviews', { count: reviews })}
              </Text>
            </Group>
          )
        })}
      </Stack>
    </div>
  )
}

function Unprovable({ plan }: { plan: Raw }) {
  const { t } = useTranslation()
  return asRecords(plan.unprovable).map((one) => (
    <Alert key={asText(one.what)} color="yellow" variant="light" title={t('discovery.plan.unprovable', { phase: t(`phase.${asText(one.what)}`) })}>
      <Text size="sm">{asText(one.reason)}</Text>
      <List size="sm" mt={6}>
        {asRecords(one.options).map((option) => (
          <List.Item key={asText(option.name)}>
            {asText(option.sentence)} {asNumber(option.days) !== null && t('discovery.plan.inDays', { count: asNumber(option.days) ?? 0 })}
          </List.Item>
        ))}
      </List>
    </Alert>
  ))
}

function TypeTable({ plan }: { plan: Raw }) {
  const { t } = useTranslation()
  const days = (value: unknown) => (asNumber(value) === null ? t('discovery.plan.outOfReach') : t('discovery.plan.days', { count: asNumber(value) ?? 0 }))
  return (
    <Table.ScrollContainer minWidth={520} type="native">
      <Table fz="sm">
        <Table.Thead>
          <Table.Tr>
            {(['type', 'perDay', 'covered', 'shadowAlone', 'supervisedAlone'] as const).map((column) => (
              <Table.Th key={column}>{t(`discovery.plan.column.${column}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {asRecords(plan.byQueryType).map((type) => (
            <Table.Tr key={asText(type.queryType)}>
              <Table.Td>{asText(type.title)}</Table.Td>
              <Table.Td className="number">{asNumber(type.perDay) ?? t('discovery.plan.unknown')}</Table.Td>
              <Table.Td className="number">{days(type.coveredAfterDays)}</Table.Td>
              <Table.Td className="number">{days(type.shadowDaysAlone)}</Table.Td>
              <Table.Td className="number">{days(type.supervisedDaysAlone)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function Worth({ plan }: { plan: Raw }) {
  const { t } = useTranslation()
  const worth = isRaw(plan.businessCase) ? plan.businessCase : {}
  const reviewers = isRaw(plan.reviewers) ? plan.reviewers : null
  const sum = (value: unknown) => (isRaw(value) ? value : {})
  const money = (value: unknown) => (asNumber(value) === null ? t('discovery.plan.unknown') : `${(asNumber(value) ?? 0).toLocaleString('en-GB')} USD`)
  const hours = (value: unknown) => asNumber(value) ?? t('discovery.plan.unknown')
  return (
    <div>
      <Text size="sm" fw={600}>
        {t('discovery.plan.worth')}
      </Text>
      <Text size="sm">{t('discovery.plan.today', { cost: money(sum(worth.today).costUsd), hours: hours(sum(worth.today).hours) })}</Text>
      <Text size="sm">{t('discovery.plan.expected', { cost: money(sum(worth.expected).costUsd), hours: hours(sum(worth.expected).hours) })}</Text>
      <Text size="sm">
        {t('discovery.plan.saving', { saving: money(worth.savingPerMonthUsd), proof: money(worth.costOfProofUsd), months: hours(worth.paidBackAfterMonths) })}
      </Text>
      {reviewers !== null && (
        <Text size="sm">
          {t(reviewers.enough === false ? 'discovery.plan.tooFewHours' : 'discovery.plan.enoughHours', {
            needed: hours(reviewers.needed),
            there: hours(reviewers.hoursPerWeek),
          })}
        </Text>
      )}
    </div>
  )
}

function Missing({ plan }: { plan: Raw }) {
  const { t } = useTranslation()
  const missing = asTexts(plan.missing)
  if (missing.length === 0) return null
  return (
    <div>
      <Text size="sm" fw={600}>
        {t('discovery.plan.missing')}
      </Text>
      <List size="sm">
        {missing.map((one) => (
          <List.Item key={one}>{one}</List.Item>
        ))}
      </List>
    </div>
  )
}
