// docs/gates.md, from the stored results: what the gate asks and what it is worth, for somebody who runs operations and no statistics.

import { minReviews } from '../../src/domain/gates/confidence.ts'
import { differences } from './differences.ts'
import type { Table } from './outcome.ts'
import { markdown, provenance, type Results, type Stored, shown } from './results.ts'

function tableOf(result: Stored | undefined, at: number): string {
  const table = result?.tables[at]
  return table ? `**${table.title}**\n\n${markdown(table)}` : '_Not run yet._'
}

function claimsOf(result: Stored | undefined): string {
  if (!result) return '_Not run yet._'
  const holding = result.claims.filter(({ holds }) => holds).length
  const broken = result.claims
    .filter(({ holds }) => !holds)
    .map(({ says, value }) => `- **Does not hold:** ${says}: ${shown(value)}`)
  return [`${holding} of ${result.claims.length} claims of ${result.id} hold.`, ...broken].join('\n')
}

function plot(name: string, says: string): string {
  return `![${says}](gates/${name}.svg)`
}

const wrongs = [0, 1, 2, 3, 5, 10, 20]

function fewest(): Table {
  return {
    title: 'Fewest reviews that prove the target',
    head: ['target', ...wrongs.map((wrong) => `${wrong} wrong`)],
    rows: [0.8, 0.85, 0.9, 0.95, 0.98, 0.99].map((target) => [
      `${target * 100} %`,
      ...wrongs.map((wrong) => minReviews(target, wrong, 0.05)),
    ]),
  }
}

const intro = `# Gates

Written by \`npm run bench:gates\` from [gates-results.json](gates-results.json); change the script, not this page. How it was run stands [at the end](#how-this-was-made).

An AI employee gets more freedom when people have looked at enough of its work. The gate is the rule for *enough*. It makes one promise: **an employee that misses what was agreed
is promoted at most once in twenty times, however often anybody looks.** Everything else here is what that costs and where it ends.

## What it asks

- **Is it right often enough?** Of what it handled itself, not counting what it handed over. From shadow to supervised it must be shown to be near the target (no more than a quarter more
  errors than agreed), from supervised to autonomous above it.
- **Does it hand over what it must?** How often it escalates must lie inside both agreed bounds, what it should have handed over and did not must be rare, and most of what needs a person must reach one.
- **Has it seen the work?** Every major query type has verdicts, hardly anything arrives that fits no type, and the mix is the one that will come.
- **Is something hidden behind the average?** No query type, tool, channel or group in which more goes wrong than agreed, and each large one shown to be good enough.
- **Can the verdicts be believed?** Reviewers find known errors that are slipped in; what nobody judged in time counts as wrong; copies of one case count once.

Each line says *met*, *not met* or *not yet known*. All must be met at once, so no line can be bought with another.

## How many reviews`

const afterFewest = `Read: at a target of 90 %, 43 reviews without an error are enough, 66 with one, 85 with two. An employee that is as good as agreed and no better will not get through: nothing could show
that it is above a line it stands on. Plan for about half of the errors the target allows: right 95 % of the time against 90 %, it takes about 209 reviews looked at after each, 263 looked at daily.`

const looking = `## Why looking is free

Ordinary tests are made for one look on a day fixed before. Looked at daily, each look is another chance to be lucky, and the first lucky day is the one that gets used. The gate bets instead. It
starts with a capital of 1 and stakes a part of it on each verdict, at odds that are fair if the employee is exactly at the target. Someone who plays a fair game reaches 20 times the
stake at most once in twenty lives, no matter when they stop to count (Ville 1939). So when the capital reaches 20, the employee is better than the target, or we have seen a one in twenty chance.
There is nothing to correct for, no calendar to keep, and nobody has to promise not to look.`

const reading = `Whoever looks after every review looks at least as often as anyone else, so the second column bounds every schedule. The counts are exact: each history of verdicts is weighed by its probability.`

const comparison = `## Beside the rules of others

Same agents, same reviews, other rules. The left half are agents that must not be promoted (the target is 90 %): small is right. The right half says how many reviews a good one takes.`

const afterComparison = `- **Averages and streaks** promote nearly everybody who is near the line: an average crosses a line it belongs on sooner or later.
- **Textbook intervals** (Wilson, Clopper-Pearson, Bayes with a flat prior) are right for one look and wrong one time in four when looked at daily.
- **Asymptotic sequences** of A/B tools take a run of right answers for certainty: looked at after every review, the first right answer promotes.
- **Valid ones** (beta-binomial, stitched, hedged) hold the promise and take more reviews than this gate at 95 %: 300 to 479 against 263.
- **Group-sequential** plans hold it too and take fewer reviews near the target (at 92 %: 1,077 against 1,396), if everybody looks on the days fixed in advance and on no other.
- **SPRT** is as good at the one alternative it is made for and has to know it.`

const trapWords = `## Traps

Counting honestly is harder than computing. The naive side below uses a rule that seems reasonable (for escalations the average over 90 % of at least 200, elsewhere this same
engine on the wrong counts). Escalations are judged right 99 times in 100 here. A fifth trap, one bad tool behind a good average (D6), takes the whole gate and stands under
[All of it together](#all-of-it-together).`

const reviewerWords = `The last table is also a limit. The known errors guard against reviewers who miss a fifth or more. Reviewers who miss a tenth make an employee look a point better than it is,
and one that is exactly at the target then gets through more often than once in twenty. Where that matters, ask for the corrected gate, which takes about three times the reviews.`

