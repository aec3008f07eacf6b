// `npm run bench:gates`: the gate's promises counted exactly where that can be done and simulated where not, beside the rules of others and the numbers of
// the method (GATES.md section 10). Long: some minutes; writes docs/gates-results.json, docs/gates.md and the plots. `-- --short`: seconds, fewer runs,
// writes nothing. `-- --only B4,B9` runs these and keeps the other results; `-- --draw` writes page and plots from the results that are there.
// Exits 1 when a claim does not hold.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { benchmarks } from './gates/benchmarks.ts'
import type { Length, Outcome } from './gates/outcome.ts'
import { page } from './gates/page.ts'
import { plots } from './gates/plots.ts'
import { inWords, type Results, type Stored } from './gates/results.ts'

const docs = path.join(import.meta.dirname, '../docs')
const resultsFile = path.join(docs, 'gates-results.json')

/** What was run where and when stands beside every result: `--only` may have run it on another day. */
function timed(run: (length: Length) => Outcome, length: Length): Stored {
  const from = performance.now()
  const outcome = run(length)
  return {
    ...outcome,
    length,
    seconds: Math.round((performance.now() - from) / 100) / 10,
    machine: `${os.cpus().length} × ${os.cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`,
    date: new Date().toISOString().slice(0, 10),
  }
}

function chosen(): readonly string[] | null {
  const at = process.argv.indexOf('--only')
  return at === -1 ? null : (process.argv[at + 1] ?? '').toUpperCase().split(',')
}

function run(length: Length): Stored[] {
  const only = chosen()
  const wanted = benchmarks.filter(({ id }) => only === null || only.includes(id))
  if (wanted.length === 0) throw new Error(`--only takes some of ${benchmarks.map(({ id }) => id).join(',')}`)
  return wanted.map(({ run }) => {
    const result = timed(run, length)
    console.log(inWords(result))
    return result
  })
}

function stored(): Results {
  return existsSync(resultsFile) ? (JSON.parse(readFileSync(resultsFile, 'utf8')) as Results) : { results: [] }
}

/** Nine digits carry more than any simulation here knows; exact figures keep all they have. */
function rounded(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) && Math.abs(value) > 1e-6 ? Number(value.toPrecision(9)) : value
}

/** A claim, a row, a point: one line each, so that a difference between two runs can be read. Texts hold no line breaks. */
function inLines(json: string): string {
  return json.replace(/[[{]\n[^[\]{}]*[\]}]/g, (leaf) => leaf.replace(/\n\s*/g, ' '))
}

function keep(fresh: readonly Stored[]): void {
  const before = stored().results.filter(({ id }) => !fresh.some((one) => one.id === id))
  const results = [...before, ...fresh].toSorted((a, b) => a.id.localeCompare(b.id))
  writeFileSync(resultsFile, `${inLines(JSON.stringify({ results }, rounded, 1))}\n`)
}

function draw(): void {
  const results = stored()
  mkdirSync(path.join(docs, 'gates'), { recursive: true })
  for (const [name, svg] of plots(results)) writeFileSync(path.join(docs, 'gates', `${name}.svg`), svg)
  writeFileSync(path.join(docs, 'gates.md'), page(results))
}

function main(): void {
  if (process.argv.includes('--draw')) {
    draw()
    return
  }
  const length = process.argv.includes('--short') ? 'short' : 'long'
  const fresh = run(length)
  if (length === 'long') {
    keep(fresh)
    draw()
  }
  const broken = fresh.flatMap(({ id, claims }) => claims.filter(({ holds }) => !holds).map(({ says }) => `${id}: ${says}`))
  for (const claim of broken) console.error(`Does not hold: ${claim}`)
  if (broken.length > 0) process.exitCode = 1
}

main()
