// Puts a condition together from choices, for whoever never saw one. What comes out is shown as it will stand in the file.

import { Button, Code, Group, Modal, Select, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asTexts, files, isRaw, options, recordsAt, valueAt } from '../documents.ts'
import { useDraftEditing } from '../draft-editing.tsx'
import { answersOf, type Choice, type Compare, compares, conditionFor, joined } from './conditions.ts'

type Kind = Choice['kind']
type BuilderProps = { old: string; after: boolean; onUse: (condition: string) => void; onClose: () => void }

// What a new decision begins with; nobody means to keep it.
const placeholder = 'false'

export function ConditionBuilder({ old, after, onUse, onClose }: BuilderProps) {
  const { t } = useTranslation()
  const kinds: Kind[] = ['mentions', 'queryType', 'channel', 'field', ...(after ? (['result'] as const) : [])]
  const [kind, setKind] = useState<Kind>(kinds.at(after ? -1 : 0) ?? 'mentions')
  const [words, setWords] = useState<string[]>([])
  const [of, setOf] = useState('')
  const [compare, setCompare] = useState<Compare>('is')
  const [value, setValue] = useState('')
  const made = conditionFor(choiceOf({ kind, words, of, compare, value }))
  const use = (condition: string) => {
    onClose()
    onUse(condition)
  }
  const change = (next: string | null) => {
    setKind((next ?? kind) as Kind)
    setOf('')
  }
  return (
    <Modal opened onClose={onClose} title={<Text fw={650}>{t('dmap.build.title')}</Text>}>
      <Stack gap="sm">
        <Select
          data-autofocus
          label={t('dmap.build.kind')}
          data={kinds.map((one) => ({ value: one, label: t(`dmap.build.kinds.${one}`) }))}
          value={kind}
          allowDeselect={false}
          onChange={change}
        />
        {kind === 'mentions' ? (
          <TagsInput
            label={t('dmap.build.words')}
            description={t('dmap.build.wordsHint')}
            value={words}
            acceptValueOnBlur
            onChange={setWords}
          />
        ) : (
          <Subject kind={kind} value={of} onChange={setOf} />
        )}
        {(kind === 'field' || kind === 'result') && (
          <Comparison compare={compare} onCompare={setCompare} value={value} onValue={setValue} />
        )}
        {made !== null && (
          <Text size="sm">
            {t('dmap.build.becomes')}: <Code>{made}</Code>
          </Text>
        )}
        <Uses old={old === placeholder ? '' : old} made={made} onUse={use} />
      </Stack>
    </Modal>
  )
}

type Chosen = { kind: Kind; words: string[]; of: string; compare: Compare; value: string }

function choiceOf({ kind, words, of, compare, value }: Chosen): Choice {
  if (kind === 'mentions') return { kind, words }
  return kind === 'queryType' || kind === 'channel' ? { kind, name: of } : { kind, of, compare, value }
}

function Subject({ kind, value, onChange }: { kind: Kind; value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation()
  const { draft } = useDraftEditing()
  const plain = (names: string[]) => names.map((name) => ({ value: name, label: name }))
  const declared = valueAt(draft, files.workflow, ['fields'])
  const data =
    kind === 'queryType'
      ? options(recordsAt(draft, files.workflow, ['queryTypes']))
      : kind === 'channel'
        ? plain(asTexts(valueAt(draft, files.workflow, ['channels'])))
        : kind === 'field'
          ? plain(isRaw(declared) ? Object.keys(declared) : [])
          : plain(answersOf(recordsAt(draft, files.workflow, ['steps']), recordsAt(draft, files.integrations, ['systems'])))
  return (
    <Select
      label={t('dmap.build.choose')}
      data={data}
      value={value === '' ? null : value}
      searchable
      onChange={(next) => onChange(next ?? '')}
      error={data.length === 0 ? t('dmap.build.none') : null}
    />
  )
}

type ComparisonProps = {
  compare: Compare
  onCompare: (compare: Compare) => void
  value: string
  onValue: (value: string) => void
}

function Comparison({ compare, onCompare, value, onValue }: ComparisonProps) {
  const { t } = useTranslation()
  return (
    <Group grow align="flex-end">
      <Select
        label={t('dmap.build.compare')}
        data={compares.map((one) => ({ value: one, label: t(`dmap.build.compares.${one}`) }))}
        value={compare}
        allowDeselect={false}
        onChange={(next) => onCompare((next ?? compare) as Compare)}
      />
      <TextInput
        label={t('dmap.build.value')}
        placeholder={t('dmap.build.valueHint')}
        value={value}
        onChange={(event) => onValue(event.currentTarget.value)}
      />
    </Group>
  )
}

function Uses({ old, made, onUse }: { old: string; made: string | null; onUse: (condition: string) => void }) {
  const { t } = useTranslation()
  return (
    <Group justify="flex-end" gap="xs">
      {old !== '' &&
        (['or', 'and'] as const).map((how) => (
          <Button
            key={how}
            variant="default"
            disabled={made === null}
            onClick={() => made !== null && onUse(joined(old, how, made))}
          >
            {t(`dmap.build.${how}`)}
          </Button>
        ))}
      <Button disabled={made === null} onClick={() => made !== null && onUse(made)}>
        {t('dmap.build.replace')}
      </Button>
    </Group>
  )
}
