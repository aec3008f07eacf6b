// The review queue: one key is verdict, save and next. The mouse is never needed.

import './queue.css'
import { useDocumentTitle } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../ui/me.ts'
import { Loading, ProblemNote } from '../../ui/states.tsx'
import { Connection, ItemProblems } from './banners.tsx'
import type { Filter } from './filter.ts'
import { Head } from './head.tsx'
import { useDesk } from './use-desk.ts'
import { Workplace } from './workplace.tsx'

export function ReviewQueuePage() {
  const { item, ...filter } = useSearch({ from: '/inside/reviews' })
  const [state, setState] = useState<'open' | 'done'>('open')
  const me = useMe()
  if (me === undefined) return <Loading />
  const key = JSON.stringify({ ...filter, state })
  return <DeskView key={key} me={me.id} filter={{ ...filter, state }} item={item} onState={setState} />
}

type Props = { me: string; filter: Filter; item: string | undefined; onState: (state: 'open' | 'done') => void }

function DeskView({ me, filter, item, onState }: Props) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [desk, state] = useDesk(filter, me, item)
  useDocumentTitle(`${t('queue.title')} · Tenure`)
  // Other pages count what is open; they look again when the reviewer leaves.
  useEffect(() => () => void queries.invalidateQueries(), [queries])
  return (
    <div className="desk-page">
      <Head desk={desk} state={state} filter={filter} onState={onState} />
      {desk !== null && <Connection desk={desk} />}
      {desk !== null && <ItemProblems desk={desk} state={state} />}
      {(desk === null || state.phase === 'loading') && <Loading />}
      {state.phase === 'failed' && <ProblemNote error={state.failure} retry={() => void desk?.load(item)} />}
      {desk !== null && state.phase === 'ready' && (
        <Workplace desk={desk} state={state} filter={filter} onAll={() => void navigate({ to: '/reviews' })} />
      )}
    </div>
  )
}