function head(by: ReadonlyMap<string, Stored>): string[] {
  return [
    intro,
    markdown(fewest()),
    afterFewest,
    plot('reviews', 'Reviews needed against true accuracy, for targets of 90 and 95 per cent'),
    looking,
    plot('capital', 'The capital of three agents, and the line at 20'),
    plot('looks', 'False promotions against the number of looks, this gate and others'),
    tableOf(by.get('B2'), 0),
    reading,
    claimsOf(by.get('B2')),
    comparison,
    tableOf(by.get('B3'), 0),
    afterComparison,
    claimsOf(by.get('B3')),
    trapWords,
    tableOf(by.get('B4'), 0),
    tableOf(by.get('B4'), 1),
    reviewerWords,
    claimsOf(by.get('B4')),
  ]
}

const endWords = `## All of it together

From the first day of shadow: 40 queries a day, all reviewed; then 100 a day, of which every escalation and 15 % of the rest are reviewed, half of what falls into a slice that is not cleared yet. The rules of
others look at handled outputs only, each phase at its own (the literal one at both). Counting is simulated; every answer is the product's, and on sampled days its whole gate was asked beside the parts.
The first table takes the reviewers' eyes for proven. With blind known-wrong items at the default of 5 % of the queue, that proof is what takes longest in shadow; the second table says how long.`

const samplingWords = `## Looking harder where it is likely wrong

In supervised not everything is reviewed. What a flag points at is reviewed half of the time, the rest one time in ten, and each verdict weighs as much less as it was more likely to be drawn. So the flag moves
effort and never the answer: with a useless flag the promise still holds and a few reviews are wasted.`

const sliceWords = `## What hides behind an average

An employee can be right 94 % of the time and wrong every third time it uses one tool. Every registered slice of the traffic is watched, singly and in pairs, with a threshold that pays for how
many are watched. A flag stays until a person closes it. Before autonomy each large slice must also be *cleared*: shown to be wrong less than four times as often as agreed on the whole.`

const driftWords = `## After promotion

The detector compares each day with how it was. It may cry wolf at most once a year on average, and that is a theorem as long as the rate stays within a tenth of the old one, not a calibration.
Charts that are calibrated on days that are all alike cry wolf every few weeks on days that are not.`

const noveltyWords = `## Types nobody listed

Where query types are discovered as they come, the gate waits for a run without a new one that grows with the number found. Zipf: the second type is half as frequent as the first, the third a third. Good-Turing
is the usual estimate of what is unseen, here used as a rule to stop.`

function middle(by: ReadonlyMap<string, Stored>): string[] {
  return [
    endWords,
    plot('end', 'Promoted within 60 days, by agent and rule'),
    tableOf(by.get('B8'), 0),
    tableOf(by.get('B8'), 1),
    claimsOf(by.get('B8')),
    samplingWords,
    plot('sampling', 'Reviews needed with a flag and without, by quality of the flag'),
    tableOf(by.get('B5'), 0),
    claimsOf(by.get('B5')),
    sliceWords,
    plot('slices', 'Days until a bad tool is flagged, against how bad it is'),
    plot('flags', 'Chance of any false flag, by method'),
    tableOf(by.get('B6'), 0),
    tableOf(by.get('B6'), 1),
    claimsOf(by.get('B6')),
    driftWords,
    plot('drift', 'Days until an alarm against the new rate'),
    tableOf(by.get('B7'), 0),
    tableOf(by.get('B7'), 1),
    claimsOf(by.get('B7')),
    noveltyWords,
    tableOf(by.get('B9'), 0),
    claimsOf(by.get('B9')),
  ]
}

const limits = `## What is not covered

- **Between floor and target.** The step from shadow to supervised asks for the floor. An employee between the two may take it, by design: supervised still reviews a sample and every escalation.
- **Slices that are worse, but not four times.** Clearing speaks of four times the agreed errors. Between once and four times only the flag stands, which needs cases: about 28 in a slice that is wrong 30 % of the
  time, 67 at 20 % (target 95 %).
- **Reviewers who miss some.** See the table under *Traps*: the guarantee is about what reviewers see.
- **Copies nobody recognised.** Cases that repeat one another without sharing a case key count several times; bursts of five do that to a promise of 5 %: 59 %.
- **A change in the middle.** The proof is about the time in which the evidence was gathered. A new role or model version starts again; what changes unannounced is left to the drift detector.
- **Larger wobble than the band.** The detector's year is a theorem inside the band of a tenth and an observation outside of it.
- **Near the target** the gate is dear: at 92 % against 90 %, a third of the employees is not through after 2,000 reviews. Fixed days for looking would save up to 23 % there.
- **Several attempts.** Each new version may be lucky once more: ten versions exactly at the limit, 500 reviews each, looked at daily, and one of them is promoted with 12 %. The number of attempts is shown.
- **The simulations** know only independent cases, verdicts that are true, and an accuracy that stays. How many errors real reviewers see, how long real bursts are and how good real flags are, nobody knows before a pilot.`

function provenanceTable({ results }: Results): string {
  const rows = results.map((result) => [result.id, result.title, provenance(result)])
  return markdown({ title: '', head: ['', 'what', 'how, how long, where, when'], rows })
}

const made = `## How this was made

\`npm run bench:gates\` runs everything, writes the numbers, this page and the plots; \`-- --short\` takes seconds and writes nothing (it runs with the tests); \`-- --only B4,B9\` runs these again; \`-- --draw\` writes the page
from the numbers. ± is one standard error of the simulation. A claim about a simulated chance counts as refuted beyond four standard errors. Flags, clearing, escalation, reviewers, novelty and drift are the product's own
functions under \`src/domain/gates\`.`

export function page(results: Results): string {
  const by = new Map(results.results.map((result) => [result.id, result]))
  const parts = [
    ...head(by),
    ...middle(by),
    limits,
    '## Where the numbers differ from the method',
    differences(results),
    made,
    provenanceTable(results),
  ]
  return `${parts.join('\n\n')}\n`
}
