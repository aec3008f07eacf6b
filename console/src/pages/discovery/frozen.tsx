// What was frozen with a version when it was registered: what the check found then, and the plan. Neither changes afterwards, whatever the draft becomes.

import { Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { fullInstant } from '../../ui/numbers.ts'
import { Found } from '../../ui/states.tsx'
import { FindingList } from './finding-list.tsx'
import { Plan } from './plan.tsx'
import { readPlan } from './plan-shape.ts'

export function Frozen({ dossierId }: { dossierId: string }) {
  const { t } = useTranslation()
  const dossier = useQuery({
    queryKey: ['dossier', dossierId],
    queryFn: () => api.dossier(dossierId),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <Found query={dossier}>
      {({ hash, policyHash, registeredAt, findings, plan }) => {
        const shown = readPlan(plan)
        return (
          <Paper p="md" mt="md" component="section" data-testid="frozen">
            <Title order={3} size="h6">
              {t('frozen.title', { hash: hash.slice(0, 12) })}
            </Title>
            <Text size="xs" c="dimmed" mb="sm">
              {t('frozen.lead', { at: fullInstant(registeredAt), policy: policyHash.slice(0, 12) })}
            </Text>
            <Stack gap="sm">
              {findings.length === 0 ? <Text size="sm">{t('frozen.clean')}</Text> : <FindingList findings={findings} />}
              {shown === null ? <Text size="sm">{t('frozen.noPlan')}</Text> : <Plan plan={shown} />}
            </Stack>
          </Paper>
        )
      }}
    </Found>
  )
}
