// Items of the same type with the same effects, judged together: each is shown, each can be left out, and how far they differ stands above. Loaded when first needed.

import { Checkbox, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ReviewCard } from '../../api.ts'
import { useKeys, usePrintedKeys } from '../../keys.ts'
import { Loading, ProblemNote } from '../../ui/states.tsx'
import { percent, Words } from '../../ui/text.tsx'
import { CancelButton } from './dock-forms.tsx'
import { answerOf, effectsInWords, type Spread, spreadOf, wordsInCommon } from './spread.ts'

// As many as can be read on one screen; the rest comes with the next one.
const shownAtMost = 12

type Props = {
  card: ReviewCard
  /** Those that are ticked. */
  together: readonly ReviewCard[]
  onChange: (together: readonly ReviewCard[]) => void
  onCancel: () => void
  children: ReactNode
}

async function cardsAlike(id: string): Promise<{ cards: ReviewCard[]; found: number }> {
  const { items } = await api.alike(id)
  const cards = await Promise.all(items.slice(0, shownAtMost).map((item) => api.card(item.id)))
  return { cards: cards.filter(({ state }) => state === 'open'), found: items.length }
}

export function Alike({ card, together, onChange, onCancel, children }: Props) {
  const { t } = useTranslation()
  const found = useQuery({
    queryKey: ['alike', card.id],
    queryFn: async () => {
      const all = await cardsAlike(card.id)
      // All are ticked at first.
      onChange(all.cards)
      return all
    },
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const cards = found.data?.cards ?? []
  return (
    <Stack gap={8} role="group" aria-label={t('alike.title', { count: cards.length })} data-testid="alike">
      <Group justify="space-between">
        <Text size="sm" fw={600}>
          {found.data === undefined ? t('alike.looking') : t('alike.title', { count: cards.length })}
        </Text>
        <CancelButton onCancel={onCancel} />
      </Group>
      {found.isPending && <Loading />}
      {found.error !== null && <ProblemNote error={found.error} />}
      {found.data !== undefined && cards.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('alike.noneWhy')}
        </Text>
      )}
      {cards.length > 0 && <Table {...{ card, cards, together, onChange }} more={(found.data?.found ?? 0) - cards.length} />}
      {together.length > 0 && children}
    </Stack>
  )
}

type TableProps = Pick<Props, 'card' | 'together' | 'onChange'> & { cards: readonly ReviewCard[]; more: number }

function Table({ card, cards, together, more, onChange }: TableProps) {
  const { t } = useTranslation()
  const shown = usePrintedKeys()
  const [at, setAt] = useState(0)
  const isIn = (each: ReviewCard) => together.includes(each)
  const toggle = (one: ReviewCard) => onChange(cards.filter((each) => (each === one ? !isIn(each) : isIn(each))))
  useKeys({
    'queue.next': () => setAt(Math.min(cards.length - 1, at + 1)),
    'queue.previous': () => setAt(Math.max(0, at - 1)),
    'queue.toggle': () => toggle(cards[at]!),
  })
  return (
    <>
      <SpreadLine spread={spreadOf(card, together)} />
      <ol className="alike">
        {cards.map((each, i) => (
          <li key={each.id} aria-current={i === at ? 'true' : undefined}>
            <Checkbox
              size="xs"
              aria-label={t('alike.with', { query: each.query ?? each.id })}
              checked={isIn(each)}
              onChange={() => toggle(each)}
            />
            <div>
              <Words lineClamp={i === at ? 99 : 1}>{each.query}</Words>
              {i === at && <Words c="dimmed">{answerOf(each)}</Words>}
              <Text size="xs" c="dimmed" className="words" dir="ltr">
                {effectsInWords(each)}
              </Text>
            </div>
            <Text size="xs" className="number">
              {percent(wordsInCommon(answerOf(card), answerOf(each)), 0)}
            </Text>
          </li>
        ))}
      </ol>
      <Text size="xs" c="dimmed">
        {t('alike.how', { toggle: shown('queue.toggle'), next: shown('queue.next'), previous: shown('queue.previous') })}
        {more > 0 && ` ${t('alike.more', { count: more })}`}
      </Text>
    </>
  )
}

function SpreadLine({ spread }: { spread: Spread }) {
  const { t } = useTranslation()
  const { words, differing } = spread
  return (
    <Text size="sm" data-testid="spread">
      {words === null ? t('alike.noAnswers') : t('alike.words', { least: percent(words.least, 0), most: percent(words.most, 0) })}{' '}
      {differing.length === 0
        ? t('alike.sameArguments')
        : t('alike.differing', {
            which: differing.map(({ name, values }) => t('alike.values', { name, count: values })).join(', '),
          })}
    </Text>
  )
}
