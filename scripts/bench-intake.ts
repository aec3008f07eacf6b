// How long it takes to propose query types from tickets, and how well the groups fit the types people gave those tickets. Reads the labelled tickets that
// lie beside the checkout; without them it says so and ends with 2. `--json` prints the numbers as data, `--write` keeps them in docs/benchmarks.md.

import { readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { proposeTypes } from '../src/intake/query-types.ts'
import { doubled, fitOf, type Labelled, labelledTickets, majorityRatio } from '../test/support/labelled-tickets.ts'

type Row = {
  tickets: string
  count: number
  labels: number
  asked: number | null
  types: number
  leftoverRatio: number
  purity: number
  keptPurity: number
  nmi: number
  majority: number
  seconds: number[]
}

const runs = 3
const marker = '<!-- written by scripts/bench-intake.ts -->'
const document = path.join(import.meta.dirname, '../docs/benchmarks.md')

function measure(tickets: string, set: Labelled, asked: number | null): Row {
  const seconds: number[] = []
  let assigned: (string | null)[] = []
  let types = 0
  for (let run = 0; run < runs; run++) {
    const start = performance.now()
    const proposed = proposeTypes(set.tickets, asked, () => undefined)
    seconds.push((performance.now() - start) / 1_000)
    assigned = proposed.assigned
    types = proposed.types.length
  }
  const kept = assigned.flatMap((name, at) => (name === null ? [] : [at]))
  const fit = fitOf(assigned, set.labels)
  process.stderr.write(
    `${tickets}: ${types} types, purity ${fit.purity.toFixed(3)}, ${seconds.map((s) => s.toFixed(1)).join(', ')} s\n`,
  )
  return {
    tickets,
    count: set.tickets.length,
    labels: new Set(set.labels).size,
    asked,
    types,
    leftoverRatio: 1 - kept.length / assigned.length,
    purity: fit.purity,
    keptPurity: fitOf(
      kept.map((at) => assigned[at]!),
      kept.map((at) => set.labels[at]!),
    ).purity,
    nmi: fit.nmi,
    majority: majorityRatio(set.labels),
    seconds: seconds.toSorted((a, b) => a - b),
  }
}

function asMarkdown(rows: readonly Row[]): string {
  const [cpu] = os.cpus()
  const machine = `${os.cpus().length} cores (${cpu?.model.trim()}), ${Math.round(os.totalmem() / 2 ** 30)} GiB, Node ${process.version}; load after: ${os.loadavg()[0]?.toFixed(1)}`
  const lines = rows.map((row) => {
    const asked = row.asked === null ? 'chosen' : `asked for`
    const [fastest = 0, median = 0, slowest = 0] = row.seconds
    return `| ${row.tickets} | ${row.count} | ${row.labels} | ${row.types} (${asked}) | ${(100 * row.leftoverRatio).toFixed(1)} % | ${row.purity.toFixed(3)} | ${row.keptPurity.toFixed(3)} | ${row.majority.toFixed(3)} | ${row.nmi.toFixed(3)} | ${median.toFixed(1)} (${fastest.toFixed(1)}–${slowest.toFixed(1)}) |`
  })
  return `${marker}
## Query types from tickets

Written by \`node scripts/bench-intake.ts --write\`. Machine: ${machine}. ${new Date().toISOString().slice(0, 10)}.

From texts in memory to proposed types with names, examples and counter-examples, on one core; ${runs} runs each, median and range. Purity: share of the tickets whose
label is the most common one of their group, the leftovers counted as one more group; “kept” leaves them out; “one group” is what guessing the most common label
gets. Purity grows with the number of groups by itself; NMI does not reward that. The labels are read only after the groups are made. What was tried and why this was kept:
docs/decisions/2026-11-24-query-types-by-clustering.md.

| tickets | how many | labels | types proposed | leftovers | purity | purity, kept | one group | NMI | seconds |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${lines.join('\n')}

The 12,000 are the 6,000 IT tickets and each of them again without every fifth word: there are no 12,000 different ones, and made this way they are as long as real
ones. Aim: 12,000 tickets in under 60 s on 2 cores: ${(rows.find(({ count }) => count === 12_000)?.seconds.at(-1) ?? Number.POSITIVE_INFINITY) < 60 ? 'met' : 'not met'}, every run counted.
`
}

function main(): void {
  const it = labelledTickets('intake_it-tickets')
  const bank = labelledTickets('intake_banking77')
  const assistant = labelledTickets('intake_clinc150')
  if (it === null || bank === null || assistant === null) {
    process.exitCode = 2
    return
  }
  const rows = [
    measure('IT service desk', it, null),
    measure('IT service desk', it, 8),
    measure('IT service desk, doubled', doubled(it), null),
    measure('banking77', bank, null),
    measure('banking77', bank, 77),
    measure('CLINC150', assistant, null),
    measure('CLINC150', assistant, 151),
  ]
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`)
  else console.log(asMarkdown(rows))
  if (!process.argv.includes('--write')) return
  const before = readFileSync(document, 'utf8').split(marker)[0] ?? ''
  writeFileSync(document, `${before.trimEnd()}\n\n${asMarkdown(rows)}`)
}

main()
