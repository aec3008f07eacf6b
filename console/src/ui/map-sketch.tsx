// The workflow map, small, wherever it is mentioned: fetched when it comes into sight, shown as a picture (never as markup of this page), with the way to the real one.

import { Skeleton, Text } from '@mantine/core'
import { useIntersection } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { LinkTo } from './links.tsx'
import { useMay } from './me.ts'

/** To the map of the draft it is written in, or to Discovery where there is none. */
function Way({ workflow, children }: { workflow: string; children: ReactNode }) {
  const may = useMay()
  const drafts = useQuery({ queryKey: ['drafts'], queryFn: api.drafts, enabled: may('draft.read') === null })
  const draft = drafts.data?.items.find((each) => each.workflow === workflow)
  return draft === undefined ? (
    <LinkTo to="/discovery">{children}</LinkTo>
  ) : (
    <LinkTo to="/discovery/$id" params={{ id: draft.id }} search={{ tab: 'map' }}>
      {children}
    </LinkTo>
  )
}

export function MapSketch({ dossierId, workflow, height = 220 }: { dossierId: string; workflow: string; height?: number }) {
  const { t } = useTranslation()
  const { ref, entry } = useIntersection({ rootMargin: '200px' })
  const drawing = useQuery({
    queryKey: ['map', dossierId],
    queryFn: () => api.exportVersion(dossierId, 'svg'),
    enabled: entry?.isIntersecting === true,
    // A version never changes.
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <figure ref={ref} className="map-sketch">
      {drawing.data !== undefined ? (
        <Way workflow={workflow}>
          <img
            src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing.data.text)}`}
            alt={t('sketch.of', { workflow })}
            style={{ maxHeight: height }}
          />
        </Way>
      ) : drawing.error !== null ? (
        <Text size="xs" c="dimmed">
          {t('sketch.failed')}
        </Text>
      ) : (
        <Skeleton height={height} animate={false} />
      )}
      <Text component="figcaption" size="xs" c="dimmed">
        {t('sketch.how')}
      </Text>
    </figure>
  )
}
