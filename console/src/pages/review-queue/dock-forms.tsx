// Two short forms answered by number: why a verdict is what it is, and why an item goes to somebody else.

import { Button, Chip, Group, Kbd, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SkipReason, VerdictKind } from '../../api.ts'
import { usePrintedKeys } from '../../keys.ts'
import { handReasons, type Reason, reasons } from './reasons.ts'

type ReasonsProps = {
  kind: VerdictKind
  chosen: readonly Reason[]
  onToggle: (reason: Reason) => void
  onSave: () => void
  onCancel: () => void
  ready: boolean
}

export function Reasons({ kind, chosen, onToggle, onSave, onCancel, ready }: ReasonsProps) {
  const { t } = useTranslation()
  const shown = usePrintedKeys()
  return (
    <Stack gap={8} role="group" aria-label={t('queue.why', { verdict: t(`verdict.${kind}`) })}>
      <Text size="sm" fw={600}>
        {t('queue.why', { verdict: t(`verdict.${kind}`) })}
      </Text>
      <Group gap={6}>
        {reasons.map((reason) => (
          <Chip key={reason} size="sm" variant="outline" checked={chosen.includes(reason)} onChange={() => onToggle(reason)}>
            {t(`reason.${reason}`)} <Kbd size="xs">{shown(`reason.${reason}`)}</Kbd>
          </Chip>
        ))}
      </Group>
      <Group gap={6}>
        <Button size="compact-sm" onClick={onSave} disabled={!ready} rightSection={<Kbd size="xs">{shown('verdict.save')}</Kbd>}>
          {t('queue.save')}
        </Button>
        <CancelButton onCancel={onCancel} />
        {!ready && (
          <Text size="xs" c="dimmed">
            {t('queue.reasonOrNote')}
          </Text>
        )}
      </Group>
    </Stack>
  )
}

export function CancelButton({ onCancel }: { onCancel: () => void }) {
  const { t } = useTranslation()
  const shown = usePrintedKeys()
  return (
    <Button size="compact-sm" variant="default" onClick={onCancel} rightSection={<Kbd size="xs">{shown('verdict.cancel')}</Kbd>}>
      {t('common.cancel')}
    </Button>
  )
}

export function Hand({ onChoose, onCancel }: { onChoose: (why: SkipReason) => void; onCancel: () => void }) {
  const { t } = useTranslation()
  const shown = usePrintedKeys()
  return (
    <Stack gap={8} role="group" aria-label={t('hand.title')}>
      <Text size="sm" fw={600}>
        {t('hand.title')}
      </Text>
      <Group gap={6}>
        {handReasons.map((why) => (
          <Button
            key={why}
            size="compact-sm"
            variant="default"
            onClick={() => onChoose(why)}
            rightSection={<Kbd size="xs">{shown(`hand.${why}`)}</Kbd>}
          >
            {t(`hand.${why}`)}
          </Button>
        ))}
        <CancelButton onCancel={onCancel} />
      </Group>
      <Text size="xs" c="dimmed">
        {t('hand.what')}
      </Text>
    </Stack>
  )
}
