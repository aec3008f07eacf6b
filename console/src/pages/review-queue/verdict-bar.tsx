// The verdict keys with what each will do in the world; reasons, note and edit where they are needed.

import { Box, Button, Chip, Group, Kbd, Paper, Stack, Text, Textarea } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReviewCard, VerdictKind, VerdictRequest } from '../../api.ts'
import { type Bindings, type KeyId, keyFor, printed, useKeys } from '../../keys.ts'
import { VerdictBadge, VerdictIcon } from '../../ui/marks.tsx'
import type { Desk, Entry } from './desk.ts'

const reasons = ['wrong_fact', 'wrong_operation', 'wrong_argument', 'missed_step', 'policy', 'tone'] as const
type Reason = (typeof reasons)[number]
const needsWords = (kind: VerdictKind) => kind === 'wrong' || kind === 'should_escalate' || kind === 'unsafe'

type Props = { desk: Desk; card: ReviewCard | null; entry: Entry | null; whyNot: string | null }

type Draft = { id: string; asking: VerdictKind | null; chosen: readonly Reason[]; note: string; edit: string | null }

/** What is being composed about one item; another item starts with nothing, without the bar being built anew. */
function useDraft(id: string): [Draft, (change: Partial<Draft>) => void] {
  const [kept, keep] = useState<Draft | null>(null)
  const draft = kept?.id === id ? kept : { id, asking: null, chosen: [], note: '', edit: null }
  return [draft, (change) => keep({ ...draft, ...change })]
}

export function VerdictBar({ desk, card, entry, whyNot }: Props) {
  const { t } = useTranslation()
  const [draft, change] = useDraft(entry?.id ?? '')
  const { asking, chosen, note, edit } = draft
  const setAsking = (kind: VerdictKind | null) => change({ asking: kind })
  const setEdit = (text: string | null) => change({ edit: text })
  const noteField = useRef<HTMLTextAreaElement>(null)
  const reply = card?.effects.findLast(({ kind }) => kind === 'reply') ?? null
  const open = card !== null && entry !== null && entry.judged === null && card.state === 'open' && whyNot === null

  const give = (kind: VerdictKind, extra: { edit?: string } = {}) => {
    const words = note.trim()
    desk.judge(kind, {
      reasons: [...chosen] as NonNullable<VerdictRequest['reasons']>,
      note: words === '' ? null : words,
      ...extra,
    })
  }
  const choose = (kind: VerdictKind) => {
    // Where a reply waits to be sent, a small edit is the edited text itself.
    if (kind === 'correct_small_edit' && reply?.state === 'held') setEdit(reply.text ?? '')
    else if (needsWords(kind)) setAsking(kind)
    else give(kind)
  }
  const toggle = (reason: Reason) =>
    change({ chosen: chosen.includes(reason) ? chosen.filter((each) => each !== reason) : [...chosen, reason] })
  const saveReasons = () => {
    if (asking !== null && (chosen.length > 0 || note.trim() !== '')) give(asking)
  }

  const verdictKeys = Object.fromEntries(card?.keys.map(({ kind }) => [`verdict.${kind}`, () => choose(kind)]) ?? [])
  const reasonKeys = Object.fromEntries(reasons.map((reason) => [`reason.${reason}`, () => toggle(reason)]))
  const always: Bindings = {
    'queue.undo': () => void desk.undo(entry?.judged === null || entry === null ? undefined : entry.id),
    'queue.next': () => desk.move(1),
    'queue.previous': () => desk.move(-1),
  }
  const whileOpen: Bindings = {
    'queue.skip': () => void desk.skip(),
    'queue.hand_over': () => void desk.skip('handed_over'),
    'queue.note': () => noteField.current?.focus(),
    ...(reply === null ? {} : { 'queue.edit': () => setEdit(reply.text ?? '') }),
  }
  const whileAsking: Bindings = {
    ...reasonKeys,
    'verdict.save': saveReasons,
    'verdict.cancel': () => setAsking(null),
    'queue.note': () => noteField.current?.focus(),
  }
  useKeys(asking !== null && open ? whileAsking : open ? { ...verdictKeys, ...always, ...whileOpen } : always)

  if (card === null || entry === null)
    return (
      <Box mt="xs">
        <PlainKey id="queue.undo" onPress={always['queue.undo']!} />
      </Box>
    )
  return (
    <Paper data-raised p="sm" mt="sm" className="verdict-dock" component="section" aria-label={t('queue.verdict')}>
      <Stack gap={8}>
        {entry.judged !== null && (
          <Group gap="xs">
            <VerdictBadge kind={entry.judged.kind} size="lg" />
            <Text size="sm" c="dimmed">
              {t('queue.yourVerdict')}
            </Text>
          </Group>
        )}
        {whyNot !== null && <Text size="sm">{whyNot}</Text>}
        {open && asking === null && edit === null && <VerdictButtons card={card} onChoose={choose} />}
        {open && asking !== null && (
          <Reasons
            kind={asking}
            chosen={chosen}
            onToggle={toggle}
            onSave={saveReasons}
            onCancel={() => setAsking(null)}
            ready={chosen.length > 0 || note.trim() !== ''}
          />
        )}
        {open && edit !== null && (
          <Edit
            text={edit}
            onChange={setEdit}
            onCancel={() => setEdit(null)}
            onSave={(text) => give('correct_small_edit', { edit: text })}
          />
        )}
        {open && edit === null && (
          <Textarea
            ref={noteField}
            aria-label={t('queue.note')}
            placeholder={t('queue.notePlaceholder', { key: printed(keyFor('queue.note')) })}
            size="xs"
            autosize
            minRows={1}
            maxRows={6}
            maxLength={5000}
            value={note}
            onChange={(event) => change({ note: event.currentTarget.value })}
            onKeyDown={(event) => {
              if (event.key === 'Escape') event.currentTarget.blur()
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && asking !== null) saveReasons()
            }}
          />
        )}
        <Group gap={6}>
          <PlainKey id="queue.undo" onPress={always['queue.undo']!} />
          <PlainKey id="queue.previous" onPress={() => desk.move(-1)} />
          <PlainKey id="queue.next" onPress={() => desk.move(1)} />
          {open && asking === null && (
            <>
              <PlainKey id="queue.skip" onPress={whileOpen['queue.skip']!} />
              <PlainKey id="queue.hand_over" onPress={whileOpen['queue.hand_over']!} />
              {reply !== null && edit === null && <PlainKey id="queue.edit" onPress={() => setEdit(reply.text ?? '')} />}
            </>
          )}
        </Group>
      </Stack>
    </Paper>
  )
}

