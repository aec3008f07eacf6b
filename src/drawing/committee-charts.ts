// Three drawings for a committee: how sure one was, day by day; how many reviews came when; and each query type by itself. Plain SVG: no script, no outside resource, told apart
// by form and word and not by colour alone.

import { noLessThan, noMoreThan, percent } from './committee-words.ts'
import { escaped } from './escaped.ts'

export type DayPoint = { day: string; n: number; estimate: number | null; lower: number; upper: number }
export type DayReviews = { day: string; right: number; wrong: number; lapsed: number }
export type TypeInterval = { queryType: string; n: number; estimate: number | null; lower: number; upper: number }

const width = 720
const left = 52
const right = 14

function figure(title: string, description: string, height: number, drawn: string): string {
  return `<figure><svg role="img" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-label="${escaped(`${title}. ${description}`)}">${drawn}</svg><figcaption><b>${escaped(title)}.</b> ${escaped(description)}</figcaption></figure>`
}

function words(x: number, y: number, what: string, anchor: 'start' | 'middle' | 'end' = 'start', kind = 'small'): string {
  return `<text class="${kind}" x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${escaped(what)}</text>`
}

function round(n: number): number {
  return Math.round(n * 10) / 10
}

/** The axis of ratios from `low` to 1, with lines a person can count. */
function ratioAxis(low: number, y: (ratio: number) => number): string {
  const step = 1 - low > 0.5 ? 0.2 : 1 - low > 0.2 ? 0.1 : 0.05
  const marks: number[] = []
  for (let at = 1; at >= low - 1e-9; at -= step) marks.push(Math.round(at * 100) / 100)
  return marks
    .map(
      (mark) =>
        `<line class="grid" x1="${left}" x2="${width - right}" y1="${round(y(mark))}" y2="${round(y(mark))}"/>${words(left - 6, y(mark) + 3.5, percent(mark), 'end')}`,
    )
    .join('')
}

/** A floor for the axis: below everything that is drawn, and never so high that a band looks like a line. */
function floorOf(values: readonly number[]): number {
  const least = Math.min(0.8, ...values)
  return Math.max(0, Math.floor((least - 0.02) * 10) / 10)
}

/** At most so many labels on an axis of days; the first and the last are among them. */
function labelled(count: number, most = 7): (at: number) => boolean {
  const step = Math.max(1, Math.ceil((count - 1) / (most - 1)))
  return (at) => at === count - 1 || (at % step === 0 && count - 1 - at >= step / 2)
}

export function accuracyChart(points: readonly DayPoint[], line: { ratio: number; name: string }, target: number): string {
  const title = 'How sure one was, day by day'
  if (points.length === 0) return `<p class="quiet">${title}: nothing counts yet.</p>`
  const height = 250
  const [top, bottom] = [14, 34]
  const shown = points.slice(
    Math.max(
      0,
      points.findIndex(({ n }) => n >= 5),
    ),
  )
  const low = floorOf([...shown.map(({ lower }) => lower), line.ratio])
  const y = (ratio: number) => top + ((1 - ratio) / (1 - low)) * (height - top - bottom)
  const x = (at: number) =>
    points.length === 1 ? (left + width - right) / 2 : left + (at / (points.length - 1)) * (width - left - right)
  const spread = points.length === 1 ? 10 : 0
  const above = points.map(({ upper }, at) => `${round(x(at) - spread)} ${round(y(upper))}`)
  const below = points.map(({ lower }, at) => `${round(x(at) + spread)} ${round(y(Math.max(low, lower)))}`).toReversed()
  const sides =
    points.length === 1
      ? `<line class="whisker" x1="${x(0)}" x2="${x(0)}" y1="${round(y(points[0]!.upper))}" y2="${round(y(Math.max(low, points[0]!.lower)))}"/>`
      : `<polygon class="band" points="${[...above, ...below].join(' ').replaceAll(/(\S+) (\S+)/g, '$1,$2')}"/>`
  const known = points.flatMap(({ estimate }, at) =>
    estimate === null ? [] : [`${round(x(at))},${round(y(Math.max(low, estimate)))}`],
  )
  const dots = known.map((at) => `<circle class="dot" cx="${at.split(',')[0]}" cy="${at.split(',')[1]}" r="2.4"/>`).join('')
  const labels = points.flatMap(({ day }, at) =>
    labelled(points.length)(at) ? [words(x(at), height - 12, day.slice(5), 'middle')] : [],
  )
  const lines = [
    level(y(line.ratio), `${line.name} ${percent(line.ratio)}`, 'line-to-prove'),
    ...(target === line.ratio ? [] : [level(y(target), `target ${percent(target)}`, 'target')]),
  ]
  const last = points.at(-1)!
  const description = `The dots are the share of handled outputs that was right, the band what may be true of it (95 %, valid at all times at once). It ends at ${last.estimate === null ? 'unknown' : percent(last.estimate)}, between ${noMoreThan(last.lower)} and ${noLessThan(last.upper)}, after ${last.n} cases.`
  return figure(
    title,
    description,
    height,
    `${ratioAxis(low, y)}${sides}${known.length > 1 ? `<polyline class="estimate" points="${known.join(' ')}"/>` : ''}${dots}${lines.join('')}${labels.join('')}`,
  )
}

