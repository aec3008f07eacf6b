// One incident: what happened, what came of it, what else it may touch, what was done, and the second person who closes it.

import { Grid, Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Incident } from '../../api.ts'
import { ActButton } from '../../ui/act-button.tsx'
import { withMarks } from '../../ui/invisible.ts'
import { LinkTo } from '../../ui/links.tsx'
import { StateBadge } from '../../ui/marks.tsx'
import { useMay, useMe } from '../../ui/me.ts'
import { number } from '../../ui/numbers.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import { Part } from '../../ui/part.tsx'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { Found } from '../../ui/states.tsx'
import { Instant, Words } from '../../ui/text.tsx'
import { IncidentState, Severity } from './marks.tsx'

export function IncidentPage() {
  const { t } = useTranslation()
  const { id } = useParams({ from: '/inside/incidents/$id' })
  const query = useQuery({ queryKey: ['incident', id], queryFn: () => api.incident(id) })
  return (
    <Found query={query} title={t('incidents.one')}>
      {(found) => <Whole of={found} />}
    </Found>
  )
}

function Whole({ of }: { of: Incident }) {
  const { t } = useTranslation()
  return (
    <>
      <PageTitle title={`${t('incidents.one')}: ${t('incidents.of', of)}`} actions={<Acts of={of} />}>
        <Group gap={8} mt={6}>
          <IncidentState state={of.state} />
          <Severity severity={of.severity} />
          <Text size="sm">
            {t('incidents.opened', { name: of.openedByName ?? of.openedBy })}, <Instant at={of.openedAt} />
          </Text>
        </Group>
      </PageTitle>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack gap="md">
            <Part title={t('incidents.happened')}>
              <Words>{of.happened}</Words>
            </Part>
            <Part title={t('incidents.consequence')}>
              <Words>{of.consequence ?? t('incidents.notYet')}</Words>
            </Part>
            <Part title={t('incidents.remedy')}>
              <Remedy of={of} />
            </Part>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Stack gap="md">
            <Where of={of} />
            <Radius of={of} />
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  )
}

function Remedy({ of }: { of: Incident }) {
  const { t } = useTranslation()
  if (of.remedy === null && of.remediedAt === null)
    return (
      <Text size="sm" c="dimmed">
        {t('incidents.notYet')}
      </Text>
    )
  return (
    <>
      <Words>{of.remedy}</Words>
      <Text size="xs" c="dimmed">
        {t('incidents.remedied', { name: of.remediedByName ?? of.remediedBy })}
        {of.closedAt !== null && ` · ${t('incidents.closed', { name: of.closedByName ?? of.closedBy })}`}
      </Text>
      {of.severity === 'severe' && <Text size="sm">{t('incidents.requalify')}</Text>}
    </>
  )
}

function Where({ of }: { of: Incident }) {
  const { t } = useTranslation()
  return (
    <Part title={t('incidents.interactions')}>
      <Stack gap={4}>
        {of.interactions.map((id) => (
          <LinkTo key={id} to="/interactions/$id" params={{ id }} size="sm">
            {id}
          </LinkTo>
        ))}
        {of.tool !== null && (
          <Text size="sm" dir="ltr">
            {t('incidents.tool')} <code>{withMarks(of.tool)}</code>
          </Text>
        )}
        {of.rolloutId !== null && (
          <LinkTo to="/rollouts/$id" params={{ id: of.rolloutId }} size="sm">
            {of.employee} · {of.workflow}
          </LinkTo>
        )}
      </Stack>
    </Part>
  )
}

function Radius({ of: { blastRadius } }: { of: Incident }) {
  const { t } = useTranslation()
  return (
    <Part title={t('incidents.radius')}>
      <Text size="xs" c="dimmed" mb="xs">
        {t('incidents.radiusLead')}
      </Text>
      <SimpleGrid cols={3} mb="sm">
        {(['samePattern', 'sameTool', 'sameVersion'] as const).map((name) => (
          <div key={name}>
            <Text fw={650} className="number">
              {number(blastRadius[name], 0)}
            </Text>
            <Text size="xs">{t(`incidents.${name}`)}</Text>
          </div>
        ))}
      </SimpleGrid>
      {blastRadius.interactions.length === 0 ? (
        <Text size="sm">{t('incidents.radiusNone')}</Text>
      ) : (
        <Stack gap={6}>
          {blastRadius.interactions.slice(0, 20).map((one) => (
            <Group key={one.id} gap={8}>
              <LinkTo to="/interactions/$id" params={{ id: one.id }} size="sm">
                {one.queryType}
              </LinkTo>
              <StateBadge state={one.state} size="sm" />
              <Text size="xs" c="dimmed">
                <Instant at={one.receivedAt} />
                {one.samePattern && ` · ${t('incidents.samePattern')}`}
              </Text>
            </Group>
          ))}
        </Stack>
      )}
    </Part>
  )
}

function Acts({ of }: { of: Incident }) {
  const { t } = useTranslation()
  const may = useMay()
  const me = useMe()
  const [asked, setAsked] = useState<'say' | 'close' | null>(null)
  if (of.state === 'closed') return null
  const whyNotClose =
    may('incident.close') ??
    (of.state === 'open' ? t('incidents.notRemedied') : of.remediedBy === me?.id ? t('incidents.samePerson') : null)
  return (
    <>
      {of.state === 'open' && (
        <ActButton why={may('incident.remedy')} onPress={() => setAsked('say')}>
          {t('incidents.say')}
        </ActButton>
      )}
      <ActButton why={whyNotClose} onPress={() => setAsked('close')}>
        {t('incidents.close')}
      </ActButton>
      {asked === 'say' && (
        <ReasonDialog
          title={t('incidents.say')}
          consequence={t('incidents.sayConsequence')}
          confirm={t('incidents.say')}
          label={t('incidents.remedy')}
          act={(remedy) => api.remedyIncident(of.id, remedy)}
          onClose={() => setAsked(null)}
        />
      )}
      {asked === 'close' && (
        <ReasonDialog
          title={t('incidents.close')}
          consequence={t('incidents.closeConsequence')}
          confirm={t('incidents.close')}
          withReason={false}
          act={() => api.closeIncident(of.id)}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  )
}
