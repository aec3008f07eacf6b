// The parts of a committee's page, each from a bundle's facts.

import type { Bundle } from '../domain/committee/bundle.ts'
import type { Facts } from '../domain/committee/facts.ts'
import type { Numbers } from './committee-numbers.ts'
import { acts, boundOf, noLessThan, noMoreThan, outcomes, percent, shownValue, titleOf, whyExcluded } from './committee-words.ts'
import { escaped } from './escaped.ts'
import { type Cell, heading, lines, smallHeading, table } from './print-parts.ts'

/** An instant as people write it; the seconds are in the file. */
export function moment(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`
}

export function code(text: string): Cell {
  return { html: `<span class="hash">${escaped(text)}</span>` }
}

export function outcomeMark(outcome: string): { html: string } {
  const { word, sign, kind } = outcomes[outcome] ?? { word: outcome, sign: '', kind: 'open' }
  return { html: `<span class="mark ${kind}">${escaped(sign)} ${escaped(word)}</span>` }
}

export function whoDecided({ decisions, facts }: Bundle): string {
  const rows = decisions.map(({ act, by, at }) => [acts[act] ?? act, by.name, moment(at), code(by.id)])
  const missing = decisions.some(({ act }) => act === 'approved' || act === 'withdrawn')
    ? []
    : [['Approval', 'a second person, who has not edited the role since the last one', 'still to come', '']]
  return (
    heading('Who asks, and who agrees') +
    `<blockquote>${escaped(facts.promotion.reason)}</blockquote>` +
    table(['Decision', 'Person', 'When', 'On the trail as'], [...rows, ...missing])
  )
}

export function gateTable({ gate }: Facts): string {
  const rows = gate.criteria.map(({ name, outcome, value, bound, reason }) => [
    { html: `<b>${escaped(titleOf(name))}</b><br><span class="quiet">${escaped(name.replaceAll('_', ' '))}</span>` },
    outcomeMark(outcome),
    shownValue(name, value),
    boundOf(name, bound),
    reason,
  ])
  return (
    heading('The gate, line by line') +
    '<p>Every line must hold at once. Each was agreed before the first verdict; none was chosen after the evidence was seen.</p>' +
    `<div class="gate">${table(['What must hold', 'Outcome', 'Shown', 'Asked for', 'In words'], rows)}</div>`
  )
}

export function typesTable({ types }: Numbers): string {
  const rows = types.map(({ queryType, n, estimate, lower, upper }) => [
    queryType,
    n,
    percent(estimate),
    n === 0 ? 'nothing is shown' : `${noMoreThan(lower)} to ${noLessThan(upper)}`,
  ])
  return smallHeading('Query types') + table(['Query type', 'Cases', 'Right', 'What may be true (95 %)'], rows)
}

export function sampleTable({ sample, exclusions, traffic, unlisted, reviewers }: Facts): string {
  const { items, leftOut } = sample
  const arrived = traffic.reduce((sum, day) => sum + day.arrived, 0)
  const handed = traffic.reduce((sum, day) => sum + day.escalated, 0)
  const judged = items.filter(({ outcome }) => outcome !== null).length
  const cases = new Set(items.map((item) => item.case)).size
  const rows: Cell[][] = [
    ['Queries that arrived', arrived, `${handed} of them went to people; ${unlisted} more fitted no declared type.`],
    [
      'In the sample',
      items.length,
      `${judged} have a verdict that counts; ${items.length - cases} are repetitions of a case and count with it.`,
    ],
    [
      'Left out by the draw',
      leftOut.length,
      'Drawn by a keyed hash before anything was known of the outcome; each draw is in the bundle.',
    ],
    ...exclusions.map(({ why, reviews }): Cell[] => [
      `Not evidence: ${why.replaceAll('_', ' ')}`,
      reviews,
      whyExcluded[why] ?? '',
    ]),
  ]
  const given = new Map<string, number>(reviewers.map(({ reviewer }) => [reviewer, 0]))
  for (const { verdicts } of items) for (const { reviewer } of verdicts) given.set(reviewer, (given.get(reviewer) ?? 0) + 1)
  const people = [...given].map(([reviewer, count]) => {
    const known = reviewers.find((one) => one.reviewer === reviewer)
    const found = known === undefined || known.knownWrong === 0 ? 'none shown' : `${known.knownWrongFound} of ${known.knownWrong}`
    return [code(reviewer), count, found]
  })
  return [
    heading('What was looked at'),
    table(['What', 'How many', 'Note'], rows),
    smallHeading('Who judged; people under pseudonyms of this bundle'),
    table(['Reviewer', 'Verdicts', 'Known errors found'], people),
  ].join('\n')
}

export function standingTable({ flags, incidents }: Facts): string {
  const raised = flags.map(({ slice, openedAt, closedAt }) => [
    slice.replaceAll('&', ' and '),
    moment(openedAt),
    closedAt === null ? 'OPEN' : `closed ${moment(closedAt)}`,
  ])
  const happened = incidents.map(({ id, severity, state, queryTypes, tool, openedAt }) => [
    code(id),
    severity,
    state,
    lines(queryTypes),
    tool ?? 'not known',
    moment(openedAt),
  ])
  return [
    heading('What went wrong'),
    smallHeading('Errors that recurred in one place'),
    table(['Where', 'Raised', 'State'], raised),
    smallHeading('Incidents'),
    table(['Incident', 'Severity', 'State', 'Query types', 'Tool', 'Opened'], happened),
  ].join('\n')
}

export function planTable({ plan, cells, rollout, promotion }: Facts): string {
  const { body } = plan
  const phase = promotion.from === 'shadow' ? body.shadow : body.supervised
  const rows: Cell[][] = [
    ['Right, of what it handles', `target ${percent(body.targetRatio)}, floor ${percent(body.floorRatio)}`],
    ['Chance of a wrong “met”, per line', `at most ${percent(body.alphaRatio)}`],
    ['Handed over to people', `${percent(body.escalation.minRatio)} to ${percent(body.escalation.maxRatio)}`],
    ['Kept though people should have had it', `at most ${percent(body.escalation.missedCapRatio)}`],
    ['This phase lasts', `at least ${phase.minDays} ${phase.minDays === 1 ? 'day' : 'days'} and ${phase.minReviews} reviews`],
    [
      'Sampled when it acts by itself',
      `${percent(body.sampling.baseRatio)}; ${percent(body.sampling.flaggedRatio)} where something speaks against it`,
    ],
    ['A verdict is due within', `${body.review.verdictDeadlineDays} days; then it counts as wrong`],
    ['Parts of the work that are watched', `${body.slices.singles} singly, ${body.slices.pairs} in pairs`],
    ['Registered', `${moment(plan.registeredAt)}, as ${plan.id}`],
    ['Hash of the plan', code(plan.hash)],
  ]
  const owned = cells.map(({ queryType, channel, epoch, evidenceSince }) => [queryType, channel, moment(evidenceSince), epoch])
  return [
    heading('What was agreed beforehand'),
    table(['Agreed', 'Number'], rows),
    smallHeading('What the promotion is for'),
    `<p>The rollout ${escaped(rollout.id)} and these cells of it; nothing else is promoted.</p>`,
    table(['Query type', 'Channel', 'Evidence counts since', 'Epoch'], owned),
  ].join('\n')
}

export function versionTable({ versions, employee, workflow }: Facts): string {
  const rows: Cell[][] = [
    ['Employee', `${employee.name}, ${workflow.title}`],
    ['Documents (dossier)', code(versions.hash)],
    ['Role definition', code(versions.roleHash)],
    ['What is enforced (policy)', code(versions.policyHash)],
    [
      'Models that have answered',
      lines(
        versions.models.map(
          ({ model, fingerprint, since }) => `${model}${fingerprint === null ? '' : ` (${fingerprint})`}, since ${moment(since)}`,
        ),
      ) ?? 'none was reported',
    ],
  ]
  const tools = versions.tools.map(({ system, tool, definition, suspended }) => [
    `${system}.${tool}`,
    code(definition),
    suspended ? 'SUSPENDED: its definition changed' : 'as approved',
  ])
  return [
    heading('What exactly is promoted'),
    table(['What', 'Version'], rows),
    smallHeading('Tools, by the definitions people have looked at'),
    table(['Tool', 'Definition', 'State'], tools),
  ].join('\n')
}
