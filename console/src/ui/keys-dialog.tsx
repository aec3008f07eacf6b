// `?`: every key, what it does, and a way to give it another key in this browser.

import { Button, Group, Kbd, Modal, Table, Text, Title } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { defaultKeys, type KeyId, printed, remap, resetKeys, usePrintedKeys } from '../keys.ts'

const ids = Object.keys(defaultKeys) as KeyId[]
const groups = ['verdict', 'queue', 'reason', 'hand', 'app'] as const
const modifiers = ['Tab', 'Shift', 'Control', 'Alt', 'Meta']

export function KeysDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const shown = usePrintedKeys()
  const [waiting, setWaiting] = useState<KeyId | null>(null)
  const [said, setSaid] = useState('')
  const press = (event: KeyboardEvent) => {
    if (waiting === null || modifiers.includes(event.key)) return
    event.preventDefault()
    event.stopPropagation()
    const taken = event.key === 'Escape' ? null : remap(waiting, event.key.length === 1 ? event.key.toLowerCase() : event.key)
    setSaid(taken === null ? '' : t('keys.taken', { key: printed(event.key), what: t(`keys.${taken}`) }))
    setWaiting(null)
  }
  return (
    <Modal opened onClose={onClose} size="lg" title={<Text fw={650}>{t('keys.title')}</Text>} closeOnEscape={waiting === null}>
      <div onKeyDownCapture={press}>
        <Text size="sm" c="dimmed" mb="sm">
          {t('keys.how')}
        </Text>
        <Text size="sm" aria-live="polite" c="red">
          {said}
        </Text>
        {groups.map((group) => (
          <section key={group}>
            <Title order={3} size="h6" mt="sm" mb={2}>
              {t(`keys.groups.${group}`, { key: shown('queue.hand_over') })}
            </Title>
            <Table verticalSpacing={3}>
              <Table.Tbody>
                {ids
                  .filter((id) => id.startsWith(`${group}.`))
                  .map((id) => (
                    <Table.Tr key={id}>
                      <Table.Td>{t(`keys.${id}`)}</Table.Td>
                      <Table.Td ta="end">
                        <Button
                          size="compact-xs"
                          variant="default"
                          onClick={() => setWaiting(id)}
                          aria-label={t('keys.change', { what: t(`keys.${id}`), key: shown(id) })}
                        >
                          {waiting === id ? t('keys.press') : <Kbd size="xs">{shown(id)}</Kbd>}
                        </Button>
                      </Table.Td>
                    </Table.Tr>
                  ))}
              </Table.Tbody>
            </Table>
          </section>
        ))}
        <Group justify="flex-end" mt="sm">
          <Button
            variant="default"
            onClick={() => {
              resetKeys()
              setSaid(t('keys.resetDone'))
            }}
          >
            {t('keys.reset')}
          </Button>
        </Group>
      </div>
    </Modal>
  )
}
