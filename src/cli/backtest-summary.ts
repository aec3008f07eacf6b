// A backtest for people: the numbers with their bounds, the gate with its reasons, and where to look first.

import type { Backtested } from '../main/backtest.ts'
import type { BacktestReport } from '../main/backtest-report.ts'
import { printSentence, printTable } from './print.ts'
import { folded, words } from './rollout-tables.ts'

const mostRows = 12

export function printBacktest({ report }: Backtested, verdicts: 'ground-truth' | 'none'): void {
  const { effects, accuracy, escalation, gate } = report
  printSentence(`${report.interactions} interactions in shadow observe; ${effects.performed} effects performed.`)
  printSentence(
    `Effects: ${effects.recorded} recorded, ${effects.replayed} reads replayed, ${effects.held} held, ${effects.refused} refused; ${effects.escalated} interactions handed to people.`,
  )
  if (verdicts === 'none') printSentence('No verdicts were entered; --verdicts ground-truth enters those of the recording.')
  else
    printSentence(
      `Right: ${accuracy.correct} of ${accuracy.n}, ${percent(accuracy.estimate)} (95 %: ${percent(accuracy.lower)} to ${percent(accuracy.upper)}).`,
    )
  const judged =
    escalation.needed === null
      ? ''
      : `; ${escalation.needed} were needed, ${escalation.missed} missed, ${escalation.unneeded} unneeded`
  printSentence(`Escalated: ${escalation.escalated} of ${escalation.n}, ${percent(escalation.rate)}${judged}.`)
  if (report.costUsd !== null) printSentence(`Cost: ${report.costUsd.toFixed(2)} USD.`)
  printTypes(report)
  printSentence(`\nGate to supervised: ${words(gate.outcome)}`)
  printTable(
    ['criterion', 'outcome', 'reason'],
    gate.criteria.map(({ name, outcome, reason }) => [name, words(outcome), folded(reason)]),
  )
  printWhereToLook(report)
  printSentence(`\nTrail: ${report.trail.size} records, root ${report.trail.root}`)
}

function printTypes({ byQueryType }: BacktestReport): void {
  printTable(
    ['query type', 'judged', 'right', '95 % band', 'gate'],
    Object.entries(byQueryType).map(([name, { n, correct, lower, upper, gate }]) => [
      name,
      n,
      correct,
      `${percent(lower)} to ${percent(upper)}`,
      words(gate),
    ]),
  )
}

function printWhereToLook({ edgeCases, incidents, patterns }: BacktestReport): void {
  if (edgeCases.length > 0) {
    printSentence('\nHandled poorly')
    printTable(
      ['what', 'query type', 'count', 'for example'],
      edgeCases
        .slice(0, mostRows)
        .map(({ kind, queryType, count, examples }) => [kind, queryType, count, (examples[0] ?? '').slice(0, 60)]),
    )
  }
  if (incidents.length > 0) {
    printSentence(`\nIncidents: ${incidents.reduce((sum, { count }) => sum + count, 0)}`)
    printTable(
      ['severity', 'query type', 'tool', 'count', 'for example'],
      incidents
        .slice(0, mostRows)
        .map(({ severity, queryType, tool, count, examples }) => [
          severity,
          queryType,
          tool,
          count,
          (examples[0] ?? '').slice(0, 60),
        ]),
    )
  }
  if (patterns.length === 0) return
  printSentence('\nErrors that recur beyond chance')
  printTable(
    ['by', 'value', 'wrong', 'share', 'elsewhere'],
    patterns
      .slice(0, mostRows)
      .map(({ by, value, n, wrong, errorRatio, restErrorRatio }) => [
        by,
        value,
        `${wrong} of ${n}`,
        percent(errorRatio),
        percent(restErrorRatio),
      ]),
  )
}

function percent(ratio: number | null): string {
  return ratio === null ? 'unknown' : `${(ratio * 100).toFixed(1)} %`
}
