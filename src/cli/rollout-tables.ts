// Rollouts and gates as tables for people, and cells as people write them.

import type { Cell, Gate, Rollout, RolloutSummary } from '@tenure/contract/rollouts'
import { printSentence, printTable } from './print.ts'

/** `queryType:channel,queryType:channel` as cells, or null when it is not that. A query type may hold a colon, a channel may not. */
export function cellsOf(text: string): Cell[] | null {
  const cells = text.split(',').map((part) => {
    const [, queryType, channel] = /^\s*(.+):([^:\s]+)\s*$/.exec(part) ?? []
    return queryType === undefined || channel === undefined ? null : { queryType, channel }
  })
  return cells.some((cell) => cell === null) ? null : cells.filter((cell) => cell !== null)
}

export function printBoard(rollouts: readonly RolloutSummary[]): void {
  if (rollouts.length === 0) printSentence('There is no rollout yet.')
  else
    printTable(
      ['rollout', 'employee', 'workflow', 'phase', 'cells', 'to review', 'gate'],
      rollouts.map((one) => [
        one.id,
        one.employee,
        one.workflow,
        phaseOf(one),
        one.cells.length,
        one.openReviews,
        words(one.gate.outcome),
      ]),
    )
}

export function printRollout(rollout: Rollout): void {
  printSentence(
    `${rollout.employee}, ${rollout.workflow}: ${phaseOf(rollout)} since ${rollout.phaseSince.slice(0, 10)} under dossier ${rollout.dossierHash.slice(0, 12)}.`,
  )
  printSentence(`Cells: ${rollout.cells.map(({ queryType, channel }) => `${queryType}:${channel}`).join(', ')}`)
  printSentence(
    `${rollout.interactions} interactions, ${rollout.openReviews} to review, ${rollout.openEscalations} escalations open.`,
  )
  printSentence(`Gate: ${words(rollout.gate.outcome)}. ${rollout.gate.why}`)
  const { promotion } = rollout
  if (promotion !== null)
    printSentence(
      `Promotion ${promotion.id} to ${promotion.to}: ${promotion.state.replaceAll('_', ' ')}, proposed by ${promotion.proposedByName ?? promotion.proposedBy}.`,
    )
  printTable(
    ['when', 'what', 'by'],
    rollout.timeline.map(({ at, kind, by }) => [at.slice(0, 16), kind, by.name ?? by.id]),
  )
}

export function printGate(gate: Gate): void {
  const { accuracy, escalation } = gate.evidence
  printSentence(
    gate.next === null
      ? `There is no promotion from ${gate.phase}.`
      : `From ${gate.phase} to ${gate.next}: ${words(gate.outcome)}.`,
  )
  printSentence(
    `Right: ${accuracy.correct} of ${accuracy.n}. Escalated: ${escalation.escalated} of ${escalation.n}; ${escalation.missed} missed, ${escalation.unneeded} unneeded.`,
  )
  printTable(
    ['criterion', 'outcome', 'reason'],
    gate.criteria.map(({ name, outcome, reason }) => [name, words(outcome), folded(reason)]),
  )
}

/** Folds a sentence for a column of a table. */
export function folded(text: string): string {
  return text.replace(/(.{1,90})(\s|$)/g, '$1\n').trimEnd()
}

export function words(outcome: string | null): string {
  return outcome === null ? 'none' : outcome.replaceAll('_', ' ')
}

function phaseOf({ phase, delivery, haltedFrom }: RolloutSummary): string {
  if (phase === 'halted') return `halted (from ${haltedFrom})`
  return phase === 'shadow' ? `shadow ${delivery}` : phase
}
