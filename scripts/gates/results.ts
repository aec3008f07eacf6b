// Results as they are kept and printed: every number with how it was made, how much chance it has, where and when.

import type { Cell, Length, Outcome, Table } from './outcome.ts'

export type Stored = Outcome & { length: Length; seconds: number; machine: string; date: string }
export type Results = { results: readonly Stored[] }

/** Three digits that mean something: .0405, 209, 1.5. Words stay. */
export function shown(cell: Cell): string {
  if (typeof cell === 'string') return cell
  if (cell === 0 || Number.isInteger(cell)) return String(cell)
  const size = Math.abs(cell)
  if (size >= 100) return cell.toFixed(0)
  if (size >= 10) return cell.toFixed(1)
  if (size >= 1) return cell.toFixed(2)
  return size < 0.00005 ? '<.0001' : cell.toFixed(4)
}

export function provenance({ made, length, seconds, machine, date }: Stored): string {
  const how = made.how === 'exact' ? 'exact' : `${made.runs} runs per row, seed ${made.seed}`
  return `${how}; ${length}, ${seconds} s; ${machine}; ${date}`
}

export function inWords(result: Stored): string {
  const claims = result.claims.map(({ says, value, bound, side, error, holds }) => {
    const spread = error > 0 ? ` ± ${shown(error)}` : ''
    return `  ${holds ? 'holds' : 'DOES NOT HOLD'}: ${says}: ${shown(value)}${spread}, at ${side} ${shown(bound)}`
  })
  const other = result.compared.filter(({ same }) => !same)
  const differs = other.map(
    ({ what, ours, error, method, allowed }) =>
      `  differs: ${what}: ${shown(ours)} ± ${shown(error)}, method ${shown(method)} ± ${shown(allowed)}`,
  )
  return [
    `${result.id} ${result.title} (${provenance(result)})`,
    ...result.tables.map(aligned),
    ...claims,
    `  ${result.compared.length - other.length} of ${result.compared.length} numbers as in the method`,
    ...differs,
    '',
  ].join('\n')
}

/** Chances to a tenth of a per cent, the impossible apart from the unlikely. */
function chance(cell: Cell): string {
  if (typeof cell === 'string') return cell
  if (cell > 0 && cell < 0.0005) return '<0.1 %'
  if (cell < 1 && cell > 0.9995) return '>99.9 %'
  return `${(100 * cell).toFixed(1)} %`
}

function cells({ kinds = '', rows }: Table): string[][] {
  return rows.map((row) => row.map((cell, i) => (kinds[i] === 'p' ? chance(cell) : shown(cell))))
}

function aligned(table: Table): string {
  const { title, head } = table
  const all = [head, ...cells(table)]
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0)))
  const lines = all.map(
    (row) => `  ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ')}`,
  )
  return `  ${title}\n${lines.join('\n')}`
}

export function markdown(table: Table): string {
  const { head } = table
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...cells(table).map(line)].join('\n')
}
