// Line and bar charts as plain SVG: no library, no script, one style for light and dark. Names stand at the ends of their lines, so that nobody matches
// colours with a legend.

export type Tone = 'ours' | 'second' | 'third' | 'fourth' | 'other'

/** `ticks` in units of the axis; `log` spaces them by ratio. */
export type Axis = {
  label: string
  from: number
  to: number
  ticks: readonly number[]
  text: (value: number) => string
  log?: boolean
}

/** A line may have several pieces; the name stands at the end of the last, or where `nameAt` says (a point of the plot). */
export type Drawn = {
  name: string
  tone: Tone
  pieces: readonly (readonly (readonly [number, number])[])[]
  dashed?: boolean
  dots?: boolean
}

/** A level across the plot, a band of it, or a strip of x. */
type Mark =
  | { kind: 'level'; at: number; text: string; side?: 'left' | 'right' }
  | { kind: 'band'; from: number; to: number; text: string; side?: 'left' | 'right' }
  | { kind: 'strip'; from: number; to: number; text: string }

export type Chart = { title: string; says: readonly string[]; x: Axis; y: Axis; lines: readonly Drawn[]; marks: readonly Mark[] }

const size = { width: 820, height: 470, left: 78, right: 190, bottom: 62 }
const lineHeight = 19

const style = `<style>
text{font:14px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;fill:#1f2933}
.title{font-size:18px;font-weight:600}.soft{fill:#52606d}.small{font-size:13px}.name{font-weight:600}
.paper{fill:#fff}.halo{paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}.axis{stroke:#7b8794;stroke-width:1}.grid{stroke:#e4e7eb;stroke-width:1}
.line{fill:none;stroke-width:2.5;stroke-linejoin:round}.dashed{stroke-dasharray:7 5}
.ours{stroke:#0b62d6}.second{stroke:#c2410c}.third{stroke:#7c3aed}.fourth{stroke:#0f766e}.other{stroke:#6b7280}
.f-ours{fill:#0b62d6}.f-second{fill:#c2410c}.f-third{fill:#7c3aed}.f-fourth{fill:#0f766e}.f-other{fill:#6b7280}
.level{stroke:#b91c1c;stroke-width:1.5;stroke-dasharray:3 4}.f-level{fill:#b91c1c}.band{fill:#0b62d6;fill-opacity:.09}
@media (prefers-color-scheme:dark){
text{fill:#e4e7eb}.soft{fill:#9aa5b1}.paper{fill:#12181f}.halo{stroke:#12181f}.axis{stroke:#7b8794}.grid{stroke:#27313b}
.ours{stroke:#6cb2ff}.second{stroke:#fb923c}.third{stroke:#c4a6ff}.fourth{stroke:#4fd1c5}.other{stroke:#9ca3af}
.f-ours{fill:#6cb2ff}.f-second{fill:#fb923c}.f-third{fill:#c4a6ff}.f-fourth{fill:#4fd1c5}.f-other{fill:#9ca3af}
.level{stroke:#fca5a5}.f-level{fill:#fca5a5}.band{fill:#6cb2ff;fill-opacity:.13}
}
</style>`

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

type At = { x: number; y: number; class?: string; anchor?: 'start' | 'middle' | 'end'; turned?: boolean }

function words(text: string, { x, y, class: name = '', anchor = 'start', turned = false }: At): string {
  const turn = turned ? ` transform="rotate(-90 ${px(x)} ${px(y)})"` : ''
  return `<text x="${px(x)}" y="${px(y)}" text-anchor="${anchor}" class="${name}"${turn}>${escaped(text)}</text>`
}

/** A tenth of a pixel. */
function px(value: number): string {
  return String(Math.round(value * 10) / 10)
}

type Scale = (value: number) => number

function scale({ from, to, log }: Axis, [start, end]: readonly [number, number]): Scale {
  const place = log ? Math.log : (value: number) => value
  return (value) => start + ((end - start) * (place(value) - place(from))) / (place(to) - place(from))
}

type Frame = { x: Scale; y: Scale; top: number; bottom: number; left: number; right: number }

function frameOf(x: Axis, y: Axis, says: readonly string[]): Frame {
  const top = 64 + says.length * lineHeight
  const [bottom, right] = [size.height - size.bottom, size.width - size.right]
  return { x: scale(x, [size.left, right]), y: scale(y, [bottom, top]), top, bottom, left: size.left, right }
}

function document(title: string, says: readonly string[], body: string): string {
  const head = [
    words(title, { x: 20, y: 30, class: 'title' }),
    ...says.map((line, i) => words(line, { x: 20, y: 53 + i * lineHeight, class: 'soft' })),
  ]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escaped(title).replaceAll('"', '&quot;')}">
