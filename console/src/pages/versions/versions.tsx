// The versions of an employee's documents beside the one a rollout works under: what another would age and why, a replay of it on judged cases, taking it up, and how often
// evidence began anew so far.

import './versions.css'
import { Alert, Badge, Button, Grid, Paper, Stack, Text, Title } from '@mantine/core'
import { IconCheck, IconPencilOff, IconPlayerPlay, IconSignature } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type DossierSummary, type Rollout } from '../../api.ts'
import { LinkTo } from '../../ui/links.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { Found } from '../../ui/states.tsx'
import { Instant } from '../../ui/text.tsx'
import { RolloutPages } from '../rollout/rollout-pages.tsx'
import { AttemptsPart } from './attempts.tsx'
import { DeclarePart } from './declare.tsx'
import { ReplaysPart } from './replays.tsx'
import { WouldAge } from './would-age.tsx'

export function VersionsPage() {
  const { t } = useTranslation()
  const { id } = useParams({ from: '/inside/rollouts/$id/versions' })
  const rollout = useQuery({ queryKey: ['rollout', id], queryFn: () => api.rollout(id) })
  return (
    <Found query={rollout} title={t('versions.title')}>
      {(found) => <Whole rollout={found} />}
    </Found>
  )
}

function Whole({ rollout }: { rollout: Rollout }) {
  const { t } = useTranslation()
  const { to } = useSearch({ from: '/inside/rollouts/$id/versions' })
  const versions = useQuery({
    queryKey: ['dossiers', 'of', rollout.employeeId],
    queryFn: () => api.versionsOf(rollout.employeeId),
  })
  return (
    <>
      <PageTitle title={t('versions.of', { employee: rollout.employee, workflow: rollout.workflow })}>
        {t('versions.lead')}
      </PageTitle>
      <RolloutPages id={rollout.id} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack gap="md">
            <Found query={versions}>
              {({ items }) => {
                const own = items.filter(({ workflow }) => workflow === rollout.workflow)
                const chosen = own.find((one) => one.id === to) ?? null
                return (
                  <>
                    <List rollout={rollout} versions={own} chosen={to ?? null} />
                    {chosen !== null && chosen.id !== rollout.dossierId && (
                      <WouldAge key={chosen.id} rollout={rollout} version={chosen} />
                    )}
                    {to !== undefined && chosen === null && (
                      <Alert color="yellow" p="sm">
                        {t('versions.unknown', { id: to })}
                      </Alert>
                    )}
                  </>
                )
              }}
            </Found>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack gap="md">
            <ReplaysPart rolloutId={rollout.id} versions={versions.data?.items ?? []} />
            <AttemptsPart rolloutId={rollout.id} />
            <DeclarePart rolloutId={rollout.id} />
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  )
}

type ListProps = { rollout: Rollout; versions: DossierSummary[]; chosen: string | null }

function List({ rollout, versions, chosen }: ListProps) {
  const { t } = useTranslation()
  const others = versions.filter(({ id }) => id !== rollout.dossierId)
  return (
    <Paper data-raised p="md" component="section">
      <Title order={2} size="h5" mb="xs">
        {t('versions.list')}
      </Title>
      <ul className="version-list">
        {versions.map((version) => (
          <Row key={version.id} rollout={rollout} version={version} isChosen={version.id === chosen} />
        ))}
      </ul>
      {others.length === 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          {t('versions.none')} <LinkTo to="/discovery">{t('versions.write')}</LinkTo>
        </Text>
      )}
    </Paper>
  )
}

function Row({ rollout, version, isChosen }: { rollout: Rollout; version: DossierSummary; isChosen: boolean }) {
  const { t } = useTranslation()
  const navigate = useNavigate({ from: '/rollouts/$id/versions' })
  const inForce = version.id === rollout.dossierId
  const label = version.hash.slice(0, 12)
  return (
    <li aria-current={isChosen ? 'true' : undefined} className="version-row" data-version={version.id}>
      <div>
        <code>{label}</code>
        <Text size="xs" c="dimmed" className="words">
          <code>{version.id}</code> · {t('versions.registered')} <Instant at={version.registeredAt} />
        </Text>
      </div>
      <State version={version} inForce={inForce} />
      <div>
        <Text size="sm">{t('versions.signedBy', { count: version.signatures.length })}</Text>
        <Text size="xs" c="dimmed">
          {version.signatures.map(({ name }) => name).join(', ')}
        </Text>
      </div>
      {!inForce && (
        <Button
          size="compact-sm"
          className="no-print touch"
          variant={isChosen ? 'filled' : 'default'}
          aria-pressed={isChosen}
          aria-label={t('versions.lookAt', { version: label })}
          onClick={() => void navigate({ search: isChosen ? {} : { to: version.id }, resetScroll: false })}
        >
          {t('versions.look')}
        </Button>
      )}
    </li>
  )
}

function State({ version, inForce }: { version: DossierSummary; inForce: boolean }) {
  const { t } = useTranslation()
  const [name, color, Shown] = inForce
    ? (['in_force', 'green', IconPlayerPlay] as const)
    : version.errors > 0
      ? (['has_errors', 'red', IconPencilOff] as const)
      : version.signed
        ? (['ready', 'blue', IconCheck] as const)
        : (['unsigned', 'yellow', IconSignature] as const)
  return (
    <Badge color={color} c="var(--mantine-color-text)" leftSection={<Shown size={13} aria-hidden />}>
      {t(`versions.states.${name}`)}
    </Badge>
  )
}
