// The plots of docs/gates.md, from the stored results alone; the capital path is one run of the product's own engine from a seed.

import { Capital } from '../../src/domain/gates/confidence.ts'
import type { Line } from './outcome.ts'
import { seeded } from './random.ts'
import type { Results } from './results.ts'
import { type Axis, barChart, type Drawn, lineChart, type Tone } from './svg.ts'

const percent = (value: number): string => `${Math.round(value * 1000) / 10} %`
const plain = (value: number): string => String(value)

function shareAxis(label: string, to = 1): Axis {
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => part * to)
  return { label, from: 0, to, ticks, text: percent }
}

function linesOf({ results }: Results, plot: string): Line[] {
  return results.flatMap(({ lines }) => lines.filter((line) => line.plot === plot))
}

function drawn({ name, points }: Line, tone: Tone, more: Partial<Drawn> = {}): Drawn {
  return { name, tone, pieces: [points], ...more }
}

const shortNames: Readonly<Record<string, string>> = {
  'point estimate, from 200': '90 % of 200 or more',
  'Bayes, flat prior, 95 %': 'Bayes 95 %',
}

function looks(lines: readonly Line[]): string {
  const tones: Readonly<Record<string, Tone>> = { Tenure: 'ours', 'Wilson 95 %': 'third', 'Bayes, flat prior, 95 %': 'fourth' }
  return lineChart({
    title: 'Every further look gives another rule a further chance to be wrong',
    says: [
      'An agent that is right 90 times in 100, exactly at the limit and so not to be promoted.',
      'Chance that it has been promoted, against how often somebody has looked (every 40 reviews). Exact.',
    ],
    x: { label: 'looks so far', from: 0, to: 50, ticks: [0, 10, 20, 30, 40, 50], text: plain },
    y: shareAxis('promoted wrongly'),
    lines: lines.map((line) => drawn({ ...line, name: shortNames[line.name] ?? line.name }, tones[line.name] ?? 'second')),
    marks: [{ kind: 'level', at: 0.05, text: 'promised: at most 5 %', side: 'right' }],
  })
}

function reviews(lines: readonly Line[]): string {
  const tones: readonly Tone[] = ['ours', 'second', 'other']
  return lineChart({
    title: 'The nearer an agent is to the target, the longer the proof takes',
    says: [
      'Reviews until promoted, on average, against how often the agent is right. Looked at after every review. Exact.',
      'Dashed: the beta-binomial, the usual rule that keeps the same promise.',
    ],
    x: {
      label: 'true accuracy of the agent',
      from: 0.9,
      to: 1,
      ticks: [0.9, 0.92, 0.94, 0.96, 0.98, 1],
      text: percent,
    },
    y: { label: 'reviews needed', from: 30, to: 5000, ticks: [50, 100, 200, 500, 1000, 2000, 5000], text: plain, log: true },
    lines: lines.map((line, i) => drawn(line, tones[i] ?? 'other', { dashed: i > 1 })),
    marks: [{ kind: 'band', from: 200, to: 500, text: '200 to 500 reviews', side: 'left' }],
  })
}

/** One agent's verdicts from a seed, and its capital after each. */
function path(accuracy: number, seed: number): [number, number][] {
  const random = seeded(seed)
  const capital = new Capital(0.9)
  const points: [number, number][] = [[0, 1]]
  for (let n = 1; n <= 400; n++) {
    const value = Math.exp(capital.bet({ weight: 1, share: random() < accuracy ? 1 : 0 }))
    // Beyond the plot nothing more is said.
    points.push([n, Math.min(3000, Math.max(0.02, value))])
    if (value > 3000) break
  }
  return points
}

function capital(): string {
  const agents: readonly [string, number, Tone][] = [
    ['right 97 % of the time', 0.97, 'ours'],
    ['right 94 % of the time', 0.94, 'fourth'],
    ['right 88 % of the time', 0.88, 'second'],
  ]
  return lineChart({
    title: 'The gate opens when bets on the agent have won 20-fold',
    says: [
      'Three agents, target 90 %, one example run each. Each right answer wins a little, each wrong one loses much.',
      'At or below the target bets do not win on average: at most 1 such agent in 20 ever reaches 20.',
    ],
    x: { label: 'reviews', from: 0, to: 400, ticks: [0, 100, 200, 300, 400], text: plain },
    y: { label: 'capital, from 1', from: 0.02, to: 3000, ticks: [0.1, 1, 10, 100, 1000], text: plain, log: true },
    lines: agents.map(([name, accuracy, tone]) => ({ name, tone, pieces: [path(accuracy, 7)] })),
    marks: [{ kind: 'level', at: 20, text: '20: proven', side: 'right' }],
  })
}

