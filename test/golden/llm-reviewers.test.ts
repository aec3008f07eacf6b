// Language models that reviewed recorded runs, entered as if they were people: what they say of outputs that are known to be wrong. Their agreement looks respectable; the
// precondition of every gate, that reviewers find what is wrong, is not met (GATES.md D11).

import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { reviewerSensitivity } from '../../src/domain/gates/criteria/reviewing.ts'
import { plan } from '../support/gate-items.ts'

type Review = { verdict: 'correct' | 'incorrect'; truthCorrect: boolean }

const folder = path.join(import.meta.dirname, '../../../shared/data/recorded')

function reviews(name: string): Review[] | null {
  const file = path.join(folder, `${name}.jsonl.gz`)
  if (!existsSync(file)) {
    console.warn(`skipped: the shared recording ${name} is not beside this checkout`)
    return null
  }
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Review)
}

test.each(['reviews_llm_tau2_airline_gpt-4o', 'reviews_llm_tau2_telecom_gpt-4o'])(
  '%s: entered as reviewers they do not pass',
  (name) => {
    const given = reviews(name)
    if (given === null) return
    const wrong = given.filter((one) => !one.truthCorrect)
    const found = wrong.filter((one) => one.verdict === 'incorrect').length
    expect(wrong.length).toBeGreaterThan(100)
    const criterion = reviewerSensitivity(plan, { known: wrong.length, found, unprobed: 0, byPeople: given.length })
    expect(criterion.outcome).not.toBe('met')
    // A reviewer who finds nineteen in twenty of as many does pass: it is the reviewers, not the number of items.
    const careful = reviewerSensitivity(plan, {
      known: wrong.length,
      found: Math.round(0.95 * wrong.length),
      unprobed: 0,
      byPeople: given.length,
    })
    expect(careful.outcome).toBe('met')
  },
)
