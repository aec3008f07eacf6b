// Raising trust: one person proposes, a second one approves and types what they approve, then it is carried out. Every disabled button says why.

import { Alert, Checkbox, Group, Paper, Stack, Text, Timeline, Title } from '@mantine/core'
import { IconArrowUp, IconUser, IconUsers } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Gate, type Rollout } from '../../api.ts'
import { ActButton } from '../../ui/act-button.tsx'
import { OutcomeMark } from '../../ui/marks.tsx'
import { useMay, useMe } from '../../ui/me.ts'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { Words } from '../../ui/text.tsx'

type Asked = 'propose' | 'approve' | 'advance' | 'withdraw' | null

export function PromotionPanel({ rollout, gate }: { rollout: Rollout; gate: Gate | null }) {
  const { t } = useTranslation()
  const next = gate?.next ?? null
  const { promotion } = rollout
  const open = promotion !== null && (promotion.state === 'proposed' || promotion.state === 'approved') ? promotion : null
  if (next === null && open === null) return null
  return (
    <Paper data-raised p="md" component="section">
      <Title order={2} size="h5" mb="sm">
        {t('promotion.title', { phase: t(`phase.${open?.to ?? next ?? 'supervised'}`) })}
      </Title>
      <Timeline active={open === null ? -1 : open.state === 'proposed' ? 0 : 1} bulletSize={22} lineWidth={2} mb="md">
        <Timeline.Item bullet={<IconUser size={13} aria-hidden />} title={<Step>{t('promotion.proposed')}</Step>}>
          <Said>{open === null ? t('promotion.onePerson') : (open.proposedByName ?? open.proposedBy)}</Said>
        </Timeline.Item>
        <Timeline.Item bullet={<IconUsers size={13} aria-hidden />} title={<Step>{t('promotion.approved')}</Step>}>
          <Said>{open?.approvedByName ?? t('promotion.secondPerson')}</Said>
        </Timeline.Item>
        <Timeline.Item bullet={<IconArrowUp size={13} aria-hidden />} title={<Step>{t('promotion.carriedOut')}</Step>}>
          <Said>{t('promotion.afterwards')}</Said>
        </Timeline.Item>
      </Timeline>
      {open !== null && (
        <Stack gap={4} mb="sm">
          <Words>{open.reason}</Words>
          <Group gap={6}>
            <Text size="xs" c="dimmed">
              {t('promotion.gateThen')}
            </Text>
            <OutcomeMark outcome={open.gateOutcome} />
          </Group>
          {open.override && (
            <Alert color="yellow" p="xs">
              {t('promotion.override')}
            </Alert>
          )}
        </Stack>
      )}
      <Would to={open?.to ?? next ?? 'supervised'} />
      <Buttons rollout={rollout} gate={gate} />
    </Paper>
  )
}

/** What would be different afterwards, before anybody presses anything. */
function Would({ to }: { to: string }) {
  const { t } = useTranslation()
  return (
    <Alert variant="light" p="xs" mb="sm" title={t('promotion.would')}>
      <Text size="sm">{t(`promotion.changes.${to}`, { defaultValue: '' })}</Text>
    </Alert>
  )
}

function Step({ children }: { children: string }) {
  return (
    <Text size="sm" fw={600}>
      {children}
    </Text>
  )
}

function Said({ children }: { children: string }) {
  return (
    <Text size="xs" c="dimmed">
      {children}
    </Text>
  )
}

function Buttons({ rollout, gate }: { rollout: Rollout; gate: Gate | null }) {
  const { t } = useTranslation()
  const may = useMay()
  const me = useMe()
  const [asked, setAsked] = useState<Asked>(null)
  const { promotion } = rollout
  const state = promotion?.state === 'proposed' || promotion?.state === 'approved' ? promotion.state : null
  const to = t(`phase.${(state === null ? gate?.next : promotion?.to) ?? 'supervised'}`)
  const whyNotPropose =
    may('promotion.propose') ??
    (rollout.observedOnly
      ? t('rollout.observedOnly')
      : rollout.rehearsal
        ? t('promotion.whyNot.rehearsal')
        : state !== null
          ? t('promotion.whyNot.open')
          : null)
  const whyNotApprove =
    may('promotion.approve') ??
    (state !== 'proposed'
      ? t('promotion.whyNot.notProposed')
      : promotion?.proposedBy === me?.id
        ? t('promotion.whyNot.samePerson')
        : null)
  const whyNotAdvance = may('promotion.advance') ?? (state !== 'approved' ? t('promotion.whyNot.notApproved') : null)
  const close = () => setAsked(null)
  return (
    <>
      <Group gap="xs">
        <ActButton why={whyNotPropose} onPress={() => setAsked('propose')}>
          {t('promotion.propose')}
        </ActButton>
        <ActButton why={whyNotApprove} onPress={() => setAsked('approve')}>
          {t('promotion.approve')}
        </ActButton>
        <ActButton why={whyNotAdvance} onPress={() => setAsked('advance')}>
          {t('promotion.advance')}
        </ActButton>
        {state !== null && (
          <ActButton why={may('promotion.withdraw')} onPress={() => setAsked('withdraw')} variant="subtle">
            {t('promotion.withdraw')}
          </ActButton>
        )}
      </Group>
      {asked === 'propose' && <Propose rollout={rollout} met={gate?.outcome === 'met'} to={to} onClose={close} />}
      {asked === 'approve' && promotion !== null && (
        <ReasonDialog
          title={t('promotion.approveTitle', { phase: to })}
          consequence={t('promotion.approveConsequence', { phase: to })}
          confirm={t('promotion.approve')}
          typed={rollout.employee}
          act={(reason) => api.approve(promotion.id, reason)}
          onClose={close}
        />
      )}
      {asked === 'advance' && promotion !== null && (
        <ReasonDialog
          title={t('promotion.advanceTitle', { phase: to })}
          consequence={t(`promotion.changes.${promotion.to}`, { defaultValue: '' })}
          confirm={t('promotion.advance')}
          withReason={false}
          act={() => api.advance(promotion.id)}
          onClose={close}
        />
      )}
      {asked === 'withdraw' && promotion !== null && (
        <ReasonDialog
          title={t('promotion.withdraw')}
          consequence={t('promotion.withdrawConsequence')}
          confirm={t('promotion.withdraw')}
          act={(reason) => api.withdraw(promotion.id, reason)}
          onClose={close}
        />
      )}
    </>
  )
}

function Propose({ rollout, met, to, onClose }: { rollout: Rollout; met: boolean; to: string; onClose: () => void }) {
  const { t } = useTranslation()
  const [override, setOverride] = useState(false)
  return (
    <ReasonDialog
      title={t('promotion.proposeTitle', { phase: to })}
      consequence={t(met ? 'promotion.proposeConsequence' : 'promotion.proposeUnmet')}
      confirm={t('promotion.propose')}
      blocked={met || override ? null : t('promotion.whyNot.unmet')}
      act={(reason) => api.propose(rollout.id, { reason, override: !met && override })}
      onClose={onClose}
    >
      {!met && (
        <Checkbox
          label={t('promotion.overrideLabel')}
          description={t('promotion.override')}
          checked={override}
          onChange={(event) => setOverride(event.currentTarget.checked)}
        />
      )}
    </ReasonDialog>
  )
}
