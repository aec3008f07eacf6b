// The first steps on the board: what is done, what comes next, and a button for whoever it is for. It goes away by itself when the path is walked, or when told to.

import { ActionIcon, Anchor, Button, Group, Paper, Text, ThemeIcon, Title } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconCheck, IconChevronRight, IconPoint, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type DossierSummary, type RolloutSummary } from '../../api.ts'
import { useMay, useMe } from '../../ui/me.ts'
import { firstSteps, gateReadKey, type Step, type StepName } from './first-steps.ts'

export function Checklist({ rollouts, dossiers }: { rollouts: RolloutSummary[]; dossiers: DossierSummary[] }) {
  const { t } = useTranslation()
  const may = useMay()
  const [hidden, setHidden] = useLocalStorage({
    key: 'tenure.first-steps-hidden',
    defaultValue: false,
    getInitialValueInEffect: false,
  })
  const [gateRead] = useLocalStorage({ key: gateReadKey, defaultValue: false, getInitialValueInEffect: false })
  const people = useQuery({ queryKey: ['people'], queryFn: api.people, enabled: may('person.list') === null })
  const drafts = useQuery({ queryKey: ['drafts'], queryFn: api.drafts, enabled: may('draft.read') === null })
  const judged = useQuery({
    queryKey: ['reviews', 'any-done'],
    queryFn: () => api.reviews({ state: 'done', limit: 1 }),
    enabled: may('review.list') === null,
  })
  if (drafts.data === undefined || judged.data === undefined) return null
  const steps = firstSteps({
    people: people.data?.items.length ?? null,
    drafts: drafts.data.items.length,
    dossiers: dossiers.length,
    signed: dossiers.filter(({ signed }) => signed).length,
    rollouts: rollouts.length,
    interactions: rollouts.reduce((sum, { interactions }) => sum + interactions, 0),
    judged: judged.data.items.length,
    gateRead,
  })
  const done = steps.filter(({ state }) => state === 'done').length
  if (done === steps.length) return null
  if (hidden)
    return (
      <Anchor component="button" type="button" size="sm" mb="sm" onClick={() => setHidden(false)}>
        {t('first.show')} ({t('first.progress', { done, all: steps.length })})
      </Anchor>
    )
  return (
    <Paper data-raised p="md" mb="md" component="section" aria-labelledby="first-steps" data-testid="first-steps">
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div>
          <Title order={2} size="h5" id="first-steps">
            {t('first.title')}
          </Title>
          <Text size="sm" c="dimmed">
            {t('first.lead')} {t('first.progress', { done, all: steps.length })}.
          </Text>
        </div>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('first.hide')} onClick={() => setHidden(true)}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </Group>
      <ol className="first-steps">
        {steps.map((step) => (
          <One key={step.name} step={step} rollout={rollouts[0]?.id ?? null} draft={drafts.data.items[0]?.id ?? null} />
        ))}
      </ol>
    </Paper>
  )
}

function One({ step: { name, state, roles }, rollout, draft }: { step: Step; rollout: string | null; draft: string | null }) {
  const { t } = useTranslation()
  const me = useMe()
  const go = useWay(name, rollout, draft)
  const mine = me?.role != null && (roles as readonly string[]).includes(me.role)
  return (
    <li className={`first-step is-${state}`} aria-current={state === 'next' ? 'step' : undefined}>
      <ThemeIcon
        size={24}
        radius="xl"
        variant={state === 'next' ? 'filled' : 'light'}
        color={state === 'done' ? 'green' : state === 'next' ? 'ink' : 'gray'}
        aria-hidden
      >
        {state === 'done' ? (
          <IconCheck size={15} />
        ) : state === 'next' ? (
          <IconChevronRight size={15} className="flips" />
        ) : (
          <IconPoint size={15} />
        )}
      </ThemeIcon>
      <div>
        <Text size="sm" fw={state === 'later' ? 450 : 650}>
          {t(`first.step.${name}.title`)}
          <span className="said-only"> ({t(`first.${state}`)})</span>
        </Text>
        {state === 'next' && (
          <>
            <Text size="sm" c="dimmed">
              {t(`first.step.${name}.why`)}
            </Text>
            <Group gap="xs" mt={6}>
              {mine && (
                <Button size="compact-sm" className="touch" onClick={go}>
                  {t(`first.step.${name}.go`)}
                </Button>
              )}
              <Text size="xs" c="dimmed">
                {mine ? t('first.yours') : t('first.theirs', { role: roles.map((role) => t(`role.${role}`)).join(', ') })}
              </Text>
            </Group>
          </>
        )}
      </div>
    </li>
  )
}

/** Where a step is taken. */
function useWay(name: StepName, rollout: string | null, draft: string | null): () => void {
  const navigate = useNavigate()
  return () => {
    switch (name) {
      case 'people':
      case 'key':
        return void navigate({ to: '/people' })
      case 'register':
        return void (draft === null
          ? navigate({ to: '/discovery' })
          : navigate({ to: '/discovery/$id', params: { id: draft }, search: { tab: 'versions' } }))
      case 'verdict':
        return void navigate({ to: '/reviews' })
      case 'gate':
        return void (rollout === null ? navigate({ to: '/' }) : navigate({ to: '/rollouts/$id', params: { id: rollout } }))
      case 'sign':
      case 'open':
        return document.querySelector('[data-dossier]')?.scrollIntoView({ block: 'center' })
      case 'draft':
        return void navigate({ to: '/discovery' })
    }
  }
}
