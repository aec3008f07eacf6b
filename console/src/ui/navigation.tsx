// The navigation at the side: every place this person may go to, with what waits there.

import { Badge, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { unlessLive } from '../live.ts'
import { NavTo } from './links.tsx'
import { useMay } from './me.ts'
import { placeGroups, places } from './places.ts'

export function Navigation({ onGo }: { onGo: () => void }) {
  const { t } = useTranslation()
  const may = useMay()
  const counts = useWaiting()
  return (
    <nav aria-label={t('shell.main')} className="side-nav">
      {placeGroups.map((group) => {
        const open = places.filter((place) => place.group === group && (place.act === null || may(place.act) === null))
        if (open.length === 0) return null
        return (
          <div key={group} className="nav-group">
            <Text className="eyebrow" px={12} mb={2}>
              {t(`navGroup.${group}`)}
            </Text>
            {open.map(({ name, to, icon: Shown }) => (
              <NavTo
                key={name}
                to={to}
                label={t(`nav.${name}`)}
                leftSection={<Shown size={18} aria-hidden />}
                rightSection={<Waiting count={counts[name] ?? 0} urgent={name === 'effects' && counts.unknown > 0} />}
                activeOptions={{ exact: to === '/' }}
                activeProps={{ active: true, 'aria-current': 'page' }}
                onClick={onGo}
              />
            ))}
          </div>
        )
      })}
    </nav>
  )
}

function Waiting({ count, urgent }: { count: number; urgent: boolean }) {
  const { t } = useTranslation()
  if (count === 0) return null
  return (
    <Badge size="sm" variant="filled" {...(urgent ? { color: 'red.9' } : {})} aria-label={t('nav.waiting', { count })}>
      {count}
    </Badge>
  )
}

/** What waits for people, by place. */
function useWaiting(): Record<string, number> & { unknown: number } {
  const may = useMay()
  const reviews = useQuery({
    queryKey: ['reviews', 'count'],
    queryFn: () => api.reviews({ limit: 1 }),
    refetchInterval: unlessLive(15_000),
    enabled: may('review.list') === null,
  })
  const effects = useQuery({
    queryKey: ['effects', 'waiting'],
    queryFn: api.effectsWaiting,
    refetchInterval: unlessLive(15_000),
    enabled: may('effect.list') === null,
  })
  const escalations = useQuery({
    queryKey: ['escalations', 'count'],
    queryFn: () => api.escalations({ limit: 200 }),
    refetchInterval: unlessLive(15_000),
    enabled: may('escalation.list') === null,
  })
  const { held, unknown } = effects.data ?? { held: 0, unknown: 0 }
  return {
    reviews: reviews.data?.counts.open ?? 0,
    effects: held + unknown,
    escalations: escalations.data?.items.filter(({ state }) => state === 'open').length ?? 0,
    unknown,
  }
}
