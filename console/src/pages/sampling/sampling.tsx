// How a rollout is sampled and who judges it: the plan that was registered, the months' keys, how well each reviewer sees what is wrong, and the items that show it.

import './sampling.css'
import { Alert, Paper, Stack, Text, Title } from '@mantine/core'
import { IconEyeOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Rollout } from '../../api.ts'
import { useMay } from '../../ui/me.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import { Found } from '../../ui/states.tsx'
import { RolloutPages } from '../rollout/rollout-pages.tsx'
import { KnownItems } from './known-items.tsx'
import { Months } from './months.tsx'
import { Plans } from './plans.tsx'
import { ReviewersPart } from './reviewers.tsx'

export function SamplingPage() {
  const { t } = useTranslation()
  const { id } = useParams({ from: '/inside/rollouts/$id/sampling' })
  const rollout = useQuery({ queryKey: ['rollout', id], queryFn: () => api.rollout(id) })
  return (
    <Found query={rollout} title={t('sampling.title')}>
      {(found) => <Whole rollout={found} />}
    </Found>
  )
}

function Whole({ rollout }: { rollout: Rollout }) {
  const { t } = useTranslation()
  return (
    <>
      <PageTitle title={t('sampling.of', { employee: rollout.employee, workflow: rollout.workflow })}>
        {t('sampling.lead')}
      </PageTitle>
      <RolloutPages id={rollout.id} />
      <Stack gap="md">
        <Plans rolloutId={rollout.id} />
        <Part title={t('months.title')} lead={t('months.lead')} act="trail.read">
          <Months rolloutId={rollout.id} />
        </Part>
        <Part title={t('reviewers.title')} lead={t('reviewers.lead')} act="reviewer.read">
          <ReviewersPart rolloutId={rollout.id} />
        </Part>
        <Part title={t('known.title')} lead={t('known.lead')} act="blind.read">
          <KnownItems rolloutId={rollout.id} />
        </Part>
      </Stack>
    </>
  )
}

/**
 * Nothing is asked of the server for somebody who may not read it: whoever may be asked to judge must not learn here what is drawn twice, what is known beforehand, or how
 * others judge (GATES.md section 7).
 */
function Part({ title, lead, act, children }: { title: string; lead: string; act: string; children: ReactNode }) {
  const { t } = useTranslation()
  const whyNot = useMay()(act)
  return (
    <Paper data-raised p="md" component="section" aria-label={title}>
      <Title order={2} size="h5">
        {title}
      </Title>
      <Text size="xs" c="dimmed" mb="sm">
        {lead}
      </Text>
      {whyNot === null ? (
        children
      ) : (
        <Alert variant="light" color="gray" p="sm" icon={<IconEyeOff size={18} aria-hidden />}>
          <Text size="sm">
            {whyNot} {t('sampling.whyHidden')}
          </Text>
        </Alert>
      )}
    </Paper>
  )
}
