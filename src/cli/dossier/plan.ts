// `tenure dossier plan`: what can be proven in the volume there is, with how many reviews, days and hours, and what it is worth.

import type { Command } from 'commander'
import { readDossier } from '../../domain/discovery/documents.ts'
import { unreadable } from '../../domain/discovery/unreadable.ts'
import { type Pareto, paretoOf, type Slice } from '../../domain/planning/pareto.ts'
import { planOf } from '../../domain/planning/plan.ts'
import type { AlonePlan, Need, PhasePlan, Plan, Unprovable } from '../../domain/planning/planned.ts'
import { type Refusal, refuse } from '../../domain/refusal.ts'
import { readDossierFolder } from '../dossier-folder.ts'
import { type ExitCode, exitCodes, plain, printJson, printSentence, printTable, runCommand } from '../print.ts'

export function addTo(dossier: Command): void {
  dossier
    .command('plan')
    .argument('<dir>', 'folder that holds workflow.yaml and SOUL.md')
    .description('reviews and days each phase needs, what cannot be proven, hours, and the business case')
    .option('--accuracy <ratio>', 'what to take for the true accuracy; left out, half of the errors the target allows', Number)
    .option('--json', 'answer as JSON', false)
    .addHelpText('after', '\nExample:\n  tenure dossier plan examples/it-helpdesk/dossier --accuracy 0.94')
    .action((dir: string, options: { accuracy?: number; json: boolean }) => runCommand(async () => plan(dir, options)))
}

function plan(dir: string, { accuracy, json }: { accuracy?: number; json: boolean }): Refusal | ExitCode {
  if (accuracy !== undefined && !(accuracy > 0 && accuracy < 1))
    return refuse('invalid_input', {
      where: '--accuracy',
      why: 'it is not a ratio',
      remedy: 'Write a number between 0 and 1, such as 0.95.',
    })
  const { dossier, problems } = readDossier(readDossierFolder(dir))
  if (dossier === null) return unreadable(problems, dir)
  const planned = planOf(dossier, accuracy === undefined ? {} : { accuracyRatio: accuracy })
  const pareto = paretoOf(dossier)
  if (json) printJson({ dir, ...planned, pareto })
  else printPlan(planned, pareto)
  return exitCodes.done
}

function printPlan(plan: Plan, pareto: Pareto): void {
  const from = plan.escalationFrom === 'expected' ? 'as targets.yaml expects' : 'the middle of the agreed bounds'
  printSentence(
    `Taken for true: ${percent(plan.assumedAccuracyRatio)} right; ${plan.queriesPerDay ?? 'an unknown number of'} queries a day, ${plan.handledPerDay ?? 'an unknown number'} of them handled; ${percent(plan.assumedEscalationRatio)} go to people, ${from}.`,
  )
  printTable(['phase', 'reviews', 'days', 'what takes longest', 'all reviewed', 'review hours a week'], plan.phases.map(phaseRow))
  const { days: until, weeks } = plan.toAutonomy
  printSentence(until === null ? 'To autonomy: no end in sight.' : `To autonomy: ${until} days, ${weeks} weeks.`)
  for (const { phase, needs } of plan.phases)
    if (needs.length > 0) printTable([`${phase} asks for`, 'reviews', '9 in 10 by', 'days'], needs.map(needRow))
  printAccuracies(plan)
  printTable(
    ['query type', 'a day', 'covered after', 'cleared after', 'alone: shadow', 'alone: supervised', 'alone'],
    plan.byQueryType.map((type) => [
      `${type.queryType}${type.major ? ' (major)' : ''}`,
      type.perDay ?? '?',
      days(type.coveredAfterDays),
      days(type.clearedAfterDays),
      alone(type.shadowAlone),
      alone(type.supervisedAlone),
      type.provableAlone === null ? '?' : type.provableAlone ? 'provable' : 'not provable',
    ]),
  )
  for (const one of plan.unprovable) printUnprovable(one)
  printReviewers(plan)
  printWorth(plan)
  printPareto(pareto)
  for (const missing of plan.missing) printSentence(`Not known: ${missing}.`)
}

function phaseRow({ phase, reviews, days: until, binding, reviewsGiven, reviewHoursPerWeek }: PhasePlan): (string | number)[] {
  const goesOn = phase === 'autonomous'
  return [
    phase,
    goesOn ? `${reviews} a month` : (reviews ?? 'not by the cap'),
    until ?? (goesOn ? 'ongoing' : '?'),
    binding,
    goesOn ? `${reviewsGiven} a month` : (reviewsGiven ?? '?'),
    reviewHoursPerWeek ?? '?',
  ]
}

function needRow({ criterion, reviews, days: until, ninetieth }: Need): (string | number)[] {
  return [criterion, reviews ?? 'not by the cap', ninetieth ?? '', until ?? '?']
}

