// The stop that is always in reach, and the stops that hold now: nobody should wonder why nothing happens, or have to look for how to make it stop.

import { Alert, Button, Group, Select, Text, TextInput } from '@mantine/core'
import { IconHandStop } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { unlessLive } from '../live.ts'
import { useMay, useMe } from './me.ts'
import { ReasonDialog } from './reason-dialog.tsx'

const scopes = ['all', 'employee', 'rollout', 'tool'] as const
type Scope = (typeof scopes)[number]

/** Everything unless something smaller is chosen: in a hurry one reason and one key are enough. */
export function HaltAll({ asked, onAsk: setAsked }: { asked: boolean; onAsk: (asked: boolean) => void }) {
  const { t } = useTranslation()
  const may = useMay()
  const [scope, setScope] = useState<Scope>('all')
  const [target, setTarget] = useState('')
  if (may('halt.order') !== null) return null
  return (
    <>
      <Button
        variant="light"
        color="red"
        className="touch"
        leftSection={<IconHandStop size={16} aria-hidden />}
        onClick={() => {
          setScope('all')
          setTarget('')
          setAsked(true)
        }}
        c="var(--mantine-color-text)"
      >
        {t('halt.all')}
      </Button>
      {asked && (
        <ReasonDialog
          danger
          title={scope === 'all' ? t('halt.allTitle') : t('halt.oneTitle')}
          consequence={scope === 'all' ? t('halt.allConsequence') : t(`halt.oneConsequence.${scope}`)}
          confirm={t('halt.now')}
          blocked={scope !== 'all' && target.trim() === '' ? t('halt.targetMissing') : null}
          act={(reason) => api.orderHalt({ scope, target: scope === 'all' ? '' : target.trim(), reason })}
          onClose={() => setAsked(false)}
        >
          <Select
            label={t('halt.what')}
            data={scopes.map((value) => ({ value, label: t(`halt.scope.${value}`) }))}
            value={scope}
            allowDeselect={false}
            onChange={(value) => setScope((value ?? 'all') as Scope)}
          />
          {scope !== 'all' && (
            <TextInput
              label={t(`halt.target.${scope}`)}
              required
              maxLength={300}
              value={target}
              onChange={(event) => setTarget(event.currentTarget.value)}
            />
          )}
        </ReasonDialog>
      )}
    </>
  )
}

/** Halts that hold now. Lifting takes two people: whoever proposed it is told to wait for the other one. */
export function HaltsInForce() {
  const { t } = useTranslation()
  const may = useMay()
  const me = useMe()
  const halts = useQuery({
    queryKey: ['halts'],
    queryFn: api.halts,
    refetchInterval: unlessLive(10_000),
    enabled: may('halt.read') === null,
  })
  const [lifting, setLifting] = useState<string | null>(null)
  const whyNot = may('halt.lift')
  return (
    <>
      {halts.data?.items.map((halt) => (
        <Alert
          key={halt.id}
          color="red"
          variant="light"
          mb="md"
          icon={<IconHandStop size={18} aria-hidden />}
          title={t(`halt.inForce.${halt.scope}`, { target: halt.target })}
        >
          <Group justify="space-between">
            <Text size="sm" className="words">
              {halt.reason}
              {halt.liftProposedBy !== null && ` ${t('halt.liftProposed')}`}
              {halt.drill && ` ${t('halt.drill')}`}
            </Text>
            {whyNot === null && halt.liftProposedBy !== me?.id && (
              <Button size="compact-sm" variant="default" onClick={() => setLifting(halt.id)}>
                {t('halt.lift')}
              </Button>
            )}
          </Group>
        </Alert>
      ))}
      {lifting !== null && (
        <ReasonDialog
          title={t('halt.lift')}
          consequence={t('halt.liftConsequence')}
          confirm={t('halt.lift')}
          act={(reason) => api.liftHalt(lifting, reason)}
          onClose={() => setLifting(null)}
        />
      )}
    </>
  )
}
