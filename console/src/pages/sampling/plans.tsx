// The registered plan and those before it. A plan that was replaced keeps what it had shown: old numbers stay in sight.

import { Code, Group, Paper, Table, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Criterion, type RegisteredPlan } from '../../api.ts'
import { ActButton } from '../../ui/act-button.tsx'
import { OutcomeMark } from '../../ui/marks.tsx'
import { useMay } from '../../ui/me.ts'
import { number, percent } from '../../ui/numbers.ts'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { Found } from '../../ui/states.tsx'
import { Folded, Instant } from '../../ui/text.tsx'
import { GateTable } from '../rollout/gate-table.tsx'
import { lastReadingOf, planFacts } from './plan-facts.ts'

export function Plans({ rolloutId }: { rolloutId: string }) {
  const { t } = useTranslation()
  const may = useMay()
  const [asked, setAsked] = useState(false)
  const query = useQuery({ queryKey: ['rollout', rolloutId, 'plans'], queryFn: () => api.plans(rolloutId) })
  return (
    <Paper data-raised p="md" component="section" aria-label={t('plans.title')}>
      <Group justify="space-between" align="flex-start" mb="sm">
        <div>
          <Title order={2} size="h5">
            {t('plans.title')}
          </Title>
          <Text size="xs" c="dimmed">
            {t('plans.lead')}
          </Text>
        </div>
        <ActButton size="compact-sm" variant="default" why={may('plan.register')} onPress={() => setAsked(true)}>
          {t('plans.again')}
        </ActButton>
      </Group>
      {asked && (
        <ReasonDialog
          title={t('plans.again')}
          consequence={t('plans.againConsequence')}
          confirm={t('plans.again')}
          act={(reason) => api.changePlan(rolloutId, reason)}
          onClose={() => setAsked(false)}
        />
      )}
      <Found query={query}>
        {({ items }) => {
          const inForce = items.find(({ replacedAt }) => replacedAt === null)
          const former = items.filter(({ replacedAt }) => replacedAt !== null)
          return (
            <>
              {inForce === undefined ? (
                <Text size="sm">{t('plans.none')}</Text>
              ) : (
                <Plan plan={inForce} before={former[0] ?? null} />
              )}
              {former.length > 0 && (
                <Title order={3} size="h6" mt="md" mb={4}>
                  {t('plans.former')}
                </Title>
              )}
              {former.map((plan, at) => (
                <Former key={plan.id} plan={plan} before={former[at + 1] ?? null} />
              ))}
            </>
          )
        }}
      </Found>
    </Paper>
  )
}

function useShown() {
  const { t } = useTranslation()
  return (value: number, unit: 'ratio' | 'days' | 'count') =>
    unit === 'ratio'
      ? percent(value, value * 100 === Math.round(value * 100) ? 0 : 1)
      : unit === 'days'
        ? t('gate.days', { count: value })
        : number(value, 0)
}

/** Its numbers in groups; where the plan before had another, that one stands behind it. */
function Plan({ plan, before }: { plan: RegisteredPlan; before: RegisteredPlan | null }) {
  const { t } = useTranslation()
  const shown = useShown()
  const old = new Map(before === null ? [] : planFacts(before.plan).map((fact) => [fact.name, fact.value]))
  const facts = planFacts(plan.plan)
  return (
    <>
      <div className="plan-facts" data-testid="plan">
        {(['sampling', 'proof', 'pace'] as const).map((group) => (
          <Table
            key={group}
            fz="sm"
            variant="vertical"
            layout="fixed"
            withRowBorders={false}
            horizontalSpacing={0}
            verticalSpacing={3}
            className="number"
          >
            <Table.Caption className="plan-caption">{t(`plans.group.${group}`)}</Table.Caption>
            <Table.Tbody>
              {facts
                .filter((fact) => fact.group === group)
                .map(({ name, value, unit }) => (
                  <Table.Tr key={name}>
                    <Table.Th fw={500} bg="transparent" w="64%">
                      {t(`plans.fact.${name}`)}
                    </Table.Th>
                    <Table.Td ta="end">
                      {shown(value, unit)}
                      {old.has(name) && old.get(name) !== value && (
                        <Text size="xs" c="dimmed">
                          {t('plans.was', { value: shown(old.get(name) ?? 0, unit) })}
                        </Text>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
            </Table.Tbody>
          </Table>
        ))}
      </div>
      <Text size="xs" c="dimmed" mt="xs">
        {t('plans.registered')} <Instant at={plan.registeredAt} /> · {t('plans.hash')}{' '}
        <Code fz="xs" dir="ltr">
          {plan.hash.slice(0, 16)}
        </Code>
      </Text>
      <Folded label={t('plans.whole')} value={plan.plan} />
    </>
  )
}

function Former({ plan, before }: { plan: RegisteredPlan; before: RegisteredPlan | null }) {
  const { t } = useTranslation()
  const reading = lastReadingOf(plan.lastReading)
  return (
    <details className="former-plan">
      <summary>
        <Code fz="xs" dir="ltr">
          {plan.hash.slice(0, 12)}
        </Code>{' '}
        {t('plans.registered')} <Instant at={plan.registeredAt} />, {t('plans.replaced')}{' '}
        {plan.replacedAt !== null && <Instant at={plan.replacedAt} />}
      </summary>
      <Plan plan={plan} before={before} />
      <Title order={4} size="h6" mt="sm">
        {t('plans.hadShown')}
      </Title>
      {reading === null ? (
        <Text size="sm" c="dimmed">
          {t('plans.nothingShown')}
        </Text>
      ) : (
        <Shown reading={reading} />
      )}
    </details>
  )
}

function Shown({ reading }: { reading: { outcome: Criterion['outcome']; criteria: Criterion[] } }) {
  return (
    <>
      <OutcomeMark outcome={reading.outcome} />
      <GateTable criteria={reading.criteria} />
    </>
  )
}
