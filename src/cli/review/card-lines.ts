// A card as lines of a terminal, in the order of the console: side effects, request, answer, sources, what it is judged by, what each key will do.

import { reviewKeys } from '@tenure/contract/review-keys'
import type { ReviewCard } from '@tenure/contract/reviews'

type Effect = ReviewCard['effects'][number]

export function cardLines(card: ReviewCard): string[] {
  const { phase, delivery, sampled, escalation, effects, rubric } = card
  const of = (kind: Effect['kind']) => effects.filter((effect) => effect.kind === kind)
  const marks = [phase ?? 'no phase', ...(delivery === null ? [] : [delivery]), ...(sampled ? ['random sample'] : [])].join(', ')
  return [
    '',
    `${card.queryType} · ${card.employee} · ${card.workflow} · ${marks}`,
    ...(card.reservedUntil === null ? [] : [`Yours until ${card.reservedUntil}. ${card.id}`]),
    ...section('Side effects', of('write').map(operation), 'None: nothing would be changed in any system.'),
    ...(escalation === null ? [] : section('Handed to a person', [escalation.reason], '')),
    ...section(`${card.requester ?? 'Somebody'} asked by ${card.channel}`, [card.query ?? '(not kept)'], ''),
    ...section(
      'Proposed answer',
      of('reply').map(({ text }) => text ?? '(not kept)'),
      'No answer was proposed.',
    ),
    ...section('Sources read', of('read').map(operation), ''),
    ...section('Judge by', [...rubric.steps, ...rubric.mustNot.map((line) => `must not: ${line}`)], ''),
    ...(card.humanWorkHidden ? ['', 'What the person really did is shown after the verdict (D).'] : []),
  ]
}

function section(title: string, lines: string[], otherwise: string): string[] {
  const shown = lines.length === 0 && otherwise !== '' ? [otherwise] : lines
  return shown.length === 0 ? [] : ['', title, ...shown.flatMap((line) => line.split('\n').map((part) => `  ${part}`))]
}

function operation({ state, system, operation: name, arguments: given, simulated }: Effect): string {
  return `${state}${simulated ? ' (simulated)' : ''} ${name} in ${system} ${JSON.stringify(given)}`
}

/** The verdict keys with their consequences, then the others. */
export function keyLines(card: ReviewCard): string[] {
  const verdicts = card.keys.map(
    ({ kind, consequence }) => `  ${reviewKeys[`verdict.${kind}`]} ${kind.replaceAll('_', ' ')}: ${consequence}`,
  )
  return [
    '',
    ...verdicts,
    '  Z undo · S skip · H hand over · N note · E edit the answer · T query type · D compare the last · ? keys · Q leave',
  ]
}

export function comparisonLines(card: ReviewCard): string[] {
  const work = card.humanWork ?? []
  if (work.length === 0) return ['No work of a person has been captured for this query.']
  const reply = card.effects.findLast(({ kind }) => kind === 'reply')?.text ?? '(none)'
  return work.flatMap(({ doneBy, reply: theirs, operations }) => [
    ...section('The employee', [reply, ...card.effects.filter(({ kind }) => kind === 'write').map(operation)], ''),
    ...section(
      doneBy,
      [theirs ?? '(no answer)', ...operations.map((one) => `${one.operation} in ${one.system} ${JSON.stringify(one.arguments)}`)],
      '',
    ),
  ])
}