function printAccuracies({ fewestReviews, ifAccuracyIs }: Plan): void {
  printSentence(
    `Reviews that prove the target: ${fewestReviews.map(({ wrong, reviews }) => `${wrong} wrong: ${reviews}`).join(', ')}.`,
  )
  printSentence('If the true accuracy is …, the target takes … reviews, counted from the first of shadow:')
  const most = Math.max(...ifAccuracyIs.map(({ targetReviews }) => targetReviews ?? 0), 1)
  for (const { accuracyRatio, targetReviews, provenByCapRatio } of ifAccuracyIs)
    printSentence(
      `  ${percent(accuracyRatio).padStart(7)} ${targetReviews === null ? `not by the cap (${percent(provenByCapRatio)} of the time)` : bar(targetReviews / most, String(targetReviews))}`,
    )
}

function alone({ reviews, days: until, binding }: AlonePlan): string {
  if (reviews === null) return `never: ${binding}`
  return until === null ? `${reviews} reviews` : `${until} d: ${binding}`
}

function printUnprovable({ what, reason, provableFromAccuracyRatio, options }: Unprovable): void {
  printSentence(`Not provable in ${what}: ${reason}.`)
  if (provableFromAccuracyRatio !== null)
    printSentence(`It would be if ${percent(provableFromAccuracyRatio)} were right in truth. What can honestly be done:`)
  else printSentence('No accuracy would change that. What can honestly be done:')
  for (const { sentence, reviews, days: until } of options)
    printSentence(`  - ${sentence}${reviews === null ? '' : ` ${reviews} reviews.`}${until === null ? '' : ` ${until} days.`}`)
}

function printReviewers({ reviewers }: Plan): void {
  if (reviewers === null) return
  const { needed, hoursPerWeek, enough, shadowShareThatFitsRatio: share, sampleThatFitsRatio: sample } = reviewers
  const verdict = enough === null ? 'nobody can say' : enough ? 'enough' : 'not enough'
  printSentence(`Reviewers: ${needed ?? '?'} hours a week needed at most, ${hoursPerWeek} there: ${verdict}.`)
  if (enough !== false || share === null) return
  printSentence(`  Shadow reviews everything: it can take ${percent(share)} of the traffic with these hours.`)
  printSentence(
    sample === null
      ? '  In supervised not even a sample of 10 % fits beside the review of every escalation.'
      : `  In supervised a sample of ${percent(sample)} fits: ${days(reviewers.supervisedDaysAtThatSample)}.`,
  )
}

function printWorth({ businessCase: worth }: Plan): void {
  const { today, expected } = worth
  if (worth.missing.length > 0) printSentence(`No whole business case: the dossier does not say ${worth.missing.join(', ')}.`)
  printSentence(
    `A month today: ${money(today.costUsd)}, ${today.hours ?? '?'} hours. Expected: ${money(expected.costUsd)}, ${expected.hours ?? '?'} hours, reviews included. Saving: ${money(worth.savingPerMonthUsd)}, ${worth.hoursFreedPerMonth ?? '?'} hours.`,
  )
  for (const { phase, reviewCostUsd, agentCostUsd, netUsd } of worth.byPhase)
    printSentence(
      `  ${phase}: reviews ${money(reviewCostUsd)}, the employee ${money(agentCostUsd)}; against today ${money(netUsd)}.`,
    )
  printSentence(
    worth.breakEvenAfterMonths === null
      ? 'When it breaks even is not known, or never.'
      : `It breaks even ${worth.breakEvenAfterMonths} months after the first day of shadow.`,
  )
}

function printPareto({ edgeCases, types, edgeCasesSentence, typesSentence, unknown, notes }: Pareto): void {
  for (const [sentence, slices] of [
    [edgeCasesSentence, edgeCases],
    [typesSentence, types],
  ] as const) {
    if (sentence === null) continue
    printSentence(`Where the time goes: ${sentence}`)
    for (const slice of slices) printSentence(paretoLine(slice))
  }
  for (const note of notes) printSentence(`  Does not go together: ${note}`)
  if (unknown.length > 0) printSentence(`  Nobody has said how much time these take: ${unknown.join(', ')}.`)
}

function paretoLine({ name, shareRatio, cumulativeRatio }: Slice): string {
  return `  ${plain(name).padEnd(28)} ${bar(shareRatio, percent(shareRatio)).padEnd(40)} together ${percent(cumulativeRatio)}`
}

// Thirty signs fit beside a name and a number on a line of eighty.
function bar(share: number, label: string): string {
  return `${'█'.repeat(Math.max(1, Math.round(share * 30)))} ${label}`
}

function percent(ratio: number): string {
  return `${Number((ratio * 100).toFixed(1))} %`
}

function days(count: number | null): string {
  return count === null ? 'not in reach' : `${count} d`
}

function money(usd: number | null): string {
  return usd === null ? '?' : `${usd.toLocaleString('en-GB')} USD`
}
