// Every promotion of a rollout that was proposed, decided or withdrawn, and what it was decided on: signed, to take along and to be verified anywhere.

import { Button, Code, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { IconDownload, IconExternalLink } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type Promotion } from '../../api.ts'
import { ActButton } from '../../ui/act-button.tsx'
import { OutcomeMark } from '../../ui/marks.tsx'
import { useMay } from '../../ui/me.ts'
import { saveFile } from '../../ui/save-file.ts'
import { Found, ProblemNote } from '../../ui/states.tsx'
import { Instant, Words } from '../../ui/text.tsx'

export function Promotions({ rolloutId }: { rolloutId: string }) {
  const { t } = useTranslation()
  const query = useQuery({ queryKey: ['rollout', rolloutId, 'promotions'], queryFn: () => api.promotions(rolloutId) })
  return (
    <Paper data-raised p="md" component="section">
      <Title order={2} size="h5">
        {t('promotions.title')}
      </Title>
      <Text size="xs" c="dimmed" mb="sm">
        {t('promotions.lead')}
      </Text>
      <Found query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('promotions.none')}
            </Text>
          ) : (
            <Stack gap="sm">
              {items.map((promotion) => (
                <One key={promotion.id} promotion={promotion} />
              ))}
            </Stack>
          )
        }
      </Found>
    </Paper>
  )
}

function One({ promotion }: { promotion: Promotion }) {
  const { t } = useTranslation()
  const phases = { from: t(`phase.${promotion.from}`), to: t(`phase.${promotion.to}`) }
  return (
    <Paper p="sm" component="article" aria-label={t('promotions.of', phases)}>
      <Stack gap={6}>
        <Group justify="space-between" gap={6}>
          <Text size="sm" fw={650}>
            {t('promotions.of', phases)}
          </Text>
          <Text size="sm">{t(`promotions.states.${promotion.state}`)}</Text>
        </Group>
        <Text size="xs" c="dimmed">
          {t('promotions.proposedBy', { name: promotion.proposedByName ?? promotion.proposedBy })},{' '}
          <Instant at={promotion.proposedAt} />
          {promotion.approvedAt !== null && promotion.approvedBy !== null && (
            <>
              {' · '}
              {t('promotions.approvedBy', { name: promotion.approvedByName ?? promotion.approvedBy })},{' '}
              <Instant at={promotion.approvedAt} />
            </>
          )}
        </Text>
        <Words>{promotion.reason}</Words>
        <Group gap={6}>
          <Text size="xs" c="dimmed">
            {t('promotion.gateThen')}
          </Text>
          <OutcomeMark outcome={promotion.gateOutcome} />
        </Group>
        <Bundle promotionId={promotion.id} />
      </Stack>
    </Paper>
  )
}

function Bundle({ promotionId }: { promotionId: string }) {
  const { t } = useTranslation()
  const may = useMay()
  const name = `${promotionId}.bundle.json`
  const taking = useMutation({
    mutationFn: async () => {
      const bundle = await api.promotionBundle(promotionId)
      saveFile({ name, mediaType: 'application/json', text: `${JSON.stringify(bundle)}\n` })
    },
  })
  const whyNot = may('bundle.read')
  return (
    <>
      <Group gap="xs" className="no-print">
        <ActButton
          size="compact-sm"
          variant="default"
          why={whyNot}
          loading={taking.isPending}
          leftSection={<IconDownload size={14} aria-hidden />}
          onPress={() => taking.mutate()}
        >
          {t('promotions.bundle')}
        </ActButton>
        {whyNot === null && (
          <Button
            component="a"
            size="compact-sm"
            variant="default"
            href={api.promotionPageAt(promotionId)}
            target="_blank"
            rel="noopener"
            leftSection={<IconExternalLink size={14} aria-hidden />}
          >
            {t('promotions.page')}
          </Button>
        )}
      </Group>
      {taking.error !== null && <ProblemNote error={taking.error} />}
      {whyNot === null && (
        <Text size="xs" c="dimmed" className="words">
          {t('promotions.verify')} <Code dir="ltr">{`tenure rollout verify ${name}`}</Code>
        </Text>
      )}
    </>
  )
}
