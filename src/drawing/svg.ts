// The flow as one SVG: no script, no outside resource, light and dark, readable by a screen reader. What a kind of step is, its shape and a word say, not
// its colour alone.

import { escaped } from './escaped.ts'
import type { Flow } from './flow.ts'
import { type Box, type Laid, type Line, layOut } from './layout.ts'

const words: Readonly<Record<Box['kind'], string>> = {
  query: 'query',
  input: 'input',
  start: 'start',
  action: 'does',
  decision: 'decides',
  reply: 'replies',
  human: 'a person',
  escalate: 'hands over',
  wait: 'waits',
  end: 'end',
  person: 'answers for it',
}

const style = `
  .box { fill: #ffffff; stroke: #51606f; stroke-width: 1.2 }
  .write { stroke-width: 2.6 }
  .escalate, .person, .human { stroke-dasharray: 5 3 }
  .conflict { stroke: #b42318; stroke-width: 2.6 }
  .line { fill: none; stroke: #51606f; stroke-width: 1.2 }
  .escalation { stroke-dasharray: 5 3 }
  text { font: 12px system-ui, sans-serif; fill: #17212b }
  .small { font-size: 10px; fill: #51606f }
  .paper { fill: #ffffff }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #14191f } .box { fill: #1d242c; stroke: #9fb0c0 } .line { stroke: #9fb0c0 }
    text { fill: #e8eef4 } .small { fill: #b4c2cf } .conflict { stroke: #ff8b7e } .arrow { fill: #9fb0c0 }
  }
  @media print { .paper { fill: #ffffff } .box { fill: #ffffff; stroke: #000000 } text, .small { fill: #000000 } }`

/** The drawing as a whole SVG document. `title` is read out first; `key` keeps the ids of several drawings on one page apart. */
export function svgOf(flow: Flow, title: string, key = 'drawing'): string {
  const laid = layOut(flow)
  const description = `${laid.boxes.length} boxes and ${laid.lines.length} lines, from the left, where queries come in, to the right, where they end.`
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="${key}-t ${key}-d" viewBox="0 0 ${laid.width} ${laid.height}" width="${laid.width}" height="${laid.height}">
<title id="${key}-t">${escaped(title)}</title>
<desc id="${key}-d">${description}</desc>
<style>${style}</style>
<defs><marker id="${key}-a" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="arrow" d="M0 0 8 4 0 8z" fill="#51606f"/></marker></defs>
<rect class="paper" width="${laid.width}" height="${laid.height}"/>
${drawn(laid, key)}
</svg>
`
}

function drawn({ boxes, lines }: Laid, key: string): string {
  return [...lines.map((line) => lineOf(line, key)), ...boxes.map(boxOf)].join('\n')
}

function lineOf({ points, at, kind, label }: Line, key: string): string {
  const path = points.map(({ x, y }, nth) => `${nth === 0 ? 'M' : 'L'}${x} ${y}`).join(' ')
  const said = kind === 'otherwise' ? 'otherwise' : label
  const text =
    said === null || at === null
      ? ''
      : `<text class="small" x="${at.x}" y="${at.y - 3}" text-anchor="middle">${shortened(said, 34)}</text>`
  return `<g><path class="line ${kind}" d="${path}" marker-end="url(#${key}-a)"/>${text}</g>`
}

function boxOf(box: Box): string {
  const { x, y, width, height, kind } = box
  const classes = ['box', kind, box.access === 'write' ? 'write' : '', box.conflict === 'open' ? 'conflict' : '']
    .filter(Boolean)
    .join(' ')
  const said = box.system === null ? words[kind] : `${box.access ?? 'not listed'}: ${box.operation}`
  const rows = wrapped(box.title, 28, 2)
  const texts = rows.map((row, at) => `<text x="${x + width / 2}" y="${y + 16 + at * 14}" text-anchor="middle">${row}</text>`)
  const foot = `<text class="small" x="${x + width / 2}" y="${y + height - 6}" text-anchor="middle">${shortened(`${said} · ${box.laneTitle}`, 36)}</text>`
  const full = `<title>${escaped(`${box.title} (${said}; ${box.laneTitle})`)}</title>`
  return `<g>${full}${shape(box, classes)}${texts.join('')}${foot}</g>`
}

function shape({ x, y, width, height, kind }: Box, classes: string): string {
  if (kind === 'decision') {
    const cut = 14
    const points = [
      [x + cut, y],
      [x + width - cut, y],
      [x + width, y + height / 2],
      [x + width - cut, y + height],
      [x + cut, y + height],
      [x, y + height / 2],
    ]
    return `<polygon class="${classes}" points="${points.map((point) => point.join(',')).join(' ')}"/>`
  }
  const round = { query: height / 2, input: height / 2, start: height / 2, end: height / 2 }[kind as string] ?? 4
  return `<rect class="${classes}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${round}"/>`
}

function shortened(text: string, length: number): string {
  const signs = [...text.replaceAll(/\s+/g, ' ').trim()]
  return escaped(signs.length <= length ? signs.join('') : `${signs.slice(0, length - 1).join('')}…`)
}

/** Whole words in rows of at most so many signs; what does not fit ends in “…”. */
function wrapped(text: string, length: number, most: number): string[] {
  const rows: string[] = ['']
  for (const word of text.replaceAll(/\s+/g, ' ').trim().split(' ')) {
    const row = rows.at(-1) ?? ''
    if (row === '' || row.length + 1 + word.length <= length) rows[rows.length - 1] = row === '' ? word : `${row} ${word}`
    else rows.push(word)
  }
  const shown = rows.slice(0, most)
  if (rows.length > most) shown[most - 1] = `${shown[most - 1]} …`
  return shown.map((row) => shortened(row, length + 2))
}
