// Reads tickets from a table (CSV) or from JSON Lines: what was asked, and where the export says it, when, through which channel, filed as what and
// how long it took. One bad line and nothing of the file is used.

import { CsvError, parse } from 'csv-parse/sync'
import { legalName } from '../domain/discovery/legal-name.ts'
import { wholeOf } from './dates.ts'
import type { Unusable } from './part.ts'
import { type Columns, columnsOf } from './ticket-columns.ts'

export type Ticket = {
  text: string
  /** The day as written in the export; read for all tickets together, since 03/04/2026 is two days. */
  on: string | null
  category: string | null
  minutes: number | null
  channel: string | null
}

export type ReadTickets = { ok: true; tickets: Ticket[]; columns: Columns } | Unusable

/** More tickets than this at once are read badly by people and machine alike; a year of most desks is fewer. */
const maxTickets = 200_000

type Cells = Readonly<Record<string, unknown>>

/** Reads a CSV with a header. The separator is the one of “,”, “;” and tab that the header has most of. */
export function readTicketTable(csv: string, named: readonly string[] | null): ReadTickets {
  const head = csv.slice(0, csv.search(/[\r\n]|$/))
  const delimiter = [',', ';', '\t'].reduce((a, b) => (head.split(b).length > head.split(a).length ? b : a))
  let records: { record: Record<string, string>; info: { lines: number } }[]
  let header: string[] = []
  try {
    records = parse(csv, {
      bom: true,
      delimiter,
      info: true,
      skip_empty_lines: true,
      relax_column_count_less: true,
      columns: (names: string[]) => {
        header = names.map((name, at) => name.trim() || `column ${at + 1}`)
        return header
      },
    }) as unknown as typeof records
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = typeof error.lines === 'number' ? error.lines : 1
    return {
      ok: false,
      line,
      why: `the table cannot be read (${error.message.slice(0, 160)})`,
      remedy: 'Mend the line, or export it again; mind quotation marks.',
    }
  }
  return ticketsOf(
    records.map(({ record, info }) => ({ cells: record, line: info.lines })),
    header,
    named,
  )
}

/** Reads JSON Lines: one object per line; its members are the columns. */
export function readTicketLines(jsonLines: string, named: readonly string[] | null): ReadTickets {
  const rows: { cells: Cells; line: number }[] = []
  const header = new Set<string>()
  for (const [at, raw] of jsonLines.split('\n').entries()) {
    if (raw.trim() === '') continue
    const cells = objectOf(raw)
    if (cells === null)
      return {
        ok: false,
        line: at + 1,
        why: 'it is not one JSON object per line',
        remedy: 'Mend or remove the line; nothing of the file was kept.',
      }
    if (rows.length < 100) for (const key of Object.keys(cells)) header.add(key)
    rows.push({ cells, line: at + 1 })
  }
  return ticketsOf(rows, [...header], named)
}

/** The line as an object, or null. */
export function objectOf(raw: string): Cells | null {
  try {
    const value: unknown = JSON.parse(raw)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Cells) : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function ticketsOf(
  rows: readonly { cells: Cells; line: number }[],
  header: readonly string[],
  named: readonly string[] | null,
): ReadTickets {
  const columns = columnsOf(header, named)
  const missing = (named ?? []).find((name) => !header.includes(name))
  const known = header.slice(0, 12).join(', ')
  if (missing !== undefined) return { ok: false, line: 1, why: `there is no column “${missing}”`, remedy: `It has: ${known}.` }
  if (columns.text.length === 0)
    return {
      ok: false,
      line: 1,
      why: 'no column is recognised as the text of the ticket',
      remedy: `Name it with --text COLUMN; it has: ${known}.`,
    }
  if (rows.length > maxTickets)
    return { ok: false, line: 1, why: `it has more than ${maxTickets} tickets`, remedy: 'Take a shorter period.' }
  const tickets: Ticket[] = []
  for (const { cells } of rows) {
    const text = [...new Set(columns.text.map((column) => cellText(cells, column) ?? ''))]
      .filter((part) => part !== '')
      .join('\n')
    if (text !== '') tickets.push(ticketOf(cells, text, columns))
  }
  if (tickets.length === 0)
    return {
      ok: false,
      line: 1,
      why: 'there is no ticket with a text in it',
      remedy: `The text was looked for in: ${columns.text.join(', ')}.`,
    }
  return { ok: true, tickets, columns }
}

function ticketOf(cells: Cells, text: string, columns: Columns): Ticket {
  const minutes = Number(cellText(cells, columns.minutes)?.replace(',', '.') ?? Number.NaN)
  const channel = cellText(cells, columns.channel)
  return {
    text,
    on: cellText(cells, columns.date),
    category: cellText(cells, columns.category),
    minutes: Number.isFinite(minutes) && minutes > 0 ? minutes : null,
    channel: channel === null ? null : legalName(channel, 'other'),
  }
}

function cellText(cells: Cells, column: string | null): string | null {
  const value = column === null ? undefined : cells[column]
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return null
  const text = value.replaceAll('\0', ' ').toWellFormed().trim()
  return text === '' ? null : text
}

const daysPerMonth = 30.44

/** How many months the tickets cover, or null when the dates do not say it: too few of them, a span under a week, or a day that can be two days. */
export function monthsOf(tickets: readonly Ticket[]): number | null {
  const days = wholeOf(tickets.flatMap(({ on }) => on ?? []))
  if (days === null || days.length < 0.8 * tickets.length || days.length < 2) return null
  const span = Math.max(...bounds(days)) - Math.min(...bounds(days)) + 1
  return span < 7 ? null : span / daysPerMonth
}

function bounds(days: readonly number[]): [number, number] {
  return days.reduce<[number, number]>(([low, high], day) => [Math.min(low, day), Math.max(high, day)], [Infinity, -Infinity])
}
