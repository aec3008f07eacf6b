// Where a number here is not the one of the method (GATES.md), and why. A difference without a reason is said to have none; a test asks that there be none
// such.

import type { Compared } from './outcome.ts'
import { markdown, type Results, shown } from './results.ts'

const reasons: readonly { about: RegExp; why: string }[] = [
  {
    about: /^(Shewhart|CUSUM|EWMA).*baseline off/,
    why: 'a rule of others. Here the true rate is 7 % above the baseline; the method does not say how it was off. A steady shift of half a standard deviation is what such charts are made to find.',
  },
  {
    about: /one tool 35 %.*clearing local/,
    why: 'not the product: no clearing, and each phase anew. That reading of the column fits its first two rows; under the other, where shadow counts, this one is .44. The method tells of its traffic in words only. What the product does (k = 4) is .036 in both.',
  },
  {
    about: /^literal.*13 % wrong/,
    why: 'a rule of others. Here 200 handled outputs are needed first; where escalations count among the 200 it decides on fewer, and errs more.',
  },
  {
    about: /^Fisher.*pair/,
    why: 'a rule of others. What else the cases of the pair belong to is not told in the method; here a query type of 20 % and a channel of 16 %.',
  },
]

export function reasonFor(what: string): string | null {
  return reasons.find(({ about }) => about.test(what))?.why ?? null
}

export function differing({ results }: Results): Compared[] {
  return results.flatMap(({ compared }) => compared.filter(({ same }) => !same))
}

export function differences(results: Results): string {
  const other = differing(results)
  const all = results.results.reduce((sum, { compared }) => sum + compared.length, 0)
  const says = `${all - other.length} of ${all} compared numbers are the method's, within what is stated per benchmark (exact ones to the digits it prints, simulated ones to the tolerance of its section 10 and the chance of both sides).`
  if (other.length === 0) return says
  const rows = other.map(({ what, ours, error, method }) => [
    what,
    error > 0 ? `${shown(ours)} ± ${shown(error)}` : shown(ours),
    method,
    reasonFor(what) ?? '**no reason found**',
  ])
  return `${says} The others:\n\n${markdown({ title: '', head: ['number', 'here', 'method', 'why'], rows })}`
}
