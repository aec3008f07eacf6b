// One system: who answers for it, how it is reached, what tells whether it is well, and its operations. Secrets are named here, never written.

import { Alert, Button, Group, Paper, Select, Stack, Text, TextInput, Title } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asNumber, asRecords, asText, files, isRaw, type Raw } from '../documents.ts'
import { useDraftEditing } from '../draft-editing.tsx'
import { BoundText } from '../fields.tsx'
import { Operations } from './operations.tsx'

export function SystemForm({ name, system }: { name: string; system: Raw }) {
  const { t } = useTranslation()
  const at = (key: string) => ({ file: files.integrations, place: ['systems', name, key], word: `system.${key}` })
  return (
    <Stack gap="md">
      <Paper data-raised p="md">
        <Stack gap="sm">
          <BoundText {...at('title')} />
          <Group grow align="flex-start">
            <BoundText {...at('owner')} />
            <BoundText {...at('country')} />
          </Group>
          <Connector name={name} system={system} />
          <BoundText {...at('credential')} />
          <Probe name={name} system={system} />
        </Stack>
      </Paper>
      <Paper data-raised p="md" component="section">
        <Title order={3} size="h6" mb="xs">
          {t('systems.operations')}
        </Title>
        <Operations system={name} operations={asRecords(system.operations)} />
      </Paper>
    </Stack>
  )
}

const connectorKinds = ['agent', 'mcp', 'openapi', 'recorded'] as const
type ConnectorKind = (typeof connectorKinds)[number]
const needs: Readonly<Record<ConnectorKind, readonly ('url' | 'description')[]>> = {
  agent: [],
  recorded: [],
  mcp: ['url'],
  openapi: ['url', 'description'],
}

/** Saved as a whole once everything its kind needs is there: half a connector would make the document unreadable. */
function Connector({ name, system }: { name: string; system: Raw }) {
  const { t } = useTranslation()
  const { edit, mayEdit } = useDraftEditing()
  const saved = isRaw(system.connector) ? system.connector : {}
  const savedText = JSON.stringify(saved)
  const [now, setNow] = useState<Raw>(saved)
  useEffect(() => setNow(JSON.parse(savedText) as Raw), [savedText])
  const kind = connectorKinds.find((one) => one === now.kind) ?? null
  const save = (next: Raw) => {
    const chosen = connectorKinds.find((one) => one === next.kind)
    if (chosen === undefined || needs[chosen].some((key) => asText(next[key]).trim() === '')) return
    const own = Object.entries(next).filter(([key]) => key.startsWith('x-'))
    const value = Object.fromEntries([['kind', chosen], ...needs[chosen].map((key) => [key, asText(next[key]).trim()]), ...own])
    if (JSON.stringify(value) === savedText) return
    void edit({ kind: 'set', file: files.integrations, place: ['systems', name, 'connector'], was: system.connector, now: value })
  }
  const missing = kind !== null && needs[kind].some((key) => asText(now[key]).trim() === '')
  return (
    <>
      <Select
        label={t('systems.connector.label')}
        description={t('systems.connector.hint')}
        data={connectorKinds.map((value) => ({ value, label: t(`systems.connector.${value}`) }))}
        value={kind}
        allowDeselect={false}
        readOnly={!mayEdit}
        onChange={(next) => {
          const changed = { ...now, kind: next }
          setNow(changed)
          save(changed)
        }}
      />
      {kind !== null &&
        needs[kind].map((key) => (
          <TextInput
            key={key}
            label={t(`systems.connector.${key}`)}
            description={t(`systems.connector.${key}Hint`)}
            value={asText(now[key])}
            readOnly={!mayEdit}
            onChange={(event) => setNow({ ...now, [key]: event.currentTarget.value })}
            onBlur={() => save(now)}
          />
        ))}
      {missing && (
        <Alert color="yellow" variant="light" p="xs">
          {t('systems.connector.missing')}
        </Alert>
      )}
    </>
  )
}

/** A read that is called from time to time. Arguments, when it needs any, are kept as they are in the file. */
function Probe({ name, system }: { name: string; system: Raw }) {
  const { t } = useTranslation()
  const { edit, mayEdit } = useDraftEditing()
  const probe = isRaw(system.probe) ? system.probe : null
  const reads = asRecords(system.operations).flatMap((operation) => (operation.access === 'read' ? [asText(operation.name)] : []))
  const place = ['systems', name, 'probe']
  const choose = (operation: string | null) => {
    if (operation === null) {
      if (probe !== null) void edit({ kind: 'remove', file: files.integrations, place, was: system.probe })
      return
    }
    void edit({
      kind: 'set',
      file: files.integrations,
      place,
      was: system.probe,
      now: { ...(probe ?? { everyMinutes: 5 }), operation },
    })
  }
  const chosen = asText(probe?.operation)
  if (reads.length === 0 && probe === null)
    return (
      <Text size="xs" c="dimmed">
        {t('systems.probe.noReads')}
      </Text>
    )
  return (
    <Group align="flex-end">
      <Select
        flex={1}
        label={t('systems.probe.label')}
        description={t('systems.probe.hint')}
        data={chosen === '' || reads.includes(chosen) ? reads : [...reads, chosen]}
        value={chosen === '' ? null : chosen}
        clearable
        readOnly={!mayEdit}
        onChange={choose}
      />
      {probe !== null && <Text size="sm">{t('systems.probe.every', { count: asNumber(probe.everyMinutes) ?? 5 })}</Text>}
      {probe !== null && mayEdit && (
        <Button size="compact-sm" variant="default" onClick={() => choose(null)}>
          {t('systems.probe.none')}
        </Button>
      )}
    </Group>
  )
}