function level(y: number, name: string, kind: string): string {
  return `<line class="${kind}" x1="${left}" x2="${width - right}" y1="${round(y)}" y2="${round(y)}"/>${words(width - right, y - 4, name, 'end', 'label')}`
}

export function reviewsChart(days: readonly DayReviews[]): string {
  const title = 'Reviews by the day they were asked for'
  if (days.length === 0) return ''
  const height = 170
  const [top, bottom] = [12, 32]
  const most = Math.max(1, ...days.map((day) => day.right + day.wrong + day.lapsed))
  const y = (count: number) => height - bottom - (count / most) * (height - top - bottom)
  const slot = (width - left - right) / days.length
  const bar = Math.max(1, Math.min(26, slot * 0.7))
  const shown = labelled(days.length)
  const bars = days.map(({ day, right: ok, wrong, lapsed }, at) => {
    const x = left + slot * at + (slot - bar) / 2
    const piece = (from: number, count: number, kind: string) =>
      count === 0
        ? ''
        : `<rect class="${kind}" x="${round(x)}" y="${round(y(from + count))}" width="${round(bar)}" height="${round(y(from) - y(from + count))}"/>`
    const label = shown(at) ? words(x + bar / 2, height - 12, day.slice(5), 'middle') : ''
    return `${piece(0, ok, 'right')}${piece(ok, wrong, 'wrong')}${piece(ok + wrong, lapsed, 'lapsed')}${label}`
  })
  const marks = [...new Set([0, Math.ceil(most / 2), most])].map(
    (mark) =>
      `<line class="grid" x1="${left}" x2="${width - right}" y1="${round(y(mark))}" y2="${round(y(mark))}"/>${words(left - 6, y(mark) + 3.5, String(mark), 'end')}`,
  )
  const sum = (what: 'right' | 'wrong' | 'lapsed') => days.reduce((total, day) => total + day[what], 0)
  const description = `Right (light): ${sum('right')}. Wrong (dark): ${sum('wrong')}. No verdict in time, counted as wrong (outlined): ${sum('lapsed')}.`
  return figure(title, description, height, `${marks.join('')}${bars.join('')}`)
}

// More rows than fit a page tell a board nothing; the table has them all.
const mostTypes = 24

export function typesChart(types: readonly TypeInterval[], target: number): string {
  const title = 'Each query type by itself'
  if (types.length === 0) return ''
  const shown = types.slice(0, mostTypes)
  const [row, top, bottom, names] = [22, 10, 30, 190]
  const height = top + shown.length * row + bottom
  const low = floorOf([...shown.map(({ lower }) => lower), target])
  const x = (ratio: number) => names + ((Math.max(low, ratio) - low) / (1 - low)) * (width - names - 70)
  const marks = [low, (low + 1) / 2, 1].map(
    (mark) =>
      `<line class="grid" x1="${round(x(mark))}" x2="${round(x(mark))}" y1="${top}" y2="${height - bottom}"/>${words(x(mark), height - 14, percent(mark), 'middle')}`,
  )
  const rows = shown.map(({ queryType, n, estimate, lower, upper }, at) => {
    const y = top + at * row + row / 2
    const dot = estimate === null ? '' : `<circle class="dot" cx="${round(x(estimate))}" cy="${round(y)}" r="3.2"/>`
    return `${words(names - 8, y + 3.5, cut(queryType, 30), 'end', 'label')}<line class="whisker" x1="${round(x(lower))}" x2="${round(x(upper))}" y1="${round(y)}" y2="${round(y)}"/>${dot}${words(width - right, y + 3.5, `${n} cases`, 'end')}`
  })
  const line = `<line class="target" x1="${round(x(target))}" x2="${round(x(target))}" y1="${top}" y2="${height - bottom}"/>`
  const more = types.length > shown.length ? ` ${types.length - shown.length} more are in the table.` : ''
  return figure(
    title,
    `The dot is the share of handled outputs that was right, the bar what may be true of it (95 %); the line is the target of ${percent(target)}.${more}`,
    height,
    `${marks.join('')}${line}${rows.join('')}`,
  )
}

function cut(what: string, most: number): string {
  const signs = [...what.replaceAll(/\s+/g, ' ')]
  return signs.length <= most ? signs.join('') : `${signs.slice(0, most - 1).join('')}…`
}
