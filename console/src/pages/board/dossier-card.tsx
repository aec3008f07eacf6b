// Documents in Discovery: what keeps them from a rollout, and the signature or opening that comes next.

import { Badge, Group, Paper, Stack, Text } from '@mantine/core'
import { IconFileText } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type DossierSummary } from '../../api.ts'
import { ActButton } from '../../ui/act-button.tsx'
import { MapSketch } from '../../ui/map-sketch.tsx'
import { useMay, useMe } from '../../ui/me.ts'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'

export function DossierCard({ dossier, employee }: { dossier: DossierSummary; employee: string }) {
  const { t } = useTranslation()
  const may = useMay()
  const me = useMe()
  const [asked, setAsked] = useState<'sign' | 'open' | null>(null)
  const signedByMe = dossier.signatures.some(({ personId }) => personId === me?.id)
  const whyNotSign =
    may('dossier.sign') ??
    (dossier.errors > 0 ? t('dossier.hasErrors', { count: dossier.errors }) : signedByMe ? t('dossier.signedByYou') : null)
  return (
    <Paper data-raised p="sm" component="article" data-dossier>
      <Stack gap={8}>
        <Group gap={6} wrap="nowrap" align="flex-start">
          <IconFileText size={17} aria-hidden />
          <div>
            <Text fw={650}>{employee}</Text>
            <Text size="xs" c="dimmed">
              {dossier.workflow} · {dossier.hash.slice(0, 10)}
            </Text>
          </div>
        </Group>
        {dossier.errors > 0 && (
          <Badge color="red" c="var(--mantine-color-text)">
            {t('dossier.errors', { count: dossier.errors })}
          </Badge>
        )}
        <Text size="xs" c="dimmed">
          {dossier.signed ? t('dossier.ready') : t('dossier.signatures', { count: dossier.signatures.length })}
          {dossier.signatures.length > 0 && ` (${dossier.signatures.map(({ name }) => name).join(', ')})`}
        </Text>
        {dossier.signed ? (
          <ActButton size="compact-sm" why={may('rollout.open')} onPress={() => setAsked('open')}>
            {t('dossier.open')}
          </ActButton>
        ) : (
          <ActButton size="compact-sm" why={whyNotSign} onPress={() => setAsked('sign')}>
            {t('dossier.sign')}
          </ActButton>
        )}
        <details className="fold">
          <summary>{t('rollout.mapShow')}</summary>
          <MapSketch dossierId={dossier.id} workflow={dossier.workflow} height={160} />
        </details>
      </Stack>
      {asked === 'sign' && (
        <ReasonDialog
          title={t('dossier.sign')}
          consequence={t('dossier.signConsequence', { hash: dossier.hash.slice(0, 16) })}
          confirm={t('dossier.sign')}
          withReason={false}
          act={() => api.signDossier(dossier.id)}
          onClose={() => setAsked(null)}
        />
      )}
      {asked === 'open' && (
        <ReasonDialog
          title={t('dossier.open')}
          consequence={t('dossier.openConsequence')}
          confirm={t('dossier.open')}
          withReason={false}
          act={() => api.openRollout({ dossier: dossier.id, cells: 'all' })}
          onClose={() => setAsked(null)}
        />
      )}
    </Paper>
  )
}
