// Targets in plain words, and beside them what the plan makes of them: agreed before any evidence is seen.

import { Grid, Paper, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { files } from './documents.ts'
import { type At, BoundNumber } from './fields.tsx'
import { NumberGroup } from './number-group.tsx'
import { Pareto } from './pareto.tsx'
import { PlanResult } from './plan.tsx'

const at = (...place: string[]): At => ({ file: files.targets, place, word: place.join('_') })

export function TargetsTab() {
  const { t } = useTranslation()
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {t('discovery.targets.lead')}
          </Text>
          <Quality />
          <Phases />
          <Worth />
          <FinePrint />
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 7 }}>
        <Stack gap="md">
          <PlanResult />
          <Pareto />
        </Stack>
      </Grid.Col>
    </Grid>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper data-raised p="md" component="section">
      <Title order={2} size="h5" mb="sm">
        {title}
      </Title>
      <Stack gap="sm">{children}</Stack>
    </Paper>
  )
}

function Quality() {
  const { t } = useTranslation()
  return (
    <Part title={t('discovery.targets.quality')}>
      <BoundNumber percent {...at('accuracy', 'targetRatio')} />
      <BoundNumber percent {...at('escalation', 'minRatio')} />
      <BoundNumber percent {...at('escalation', 'maxRatio')} />
      <BoundNumber percent {...at('escalation', 'missedCapRatio')} />
      <BoundNumber suffix={t('discovery.unit.minutes')} {...at('timeToResolutionMinutes')} />
      <BoundNumber percent {...at('satisfactionRatio')} />
      <BoundNumber suffix="USD" {...at('costPerInteractionUsd')} />
    </Part>
  )
}

function Phases() {
  const { t } = useTranslation()
  return (
    <Part title={t('discovery.targets.phases')}>
      <BoundNumber {...at('shadow', 'minReviews')} />
      <BoundNumber suffix={t('discovery.unit.days')} {...at('shadow', 'minDays')} />
      <BoundNumber {...at('supervised', 'minReviews')} />
      <BoundNumber suffix={t('discovery.unit.days')} {...at('supervised', 'minDays')} />
      <BoundNumber percent {...at('supervised', 'sampleRatio')} />
      <BoundNumber {...at('autonomous', 'samplePerDay')} />
    </Part>
  )
}

function Worth() {
  const { t } = useTranslation()
  const minutes = t('discovery.unit.minutes')
  return (
    <>
      <Part title={t('discovery.targets.baseline')}>
        <NumberGroup
          file={files.targets}
          group="baseline"
          fields={[
            { key: 'interactionsPerMonth', needed: true },
            { key: 'minutesPerInteraction', suffix: minutes, needed: true },
            { key: 'costPerInteractionUsd', suffix: 'USD', needed: true },
            { key: 'accuracyRatio', percent: true },
          ]}
        />
      </Part>
      <Part title={t('discovery.targets.reviewers')}>
        <NumberGroup
          file={files.targets}
          group="reviewers"
          fields={[
            { key: 'people', needed: true },
            { key: 'hoursPerWeek', suffix: t('discovery.unit.hours'), needed: true },
            { key: 'minutesPerReview', suffix: minutes },
          ]}
        />
      </Part>
      <Part title={t('discovery.targets.expected')}>
        <NumberGroup
          file={files.targets}
          group="expected"
          fields={[
            { key: 'handledRatio', percent: true, needed: true },
            { key: 'costPerInteractionUsd', suffix: 'USD', needed: true },
            { key: 'minutesPerInteraction', suffix: minutes, needed: true },
            { key: 'fixedCostPerMonthUsd', suffix: 'USD' },
            { key: 'peopleCostPerHourUsd', suffix: 'USD' },
          ]}
        />
      </Part>
    </>
  )
}

/** What has a default that seldom changes. */
function FinePrint() {
  const { t } = useTranslation()
  return (
    <Part title={t('numberGroup.finePrint')}>
      <BoundNumber {...at('accuracy', 'floorFactor')} />
      <BoundNumber percent {...at('accuracy', 'alphaRatio')} />
      <BoundNumber percent {...at('escalation', 'recallFloorRatio')} />
      <BoundNumber percent {...at('coverage', 'majorShareRatio')} />
      <BoundNumber {...at('coverage', 'minPerMajor')} />
      <BoundNumber percent {...at('coverage', 'unlistedMaxRatio')} />
      <BoundNumber {...at('reviewCap')} />
    </Part>
  )
}
