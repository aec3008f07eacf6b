// A list of any length: only the rows in sight are drawn, and the next page is fetched before its rows are reached. A table to screen readers, with its true place in
// the whole. The window scrolls, not a box inside it, so that the page works on a phone and can be printed as far as it is drawn.

import { Button, Group, Paper, Text } from '@mantine/core'
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'

export type Column<Item> = {
  name: string
  head: string
  /** As in a grid: `minmax(200px, 2fr)`. */
  width: string
  cell: (item: Item) => ReactNode
}

type Page<Item> = { items: Item[]; next: string | null }

type Props<Item> = {
  label: string
  query: UseInfiniteQueryResult<InfiniteData<Page<Item>>>
  columns: Column<Item>[]
  idOf: (item: Item) => string
  rowHeight?: number
  minWidth?: number
}

/** Rows drawn beyond the edge, and how many before the end the next page is asked for. */
const ahead = 12
const askBefore = 60

export function VirtualRows<Item>({ label, query, columns, idOf, rowHeight = 56, minWidth = 760 }: Props<Item>) {
  const { t } = useTranslation()
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const box = useRef<HTMLTableSectionElement>(null)
  const rows = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => rowHeight,
    overscan: ahead,
    scrollMargin: box.current?.offsetTop ?? 0,
    getItemKey: (index) => (items[index] === undefined ? index : idOf(items[index])),
  })
  const drawn = rows.getVirtualItems()
  const last = drawn.at(-1)?.index ?? 0
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= items.length - askBefore) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, last, items.length])
  const grid = { gridTemplateColumns: columns.map(({ width }) => width).join(' ') }
  return (
    <>
      <Paper data-raised className="rows">
        <table aria-label={label} aria-rowcount={hasNextPage ? -1 : items.length + 1} style={{ minWidth }}>
          <thead>
            <tr aria-rowindex={1} className="rows-head" style={grid}>
              {columns.map(({ name, head }) => (
                <th scope="col" key={name}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody ref={box} className="rows-body" style={{ height: rows.getTotalSize() }}>
            {drawn.map(({ index, key, start }) => {
              const item = items[index]
              if (item === undefined) return null
              return (
                <tr
                  key={key}
                  data-index={index}
                  ref={rows.measureElement}
                  aria-rowindex={index + 2}
                  className="rows-row"
                  style={{ ...grid, minHeight: rowHeight, transform: `translateY(${start - rows.options.scrollMargin}px)` }}
                >
                  {columns.map(({ name, cell }) => (
                    <td key={name}>{cell(item)}</td>
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
      </Paper>
      <Text size="xs" c="dimmed" mt={6} aria-live="polite">
        {isFetchingNextPage ? t('list.loadingMore') : t(hasNextPage ? 'list.loadedMore' : 'list.loaded', { count: items.length })}
      </Text>
    </>
  )
}

/** Said above a list that has grown at its top while somebody reads further down: rows are never moved under a reader's eyes. */
export function Newer({ there, onShow }: { there: boolean; onShow: () => void }) {
  const { t } = useTranslation()
  return (
    <Group role="status" gap="xs" mih={there ? 36 : 0}>
      {there && (
        <>
          <Text size="sm">{t('live.newer')}</Text>
          <Button size="compact-sm" variant="default" onClick={onShow}>
            {t('live.showNewer')}
          </Button>
        </>
      )}
    </Group>
  )
}
