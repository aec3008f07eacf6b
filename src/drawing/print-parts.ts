// The few things a printed dossier is made of.

import { escaped } from './escaped.ts'

/** Text, or markup made here from escaped text. */
export type Cell = string | number | boolean | null | { html: string }

function cellOf(cell: Cell): string {
  if (cell === null) return '<span class="quiet">not said</span>'
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no'
  return typeof cell === 'object' ? cell.html : escaped(String(cell))
}

/** Only cells with a word too long for a column may break inside words; “decision” and “action” stay whole. */
function cell(content: Cell): string {
  const html = cellOf(content)
  return /[^\s<>]{25,}/.test(html) ? `<td class="long">${html}</td>` : `<td>${html}</td>`
}

/** A table with a head, or a line that says there is nothing. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  if (rows.length === 0) return '<p class="quiet">None.</p>'
  const heads = head.map((one) => `<th scope="col">${escaped(one)}</th>`).join('')
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n')
  return `<table><thead><tr>${heads}</tr></thead><tbody>\n${body}\n</tbody></table>`
}

export function heading(text: string): string {
  return `<h2>${escaped(text)}</h2>`
}

export function smallHeading(text: string): string {
  return `<h3>${escaped(text)}</h3>`
}

/** Several texts in one cell, one below the other. */
export function lines(texts: readonly string[]): Cell {
  return texts.length === 0 ? null : { html: texts.map((text) => escaped(text)).join('<br>') }
}
