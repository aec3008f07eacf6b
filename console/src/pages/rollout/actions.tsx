// Everything else that moves a rollout: halt at once, resume, split, demote, delivery. Halting needs no gate; each act asks for a reason.

import { Button, Checkbox, Group, Menu, ScrollArea, Select } from '@mantine/core'
import { IconArrowDown, IconChevronDown, IconHandStop, IconPlayerPlay, IconScissors, IconSend } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Cell, type Rollout } from '../../api.ts'
import { ActButton } from '../../ui/act-button.tsx'
import { useMay } from '../../ui/me.ts'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'

type Asked = 'halt' | 'resume' | 'split' | 'demote' | 'delivery' | null

export function Actions({ rollout }: { rollout: Rollout }) {
  const { t } = useTranslation()
  const may = useMay()
  const [asked, setAsked] = useState<Asked>(null)
  const close = () => setAsked(null)
  const halted = rollout.phase === 'halted'
  const other = rollout.delivery === 'observe' ? 'assist' : 'observe'
  const whyNot = {
    split: may('rollout.split') ?? (rollout.cells.length < 2 ? t('actions.whyNot.oneCell') : null),
    demote:
      may('rollout.demote') ??
      (rollout.phase === 'supervised' || rollout.phase === 'autonomous' ? null : t('actions.whyNot.lowest')),
    delivery:
      may('rollout.set_delivery') ??
      (rollout.phase !== 'shadow'
        ? t('actions.whyNot.onlyShadow')
        : rollout.observedOnly
          ? t('rollout.observedOnly')
          : rollout.rehearsal
            ? t('promotion.whyNot.rehearsal')
            : null),
  }
  return (
    <>
      <Menu position="bottom-end" width={300}>
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={15} aria-hidden />}>
            {t('actions.more')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(
            [
              ['split', IconScissors, t('actions.split')],
              ['demote', IconArrowDown, t('actions.demote')],
              ['delivery', IconSend, t('actions.delivery', { delivery: t(`delivery.${other}`) })],
            ] as const
          ).map(([name, Shown, label]) => (
            <Menu.Item
              key={name}
              leftSection={<Shown size={16} aria-hidden />}
              aria-disabled={whyNot[name] !== null}
              {...(whyNot[name] === null ? {} : { c: 'dimmed' })}
              closeMenuOnClick={whyNot[name] === null}
              onClick={() => whyNot[name] === null && setAsked(name)}
            >
              {label}
              {whyNot[name] !== null && <div style={{ fontSize: 12 }}>{whyNot[name]}</div>}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {halted ? (
        <ActButton
          why={may('rollout.resume')}
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          onPress={() => setAsked('resume')}
        >
          {t('actions.resume')}
        </ActButton>
      ) : (
        <ActButton
          why={may('rollout.halt')}
          color="red.9"
          leftSection={<IconHandStop size={16} aria-hidden />}
          onPress={() => setAsked('halt')}
        >
          {t('halt.rollout')}
        </ActButton>
      )}
      {asked === 'halt' && (
        <ReasonDialog
          danger
          title={t('halt.rollout')}
          consequence={t('halt.rolloutConsequence')}
          confirm={t('halt.now')}
          act={(reason) => api.haltRollout(rollout.id, reason)}
          onClose={close}
        />
      )}
      {asked === 'resume' && (
        <ReasonDialog
          title={t('actions.resume')}
          consequence={t('actions.resumeConsequence')}
          confirm={t('actions.resume')}
          act={(reason) => api.resume(rollout.id, reason)}
          onClose={close}
        />
      )}
      {asked === 'split' && <Split rollout={rollout} onClose={close} />}
      {asked === 'demote' && <Demote rollout={rollout} onClose={close} />}
      {asked === 'delivery' && (
        <ReasonDialog
          title={t('actions.delivery', { delivery: t(`delivery.${other}`) })}
          consequence={t(`rollout.means.shadow_${other}`)}
          confirm={t('actions.set')}
          {...(other === 'assist' ? { typed: rollout.employee } : {})}
          act={(reason) => api.setDelivery(rollout.id, other, reason)}
          onClose={close}
        />
      )}
    </>
  )
}

const asText = ({ queryType, channel }: Cell) => `${queryType} · ${channel}`

function Split({ rollout, onClose }: { rollout: Rollout; onClose: () => void }) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<string[]>([])
  const cells = rollout.cells.filter((cell) => chosen.includes(asText(cell)))
  const blocked =
    cells.length === 0
      ? t('actions.whyNot.chooseCells')
      : cells.length === rollout.cells.length
        ? t('actions.whyNot.leaveOne')
        : null
  return (
    <ReasonDialog
      title={t('actions.split')}
      consequence={t('actions.splitConsequence')}
      confirm={t('actions.split')}
      blocked={blocked}
      act={(reason) => api.split(rollout.id, cells, reason)}
      onClose={onClose}
    >
      <Checkbox.Group label={t('actions.cells')} value={chosen} onChange={setChosen}>
        <ScrollArea.Autosize mah={220} viewportProps={{ tabIndex: 0 }}>
          <Group gap={8} mt={6} style={{ flexDirection: 'column', alignItems: 'flex-start' }}>
            {rollout.cells.map((cell) => (
              <Checkbox key={asText(cell)} value={asText(cell)} label={asText(cell)} />
            ))}
          </Group>
        </ScrollArea.Autosize>
      </Checkbox.Group>
    </ReasonDialog>
  )
}

function Demote({ rollout, onClose }: { rollout: Rollout; onClose: () => void }) {
  const { t } = useTranslation()
  const lower = rollout.phase === 'autonomous' ? (['supervised', 'shadow'] as const) : (['shadow'] as const)
  const [to, setTo] = useState<'supervised' | 'shadow'>(lower[0])
  return (
    <ReasonDialog
      danger
      title={t('actions.demote')}
      consequence={t('actions.demoteConsequence')}
      confirm={t('actions.demote')}
      act={(reason) => api.demote(rollout.id, to, reason)}
      onClose={onClose}
    >
      <Select
        label={t('actions.to')}
        data={lower.map((phase) => ({ value: phase, label: t(`phase.${phase}`) }))}
        value={to}
        allowDeselect={false}
        onChange={(value) => setTo(value === 'supervised' ? 'supervised' : 'shadow')}
      />
    </ReasonDialog>
  )
}