function PlainKey({ id, onPress }: { id: KeyId; onPress: () => void }) {
  const { t } = useTranslation()
  return (
    <Button size="compact-xs" variant="default" onClick={onPress} rightSection={<Kbd size="xs">{printed(keyFor(id))}</Kbd>}>
      {t(`keys.${id}`)}
    </Button>
  )
}

/** What pressing each key does in the world, said before it is pressed; keys that do the same share one line. */
function VerdictButtons({ card, onChoose }: { card: ReviewCard; onChoose: (kind: VerdictKind) => void }) {
  const { t } = useTranslation()
  const consequences = [...Map.groupBy(card.keys, ({ consequence }) => consequence)]
  return (
    <Stack gap={8}>
      <Group gap={6}>
        {card.keys.map(({ kind }) => (
          <Button
            key={kind}
            variant="default"
            size="compact-md"
            px={8}
            fz="sm"
            leftSection={<VerdictIcon kind={kind} />}
            rightSection={<Kbd size="xs">{printed(keyFor(`verdict.${kind}`))}</Kbd>}
            onClick={() => onChoose(kind)}
          >
            {t(`verdictShort.${kind}`)}
          </Button>
        ))}
      </Group>
      {consequences.map(([consequence, keys]) => (
        <Text size="xs" key={consequence} data-testid="consequence">
          {consequences.length > 1 &&
            keys.map(({ kind }) => (
              <Kbd size="xs" key={kind} mr={4}>
                {printed(keyFor(`verdict.${kind}`))}
              </Kbd>
            ))}
          {consequence}
        </Text>
      ))}
    </Stack>
  )
}

type ReasonsProps = {
  kind: VerdictKind
  chosen: readonly Reason[]
  onToggle: (reason: Reason) => void
  onSave: () => void
  onCancel: () => void
  ready: boolean
}

function Reasons({ kind, chosen, onToggle, onSave, onCancel, ready }: ReasonsProps) {
  const { t } = useTranslation()
  return (
    <Stack gap={8} role="group" aria-label={t('queue.why', { verdict: t(`verdict.${kind}`) })}>
      <Text size="sm" fw={600}>
        {t('queue.why', { verdict: t(`verdict.${kind}`) })}
      </Text>
      <Group gap={6}>
        {reasons.map((reason) => (
          <Chip key={reason} size="sm" variant="outline" checked={chosen.includes(reason)} onChange={() => onToggle(reason)}>
            {t(`reason.${reason}`)} <Kbd size="xs">{printed(keyFor(`reason.${reason}`))}</Kbd>
          </Chip>
        ))}
      </Group>
      <Group gap={6}>
        <Button
          size="compact-sm"
          onClick={onSave}
          disabled={!ready}
          rightSection={<Kbd size="xs">{printed(keyFor('verdict.save'))}</Kbd>}
        >
          {t('queue.save')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={onCancel}
          rightSection={<Kbd size="xs">{printed(keyFor('verdict.cancel'))}</Kbd>}
        >
          {t('common.cancel')}
        </Button>
        {!ready && (
          <Text size="xs" c="dimmed">
            {t('queue.reasonOrNote')}
          </Text>
        )}
      </Group>
    </Stack>
  )
}

function Edit({
  text,
  onChange,
  onSave,
  onCancel,
}: {
  text: string
  onChange: (text: string) => void
  onSave: (text: string) => void
  onCancel: () => void
}) {
  const { t } = useTranslation()
  return (
    <Stack gap={8}>
      <Textarea
        label={t('queue.editLabel')}
        description={t('queue.editHow')}
        autoFocus
        autosize
        minRows={3}
        maxRows={16}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onCancel()
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && text.trim() !== '') onSave(text)
        }}
      />
      <Group gap={6}>
        <Button
          size="compact-sm"
          disabled={text.trim() === ''}
          onClick={() => onSave(text)}
          rightSection={<Kbd size="xs">{printed('mod+Enter')}</Kbd>}
        >
          {t('queue.saveEdit')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
      </Group>
    </Stack>
  )
}
