// Detectors in use elsewhere, for the comparison: Shewhart's chart, CUSUM and EWMA calibrated to a year between false alarms, and Page-Hinkley with the
// defaults of the library river. GATES.md section 6.

import { type Random, seeded } from './random.ts'

/** Watches days of `n` cases around the baseline; says whether a day's count raises an alarm. */
export type Detector = { name: string; start: (setting: { n: number; rate: number }) => (x: number) => boolean }

type Chart = (setting: { n: number; rate: number }, limit: number) => (x: number) => boolean

const standardized = ({ n, rate }: { n: number; rate: number }) => {
  const spread = Math.sqrt(n * rate * (1 - rate))
  return (x: number) => (x - n * rate) / spread
}

const shewhart: Chart = (setting, limit) => {
  const z = standardized(setting)
  return (x) => Math.abs(z(x)) > limit
}

/** The log-likelihood CUSUM (Page 1954) tuned to half as much again, and to a third less, which is the same step in logarithms. */
const cusum: Chart = ({ n, rate }, limit) => {
  const score = (q: number) => {
    const [hit, none] = [Math.log(q / rate), Math.log((1 - q) / (1 - rate))]
    return (x: number) => x * hit + (n - x) * none
  }
  const [more, less] = [score(1.5 * rate), score(rate / 1.5)]
  let [up, down] = [0, 0]
  return (x) => {
    up = Math.max(0, up + more(x))
    down = Math.max(0, down + less(x))
    return up > limit || down > limit
  }
}

const ewma: Chart = (setting, limit) => {
  const z = standardized(setting)
  let smooth = 0
  return (x) => {
    smooth = 0.8 * smooth + 0.2 * z(x)
    return Math.abs(smooth) > limit
  }
}

/** river 0.x: 30 instances, delta .005, threshold 50, alpha .9999, one case at a time. Within a day the order of the cases is drawn. */
function pageHinkley(n: number, random: Random): (x: number) => boolean {
  const [delta, threshold, forget] = [0.005, 50, 0.9999]
  let [seen, centre, up, down, least, most] = [0, 0, 0, 0, 0, 0]
  const one = (x: number): boolean => {
    seen++
    centre += (x - centre) / seen
    up = forget * up + x - centre - delta
    down = forget * down + x - centre + delta
    least = Math.min(least, up)
    most = Math.max(most, down)
    return seen >= 30 && (up - least > threshold || most - down > threshold)
  }
  return (x) => {
    let [left, alarm] = [x, false]
    for (let i = n; i > 0; i--) {
      const hit = random() * i < left ? 1 : 0
      left -= hit
      alarm = one(hit) || alarm
    }
    return alarm
  }
}

/** Mean days to a false alarm, for the calibration. */
function daysBetween(
  chart: Chart,
  limit: number,
  setting: { n: number; rate: number },
  count: (random: Random) => number,
): number {
  const random = seeded(20_070)
  const runs = 300
  let sum = 0
  for (let run = 0; run < runs; run++) {
    const alarms = chart(setting, limit)
    let day = 1
    while (day < 4000 && !alarms(count(random))) day++
    sum += day
  }
  return sum / runs
}

/** The limit that gives a year between false alarms while nothing moves: what a textbook would do. */
function calibrated(chart: Chart, setting: { n: number; rate: number }, count: (random: Random) => number): number {
  let [low, high] = [0.1, 10]
  for (let i = 0; i < 12; i++) {
    const middle = (low + high) / 2
    if (daysBetween(chart, middle, setting, count) >= 365) high = middle
    else low = middle
  }
  return high
}

export function peerDetectors(setting: { n: number; rate: number }, count: (random: Random) => number): Detector[] {
  const [cusumLimit, ewmaLimit] = [calibrated(cusum, setting, count), calibrated(ewma, setting, count)]
  const random = seeded(20_071)
  return [
    { name: 'Shewhart, 3 sigma', start: (s) => shewhart(s, 3) },
    { name: 'CUSUM, calibrated', start: (s) => cusum(s, cusumLimit) },
    { name: 'EWMA .2, calibrated', start: (s) => ewma(s, ewmaLimit) },
    { name: 'Page-Hinkley, defaults of river', start: ({ n }) => pageHinkley(n, random) },
  ]
}
