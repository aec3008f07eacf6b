// `tenure dossier plan`: what can be proven in the volume there is, with how many reviews, days and hours, and what it is worth.

import type { Command } from 'commander'
import { readDossier } from '../../domain/discovery/documents.ts'
import { type Pareto, paretoOf, type Slice } from '../../domain/planning/pareto.ts'
import { planOf } from '../../domain/planning/plan.ts'
import type { PhasePlan, Plan } from '../../domain/planning/planned.ts'
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
  const [first] = problems
  if (dossier === null)
    return refuse('invalid_input', {
      where: `${dir}, ${first?.file ?? ''}${first?.line ? `:${first.line}` : ''}`,
      why: first?.what.replace(/\.$/, '') ?? 'it cannot be read',
      remedy: `Run: tenure dossier check ${dir}`,
    })
  const planned = planOf(dossier, accuracy === undefined ? {} : { accuracyRatio: accuracy })
  const pareto = paretoOf(dossier)
  if (json) printJson({ dir, ...planned, pareto })
  else printPlan(planned, pareto)
  return exitCodes.done
}

function printPlan(plan: Plan, pareto: Pareto): void {
  printSentence(
    `Taken for true: ${percent(plan.assumedAccuracyRatio)} right; ${plan.queriesPerDay ?? 'an unknown number of'} queries a day, ${plan.handledPerDay ?? 'an unknown number'} of them handled.`,
  )
  printTable(['phase', 'reviews', 'days', 'what takes longest', 'review hours a week'], plan.phases.map(phaseRow))
  printSentence(
    `Reviews that prove the target: ${plan.fewestReviews.map(({ wrong, reviews }) => `${wrong} wrong: ${reviews}`).join(', ')}.`,
  )
  printSentence('If the true accuracy is …, the target takes … reviews:')
  const most = Math.max(...plan.ifAccuracyIs.map(({ targetReviews }) => targetReviews ?? 0), 1)
  for (const { accuracyRatio, targetReviews, provenByCapRatio } of plan.ifAccuracyIs)
    printSentence(
      `  ${percent(accuracyRatio).padStart(7)} ${targetReviews === null ? `not by the cap (${percent(provenByCapRatio)} of the time)` : bar(targetReviews / most, String(targetReviews))}`,
    )
  printTable(
    ['query type', 'a day', 'covered after', 'alone: shadow', 'alone: supervised'],
    plan.byQueryType.map((type) => [
      `${type.queryType}${type.major ? ' (major)' : ''}`,
      type.perDay ?? '?',
      days(type.coveredAfterDays),
      days(type.shadowDaysAlone),
      days(type.supervisedDaysAlone),
    ]),
  )
  for (const { what, reason, options } of plan.unprovable) {
    printSentence(`Not provable in ${what}: ${reason}. What can honestly be done:`)
    for (const { sentence, reviews, days: until } of options)
      printSentence(`  - ${sentence}${reviews === null ? '' : ` ${reviews} reviews.`}${until === null ? '' : ` ${until} days.`}`)
  }
  printWorth(plan)
  if (pareto.sentence !== null) printSentence(`Where the time goes: ${pareto.sentence}`)
  for (const slice of [...pareto.edgeCases, ...pareto.types]) printSentence(paretoLine(slice))
  for (const missing of plan.missing) printSentence(`Not known: ${missing}.`)
}

function phaseRow({ phase, reviews, days: until, binding, reviewHoursPerWeek }: PhasePlan): (string | number)[] {
  return [
    phase,
    reviews ?? 'not by the cap',
    until ?? (phase === 'autonomous' ? 'ongoing' : '?'),
    binding,
    reviewHoursPerWeek ?? '?',
  ]
}

function printWorth({ businessCase: worth, reviewers }: Plan): void {
  if (reviewers !== null)
    printSentence(
      `Reviewers: ${reviewers.needed ?? '?'} hours a week needed at most, ${reviewers.hoursPerWeek} there: ${reviewers.enough ? 'enough' : 'not enough'}.`,
    )
  const { today, expected } = worth
  if (worth.missing.length > 0) printSentence(`No whole business case: targets.yaml does not say ${worth.missing.join(', ')}.`)
  printSentence(
    `A month today: ${money(today.costUsd)}, ${today.hours ?? '?'} hours. Expected: ${money(expected.costUsd)}, ${expected.hours ?? '?'} hours. Saving: ${money(worth.savingPerMonthUsd)}; the proof costs ${money(worth.costOfProofUsd)} and is paid back after ${worth.paidBackAfterMonths ?? '?'} months.`,
  )
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
