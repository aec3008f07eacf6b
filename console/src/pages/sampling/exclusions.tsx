// Every exclusion there was or is proposed: why, by whom, and the two answers to it, a no and a readmission.

import { Badge, Group, Text, Title } from '@mantine/core'
import { IconCircleDashed, IconCircleX, IconUserCheck, IconUserOff } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Exclusion, type Reviewers } from '../../api.ts'
import { ActButton } from '../../ui/act-button.tsx'
import { useMay, useMe } from '../../ui/me.ts'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { Instant } from '../../ui/text.tsx'

const states = {
  proposed: { icon: IconCircleDashed, color: 'yellow' },
  in_force: { icon: IconUserOff, color: 'red' },
  dismissed: { icon: IconCircleX, color: 'gray' },
  lifted: { icon: IconUserCheck, color: 'green' },
} as const

export function Exclusions({ found: { exclusions, reviewers } }: { found: Reviewers }) {
  const { t } = useTranslation()
  const nameOf = (id: string) => reviewers.find(({ reviewer }) => reviewer === id)?.name ?? id
  return (
    <div>
      <Title order={3} size="h6" mb={4}>
        {t('exclusions.title')}
      </Title>
      {exclusions.length === 0 && <Text size="sm">{t('exclusions.none')}</Text>}
      <ul className="exclusions">
        {exclusions.map((exclusion) => (
          <li key={exclusion.id}>
            <One exclusion={exclusion} name={nameOf(exclusion.reviewer)} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function One({ exclusion, name }: { exclusion: Exclusion; name: string }) {
  const { t } = useTranslation()
  const { icon: Shown, color } = states[exclusion.state]
  return (
    <>
      <Group gap={8}>
        <Badge color={color} c="var(--mantine-color-text)" leftSection={<Shown size={13} aria-hidden />}>
          {t(`exclusions.states.${exclusion.state}`)}
        </Badge>
        <Text size="sm" fw={600}>
          {name}
        </Text>
        <Text size="sm">{t(`exclusions.why.${exclusion.why}`, { defaultValue: exclusion.why })}</Text>
        <Answers exclusion={exclusion} name={name} />
      </Group>
      {exclusion.reason !== null && (
        <Text size="sm" className="words">
          {exclusion.reason}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {t('exclusions.proposed')} <Instant at={exclusion.proposedAt} />
        {exclusion.decidedAt !== null && (
          <>
            {' · '}
            {t('exclusions.decided', { name: exclusion.decidedByName ?? exclusion.decidedBy ?? '' })}{' '}
            <Instant at={exclusion.decidedAt} />
          </>
        )}
        {exclusion.liftedAt !== null && (
          <>
            {' · '}
            {t('exclusions.lifted', { name: exclusion.liftedByName ?? exclusion.liftedBy ?? '' })}{' '}
            <Instant at={exclusion.liftedAt} />
          </>
        )}
      </Text>
    </>
  )
}

function Answers({ exclusion: { id, state, reviewer }, name }: { exclusion: Exclusion; name: string }) {
  const { t } = useTranslation()
  const may = useMay()
  const me = useMe()
  const [asked, setAsked] = useState(false)
  if (state !== 'proposed' && state !== 'in_force') return null
  const act = state === 'proposed' ? 'dismiss' : 'readmit'
  const whyNot =
    act === 'dismiss'
      ? may('reviewer.exclude')
      : (may('reviewer.readmit') ?? (reviewer === me?.id ? t('exclusions.notYourself') : null))
  return (
    <>
      <ActButton size="compact-sm" variant="default" className="no-print" why={whyNot} onPress={() => setAsked(true)}>
        {t(`exclusions.${act}`)}
      </ActButton>
      {asked && (
        <ReasonDialog
          title={t(`exclusions.${act}Of`, { name })}
          consequence={t(`exclusions.${act}Consequence`)}
          confirm={t(`exclusions.${act}`)}
          act={(reason) => (act === 'dismiss' ? api.dismissExclusion(id, reason) : api.readmitReviewer(id, reason))}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  )
}
