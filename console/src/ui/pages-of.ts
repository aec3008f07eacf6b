// A list read page by page, kept still under the reader: while only its first page is there it is read again when something changes; later it only says that there is more.

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

type Page<Item> = { items: Item[]; next: string | null }
type Read<Item> = (paging: { cursor: string | undefined; limit: number }) => Promise<Page<Item>>

const pageSize = 200

/** `topic` is the first word of the query keys that a change of these things invalidates (live.ts). */
export function usePages<Item extends { id: string }>(topic: string, filter: object, read: Read<Item>) {
  // Not under the topic's own key: hundreds of loaded pages must not all be read again for one change.
  const list = useInfiniteQuery({
    queryKey: ['pages', topic, filter],
    queryFn: ({ pageParam }) => read({ cursor: pageParam ?? undefined, limit: pageSize }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<Item>) => page.next,
  })
  const newest = useQuery({
    queryKey: [topic, 'newest', filter],
    queryFn: () => read({ cursor: undefined, limit: 1 }),
    enabled: list.data !== undefined,
  })
  const still = (list.data?.pages.length ?? 0) > 1
  const { refetch } = list
  const seen = useRef(0)
  useEffect(() => {
    if (seen.current !== 0 && newest.dataUpdatedAt !== seen.current && !still) void refetch()
    seen.current = newest.dataUpdatedAt
  }, [newest.dataUpdatedAt, still, refetch])
  const top = newest.data?.items[0]?.id
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  return {
    list,
    items,
    newer: still && top !== undefined && top !== items[0]?.id,
    showNewer: () => void refetch().then(() => window.scrollTo({ top: 0 })),
  }
}
