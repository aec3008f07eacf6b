// Cursor paging: `?cursor=&limit=` → `{ items, next }`. A cursor is opaque and only good for the list it came from.

import { z } from 'zod'

/** Query parameters of every list. `limit` defaults to 50. */
export const pageQuery = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** One page: `next` is null on the last one. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}

export type Page<T> = { items: T[]; next: string | null }

/** Parameters of routes about one thing. */
export const idParams = z.object({ id: z.string().min(1).max(100) })
