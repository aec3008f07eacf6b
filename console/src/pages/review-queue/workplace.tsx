// The list, the card with its verdict keys, and what it is judged by, side by side.

import { Alert, Text } from '@mantine/core'
import { IconChecks } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ReviewCard } from '../../api.ts'
import { LinkTo } from '../../ui/links.tsx'
import { useMay } from '../../ui/me.ts'
import { Empty, Loading, ProblemNote } from '../../ui/states.tsx'
import { CardView } from './card.tsx'
import type { Desk } from './desk.ts'
import { Dock } from './dock.tsx'
import type { DeskState, Entry } from './entry.ts'
import type { Filter } from './filter.ts'
import { LastOne } from './last.tsx'
import { QueueList } from './list.tsx'
import { Rubric } from './rubric.tsx'

type Props = { desk: Desk; state: DeskState; filter: Filter; onAll: () => void }

export function Workplace({ desk, state, filter, onAll }: Props) {
  const { entries } = state
  const may = useMay()
  const entry = desk.current
  const card = entry === null ? null : desk.cardOf(entry.id)
  if (entries.length === 0) return <NothingHere filter={filter} desk={desk} state={state} onAll={onAll} />
  return (
    <div className="desk">
      <QueueList desk={desk} state={state} />
      <div className="desk-middle">
        <div className="desk-scroll" key={entry?.id ?? 'none'}>
          <LastOne desk={desk} state={state} />
          {entry === null ? <Through /> : <Item desk={desk} entry={entry} card={card} />}
        </div>
        <Dock desk={desk} card={card} entry={entry} whyNot={may('verdict.give')} />
      </div>
      <aside className="desk-side">{card !== null && <Rubric card={card} />}</aside>
    </div>
  )
}

function Item({ desk, entry, card }: { desk: Desk; entry: Entry; card: ReviewCard | null }) {
  const { t } = useTranslation()
  const failure = desk.failureOf(entry.id)
  return (
    <div data-testid="card" data-review={entry.id}>
      {entry.changed && (
        <Alert color="yellow" p="xs" mb="xs" title={t('card.changed')}>
          <Text size="sm">{t('card.changedWhy')}</Text>
        </Alert>
      )}
      {card === null && failure !== null && <ProblemNote error={failure} />}
      {card === null && failure === null && <Loading />}
      {card !== null && <CardView card={card} entry={entry} />}
    </div>
  )
}

function Through() {
  const { t } = useTranslation()
  return (
    <Empty title={t('queue.finished')} icon={<IconChecks size={34} stroke={1.4} />}>
      {t('queue.finishedWhy')}
    </Empty>
  )
}

/** Which emptiness it is: nothing judged yet, nothing within the filter, others have the rest, or nothing waits at all. */
function NothingHere({ desk, state, filter, onAll }: Props) {
  const { t } = useTranslation()
  const may = useMay()
  const filtered = filter.rollout !== undefined || filter.employee !== undefined || filter.queryType !== undefined
  const open = (state.counts?.open ?? 0) - state.judgedHere
  const which = filter.state === 'done' ? 'noneDone' : filtered ? 'noneHere' : open > 0 ? 'othersHold' : 'none'
  return (
    <>
      <LastOne desk={desk} state={state} />
      <Empty
        title={t(`queue.${which}`, { count: open })}
        icon={<IconChecks size={34} stroke={1.4} />}
        action={
          which === 'noneHere' ? (
            <LinkTo to="/reviews" onClick={onAll}>
              {t('queue.showAll')}
            </LinkTo>
          ) : null
        }
      >
        {t(`queue.${which}Why`)}
      </Empty>
      {may('verdict.undo') === null && <Dock desk={desk} card={null} entry={null} whyNot={null} />}
    </>
  )
}