${style}
<rect class="paper" width="${size.width}" height="${size.height}" rx="8"/>
${head.join('\n')}
${body}
</svg>
`
}

function yAxis({ label, ticks, text }: Axis, { y, top, bottom, left, right }: Frame): string[] {
  return [
    ...ticks.map((tick) => `<path class="grid" d="M${left} ${px(y(tick))}H${right}"/>`),
    ...ticks.map((tick) => words(text(tick), { x: left - 9, y: y(tick) + 5, class: 'soft small', anchor: 'end' })),
    words(label, { x: 24, y: (top + bottom) / 2, class: 'soft small', anchor: 'middle', turned: true }),
  ]
}

function xAxis({ label, ticks, text }: Axis, { x, bottom, left, right }: Frame): string[] {
  return [
    `<path class="axis" d="M${left} ${px(bottom)}H${right}"/>`,
    ...ticks.map((tick) => `<path class="axis" d="M${px(x(tick))} ${px(bottom)}v5"/>`),
    ...ticks.map((tick) => words(text(tick), { x: x(tick), y: bottom + 21, class: 'soft small', anchor: 'middle' })),
    words(label, { x: (left + right) / 2, y: bottom + 46, class: 'soft small', anchor: 'middle' }),
  ]
}

function sided(side: 'left' | 'right' | undefined, { left, right }: { left: number; right: number }): Pick<At, 'x' | 'anchor'> {
  return side === 'left' ? { x: left + 8, anchor: 'start' } : { x: right - 8, anchor: 'end' }
}

function mark(one: Mark, { x, y, top, bottom, left, right }: Frame): string {
  switch (one.kind) {
    case 'level': {
      const at = sided(one.side, { left, right })
      return `<path class="level" d="M${left} ${px(y(one.at))}H${right}"/>${words(one.text, { ...at, y: y(one.at) - 7, class: 'f-level small halo' })}`
    }
    case 'band': {
      const height = y(one.from) - y(one.to)
      const text = words(one.text, { ...sided(one.side, { left, right }), y: y(one.to) + 17, class: 'soft small' })
      return `<rect class="band" x="${left}" y="${px(y(one.to))}" width="${right - left}" height="${px(height)}"/>${text}`
    }
    case 'strip': {
      const text = words(one.text, { x: (x(one.from) + x(one.to)) / 2, y: top + 15, class: 'soft small', anchor: 'middle' })
      return `<rect class="band" x="${px(x(one.from))}" y="${top}" width="${px(x(one.to) - x(one.from))}" height="${px(bottom - top)}"/>${text}`
    }
  }
}

/** Names at the right of the plot, moved apart until none covers another. */
function names(lines: readonly Drawn[], { y, right, top, bottom }: Frame): string[] {
  const placed = lines
    .map(({ name, tone, pieces }) => ({ name, tone, y: Math.max(top, y(pieces.at(-1)?.at(-1)?.[1] ?? 0)) }))
    .toSorted((a, b) => a.y - b.y)
  for (let i = 1; i < placed.length; i++) placed[i]!.y = Math.max(placed[i]!.y, placed[i - 1]!.y + 18)
  const over = (placed.at(-1)?.y ?? 0) - bottom
  if (over > 0) for (const one of placed) one.y -= over
  return placed.map(({ name, tone, y: at }) => words(name, { x: right + 10, y: at + 5, class: `f-${tone} name small` }))
}

export function lineChart({ title, says, x, y, lines, marks }: Chart): string {
  const frame = frameOf(x, y, says)
  const place = ([a, b]: readonly [number, number]) => `${px(frame.x(a))} ${px(frame.y(b))}`
  const drawn = lines.flatMap(({ tone, pieces, dashed, dots }) => [
    ...pieces.map((points) => `<path class="line ${tone}${dashed ? ' dashed' : ''}" d="M${points.map(place).join('L')}"/>`),
    ...(dots
      ? pieces.flat().map(([a, b]) => `<circle class="f-${tone}" cx="${px(frame.x(a))}" cy="${px(frame.y(b))}" r="3.5"/>`)
      : []),
  ])
  const body = [...yAxis(y, frame), ...marks.map((one) => mark(one, frame)), ...xAxis(x, frame), ...drawn, ...names(lines, frame)]
  return document(title, says, body.join('\n'))
}

export type Bars = {
  title: string
  says: readonly string[]
  y: Axis
  groups: readonly string[]
  series: readonly { name: string; tone: Tone; values: readonly number[] }[]
  marks: readonly Mark[]
  valueText: (value: number) => string
}

/** Groups side by side, each with one bar per series and its value above; a group's name may have several lines (`\n`). */
export function barChart({ title, says, y, groups, series, marks, valueText }: Bars): string {
  const x: Axis = { label: '', from: 0, to: groups.length, ticks: [], text: String }
  const frame = frameOf(x, y, says)
  const room = (frame.right - frame.left) / groups.length
  const width = Math.min(46, (room * 0.82) / series.length)
  const bars = groups.flatMap((_, g) =>
    series.map(({ tone, values }, s) => {
      const value = values[g]!
      const left = frame.left + room * (g + 0.5) + width * (s - series.length / 2)
      const top = Math.min(frame.y(value), frame.bottom - 1)
      const text = words(valueText(value), { x: left + width / 2, y: top - 6, class: 'small halo', anchor: 'middle' })
      return `<rect class="f-${tone}" x="${px(left + 1.5)}" y="${px(top)}" width="${px(width - 3)}" height="${px(frame.bottom - top)}"/>${text}`
    }),
  )
  const under = groups.flatMap((group, g) =>
    group
      .split('\n')
      .map((line, i) =>
        words(line, { x: frame.left + room * (g + 0.5), y: frame.bottom + 21 + 17 * i, class: 'small', anchor: 'middle' }),
      ),
  )
  const legend = series.flatMap(({ name, tone }, s) => [
    `<rect class="f-${tone}" x="${frame.right + 12}" y="${frame.top + 24 * s}" width="13" height="13" rx="2"/>`,
    words(name, { x: frame.right + 31, y: frame.top + 24 * s + 12, class: 'small' }),
  ])
  const base = `<path class="axis" d="M${frame.left} ${px(frame.bottom)}H${frame.right}"/>`
  const body = [...yAxis(y, frame), ...marks.map((one) => mark(one, frame)), ...bars, base, ...under, ...legend]
  return document(title, says, body.join('\n'))
}
