// Cursor paging: a page is read one row longer than asked for; the extra row says that there is more, and the cursor names the last row shown.

import { type Refusal, refuse } from '../../domain/refusal.ts'

export type Page<T> = { items: T[]; next: string | null }

/** Cuts rows that were read with `limit + 1` into a page. */
export function page<T>(rows: readonly T[], limit: number, cursorOf: (last: T) => string): Page<T> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last !== undefined ? cursorOf(last) : null }
}

/** A cursor over an instant and an id, for lists that are ordered by time. Opaque to clients. */
export function timeCursor(at: Date, id: string): string {
  return Buffer.from(`${at.toISOString()} ${id}`, 'utf8').toString('base64url')
}

/** Reads such a cursor; one that was not made by us is refused. */
export function readTimeCursor(cursor: string | undefined): { at: Date; id: string } | null | Refusal {
  if (cursor === undefined) return null
  const [instant = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ')
  const at = new Date(instant)
  if (Number.isNaN(at.getTime()) || !/^[a-z]{3}_\w+$/.test(id)) {
    return refuse('invalid_input', {
      where: 'query.cursor',
      why: 'this is not a cursor of this list',
      remedy: 'Send `next` of the page before, or leave it out.',
    })
  }
  return { at, id }
}
