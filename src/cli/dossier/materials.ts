// Reads the materials of a draft, each as what it is. The first that cannot be read is refused with file, line and what to do, and nothing is drafted.

import path from 'node:path'
import { legalName } from '../../domain/discovery/legal-name.ts'
import { parseRecordedLines } from '../../domain/discovery/recorded-interaction.ts'
import { type Refusal, refuse } from '../../domain/refusal.ts'
import { fromRecordings } from '../../intake/from-recordings.ts'
import { fromTickets } from '../../intake/from-tickets.ts'
import { type Material, materialOf } from '../../intake/material.ts'
import { fromOpenApi } from '../../intake/openapi.ts'
import type { Part } from '../../intake/part.ts'
import { fromSop } from '../../intake/sop.ts'
import { readTicketLines, readTicketTable, type Ticket } from '../../intake/tickets.ts'
import { fromToolList } from '../../intake/tool-list.ts'
import { toolListAt } from '../../main/tool-list.ts'
import { readRecording } from '../dossier-folder.ts'

export type Read = { parts: Part[]; counts: { interactions: number; tickets: number; leftovers: number } }

export type Reading = {
  /** Columns of the tickets that hold their text; null: recognised. */
  text: readonly string[] | null
  types: number | null
  progress: (what: string, done: number, total: number) => void
}

type Gathered = {
  records: Extract<ReturnType<typeof parseRecordedLines>, { ok: true }>['records']
  recordings: string[]
  tickets: Ticket[]
  tables: string[]
  parts: Part[]
}

/** The parts of all materials: recordings and tickets each taken together, the rest one by one. Throws Fault when a file or server cannot be reached. */
export async function readMaterials(from: readonly string[], reading: Reading): Promise<Read | Refusal> {
  const all: Gathered = { records: [], recordings: [], tickets: [], tables: [], parts: [] }
  for (const name of from) {
    const refused = /^https?:\/\//i.test(name) ? await readServer(name, all) : await readFile(name, all, reading)
    if (refused !== null) return refused
  }
  const parts: Part[] = []
  if (all.records.length > 0) {
    const read = fromRecordings(all.records, `${all.records.length} recorded interactions`)
    if (!read.ok) return refuse('invalid_input', { where: read.where, why: read.why, remedy: 'Rename it in the recording.' })
    parts.push(read.part)
  }
  let leftovers = 0
  if (all.tickets.length > 0) {
    const source = `${all.tickets.length} tickets of ${all.tables.join(', ')}`
    const drafted = fromTickets(all.tickets, source, {
      types: reading.types,
      progress: (done, total) => reading.progress('grouping tickets', done, total),
    })
    leftovers = drafted.leftovers
    parts.push(drafted.part)
  }
  return { parts: [...parts, ...all.parts], counts: { interactions: all.records.length, tickets: all.tickets.length, leftovers } }
}

async function readServer(url: string, all: Gathered): Promise<Refusal | null> {
  const list = await toolListAt(url)
  const host = new URL(url).hostname
  const title = list.server ?? host
  const read = fromToolList(list, {
    name: legalName(title, 'mcp').replaceAll('.', '_'),
    title,
    url,
    source: `the tools of ${url}`,
  })
  if (!read.ok) return refuse('invalid_input', { where: url, why: read.why, remedy: read.remedy })
  all.parts.push(read.part)
  return null
}

async function readFile(file: string, all: Gathered, reading: Reading): Promise<Refusal | null> {
  const text = readRecording(file)
  const recognised = materialOf(file, text)
  if (!recognised.ok) return unusable(file, recognised)
  const { material } = recognised
  if (material.kind === 'recordings') return readRecords(file, text, all)
  if (material.kind === 'ticket-lines' || material.kind === 'ticket-table') {
    const read = (material.kind === 'ticket-lines' ? readTicketLines : readTicketTable)(text, reading.text)
    if (!read.ok) return unusable(file, read)
    for (const ticket of read.tickets) all.tickets.push(ticket)
    all.tables.push(path.basename(file))
    return null
  }
  const read = await describedIn(file, text, material)
  if (!read.ok) return unusable(file, read)
  all.parts.push(read.part)
  return null
}

async function describedIn(
  file: string,
  text: string,
  material: Exclude<Material, { kind: 'recordings' | 'ticket-lines' | 'ticket-table' }>,
) {
  const base = path.basename(file)
  if (material.kind === 'sop') return fromSop(text, `the SOP ${base}`)
  if (material.kind === 'openapi') return fromOpenApi(material.document, `the API description ${base}`, base)
  const title = base.replace(/(?:[._-]?tools)?\.(?:json|ya?ml)(?:\.gz)?$/i, '') || 'mcp'
  return fromToolList(material.list, {
    name: legalName(title, 'mcp').replaceAll('.', '_'),
    title,
    url: null,
    source: `the tool list ${base}`,
  })
}

function readRecords(file: string, text: string, all: Gathered): Refusal | null {
  const parsed = parseRecordedLines(text)
  if (!parsed.ok) {
    const [first] = parsed.problems
    const more = parsed.problems.length > 1 ? ` (and ${parsed.problems.length - 1} more lines)` : ''
    return unusable(file, {
      line: first?.line ?? 1,
      why: `${first?.why ?? 'unreadable'}${more}`,
      remedy: 'Mend or remove the line; nothing of the file was kept.',
    })
  }
  for (const record of parsed.records) all.records.push(record)
  all.recordings.push(path.basename(file))
  return null
}

function unusable(file: string, { line, why, remedy }: { line: number; why: string; remedy: string }): Refusal {
  return refuse('invalid_input', { where: `${file}:${line}`, why, remedy })
}
