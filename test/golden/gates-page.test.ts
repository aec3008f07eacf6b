// docs/gates.md and its plots are what the script makes of the stored results, and these hold.

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { benchmarks } from '../../scripts/gates/benchmarks.ts'
import { differing, reasonFor } from '../../scripts/gates/differences.ts'
import { page } from '../../scripts/gates/page.ts'
import { plots } from '../../scripts/gates/plots.ts'
import type { Results } from '../../scripts/gates/results.ts'

const docs = path.join(import.meta.dirname, '../../docs')
const results = JSON.parse(readFileSync(path.join(docs, 'gates-results.json'), 'utf8')) as Results

test('the page and the plots are drawn from the stored results: npm run bench:gates -- --draw', () => {
  expect(readFileSync(path.join(docs, 'gates.md'), 'utf8')).toBe(page(results))
  const drawn = plots(results)
  expect(readdirSync(path.join(docs, 'gates')).toSorted()).toEqual(drawn.map(([name]) => `${name}.svg`).toSorted())
  for (const [name, svg] of drawn) expect(readFileSync(path.join(docs, 'gates', `${name}.svg`), 'utf8'), name).toBe(svg)
})

test('every benchmark has been run in its long version, and every claim held', () => {
  expect(results.results.map(({ id }) => id)).toEqual(benchmarks.map(({ id }) => id))
  for (const { id, length, claims } of results.results) {
    expect(length, id).toBe('long')
    for (const { says, holds } of claims) expect(holds, says).toBe(true)
  }
})

test('a number that is not the method’s says why', () => {
  for (const { what } of differing(results)) expect(reasonFor(what), what).not.toBeNull()
})