function sampling(lines: readonly Line[]): string {
  const [two, even] = lines
  return barChart({
    title: 'Looking harder where a flag points saves reviews, if the flag is any good',
    says: [
      'Reviews until promoted (target 90 %, agent right 95 % of the time, 300 handled a day).',
      'Below each pair: how often a wrong answer is flagged, against a right one.',
    ],
    y: { label: 'reviews', from: 0, to: 300, ticks: [0, 100, 200, 300], text: plain },
    groups: [
      'bad flag\n30 % against 5 %',
      'weak flag\n50 % against 8 %',
      'fair flag\n70 % against 5 %',
      'good flag\n85 % against 3 %',
    ],
    series: [
      { name: 'half of what is flagged', tone: 'ours', values: two!.points.map(([, y]) => y) },
      { name: 'same effort, evenly', tone: 'other', values: even!.points.map(([, y]) => y) },
    ],
    marks: [],
    valueText: (value) => value.toFixed(0),
  })
}

function slices(lines: readonly Line[]): string {
  return lineChart({
    title: 'A tool that goes wrong is named within days',
    says: [
      'One tool with 11 % of the traffic is worse than the rest (3 % wrong); 856 slices are watched at once.',
      'Day on which it is flagged in half of the runs.',
    ],
    x: { label: 'how often the tool is wrong', from: 0.1, to: 0.5, ticks: [0.1, 0.2, 0.3, 0.4, 0.5], text: percent },
    y: { label: 'days until flagged', from: 0, to: 35, ticks: [0, 7, 14, 21, 28, 35], text: plain },
    lines: lines.map((line, i) => drawn(line, i === 0 ? 'second' : 'ours', { dots: true })),
    marks: [],
  })
}

function flags(lines: readonly Line[]): string {
  const shown = lines.toSorted((a, b) => b.points[0]![1] - a.points[0]![1])
  return barChart({
    title: 'Other tests name a slice when nothing is wrong',
    says: ['Chance that in four weeks any of 856 equally good slices is flagged (3 % wrong everywhere, looked at daily).'],
    y: shareAxis('any false flag'),
    groups: shown.map(({ name }) =>
      name.replace(' each day', '').replace('Benjamini-Hochberg q .05', 'Benjamini-\nHochberg').replace('Fisher p', 'Fisher\np'),
    ),
    series: ['40 reviews a day', '100 reviews a day'].map((name, i) => ({
      name,
      tone: i === 0 ? 'other' : 'ours',
      values: shown.map(({ points }) => points[i]![1]),
    })),
    marks: [{ kind: 'level', at: 0.05, text: 'promised: at most 5 %', side: 'right' }],
    valueText: percent,
  })
}

function drift(lines: readonly Line[]): string {
  const tones: readonly Tone[] = ['ours', 'fourth', 'second']
  return lineChart({
    title: 'A large change is noticed in a day or two, a small one takes longer',
    says: [
      'Escalation rate of an autonomous agent, so far 15 %. Days until the alarm, on average, against the new rate.',
      'Within a tenth of the old rate nothing counts as changed. False alarms: less than one in a year, guaranteed.',
    ],
    x: { label: 'new escalation rate', from: 0, to: 0.4, ticks: [0, 0.1, 0.15, 0.2, 0.3, 0.4], text: percent },
    y: { label: 'days until the alarm', from: 0.8, to: 500, ticks: [1, 2, 5, 10, 20, 50, 100, 200], text: plain, log: true },
    lines: lines.map(({ name, points }, i) => ({
      name,
      tone: tones[i] ?? 'other',
      pieces: [points.filter(([rate]) => rate < 0.15), points.filter(([rate]) => rate > 0.15)],
    })),
    marks: [{ kind: 'strip', from: 0.135, to: 0.165, text: 'as before' }],
  })
}

function end(lines: readonly Line[]): string {
  const tones: Readonly<Record<string, Tone>> = { Tenure: 'ours', 'Wilson 95 %, daily': 'third', '90 % of 20 or more': 'second' }
  return barChart({
    title: 'Which agents reach autonomy within 60 days',
    says: [
      'From the first day of shadow, target 90 %, looked at daily. The first should; the other three must not.',
      'Numbers are per cent; the dotted line is the promise, at most 5.',
    ],
    y: shareAxis('promoted to autonomous'),
    groups: ['good: 4 % wrong', 'at the limit:\n10 % wrong', 'one tool\n35 % wrong', 'hands over 35 %\n(agreed: at most 25)'],
    series: lines.map(({ name, points }) => ({ name, tone: tones[name] ?? 'other', values: points.map(([, y]) => y) })),
    marks: [{ kind: 'level', at: 0.05, text: '' }],
    valueText: (value) => `${(100 * value).toFixed(value > 0.1 || value === 0 ? 0 : 1)}`,
  })
}

/** Name and SVG of each plot whose numbers are there. */
export function plots(results: Results): [string, string][] {
  const drawings: readonly [string, (lines: readonly Line[]) => string][] = [
    ['looks', looks],
    ['reviews', reviews],
    ['sampling', sampling],
    ['slices', slices],
    ['flags', flags],
    ['drift', drift],
    ['end', end],
  ]
  const made = drawings.flatMap(([name, draw]): [string, string][] => {
    const lines = linesOf(results, name)
    return lines.length > 0 ? [[name, draw(lines)]] : []
  })
  return [['capital', capital()], ...made]
}
