// The sample and its verdicts, held against the records: who was drawn and who should have been, what was judged and by whom, and that nothing was left away.

import { standing } from '../interaction/standing.ts'
import type { BundleDraw, BundleItem, BundleVerdict, Facts } from './facts.ts'
import type { Finding } from './finding.ts'
import { type Disposed, type Given, standingOf } from './judged-in.ts'
import type { TrailIndex } from './trail-index.ts'

export function checkSample(facts: Facts, trail: TrailIndex): Finding[] {
  const { items, leftOut } = facts.sample
  const disposed = trail.of('proposal.disposed')
  const reviewed = new Map(disposed.flatMap((one) => (one.says.review === null ? [] : [[one.says.review, one] as const])))
  const passed = new Map(disposed.filter(({ says }) => says.review === null).map((one) => [one.subject, one]))
  const verdicts = standingIn(trail)
  return [
    ...items.flatMap((item) => [
      ...checkMember(item, reviewed.get(item.review)),
      ...item.verdicts.flatMap((verdict) => checkVerdict(item, verdict, verdicts.get(verdict.review))),
      ...checkOutcome(item),
    ]),
    ...leftOut.flatMap((one) => checkLeftOut(one, passed.get(one.interaction))),
    ...leftAway(facts, { reviewed, passed, verdicts }),
    ...checkOrder(items),
    ...checkPseudonyms(items, verdicts),
  ]
}

/** The verdict that stands for each review. */
function standingIn(trail: TrailIndex): Map<string, Given> {
  const moved = [...trail.of('verdict.withdrawn'), ...trail.of('verdict.reinstated')]
  return new Map(standingOf(trail.of('verdict.given'), moved).map((one) => [one.says.review, one]))
}

function membership(interaction: string): string {
  return `sample membership of interaction ${interaction}`
}

function checkMember(item: BundleItem, record: Disposed | undefined): Finding[] {
  const where = membership(item.interaction)
  // A review that was opened early, for an effect that waits, while the employee is still at work: there is nothing to judge yet.
  if (record === undefined && item.draw === null && item.verdicts.length === 0) return []
  if (record === undefined) return [{ where, what: `no record says that review ${item.review} was opened for it` }]
  const findings: Finding[] = []
  if (record.subject !== item.interaction || record.says.proposal !== item.proposal)
    findings.push({ where, what: `record ${record.id} opened review ${item.review} for another proposal` })
  if (!sameDraw(item.draw, record.says.sample))
    findings.push({ where, what: `its draw is not the one record ${record.id} wrote down before the verdict` })
  if (item.draw !== null && item.draw.u >= item.draw.ratio) findings.push({ where, what: 'its draw did not choose it' })
  if (item.draw !== null && item.weight !== item.draw.weight)
    findings.push({ where, what: 'its weight is not the one of its draw' })
  return findings
}

function checkLeftOut(
  { interaction, proposal, draw }: Facts['sample']['leftOut'][number],
  record: Disposed | undefined,
): Finding[] {
  const where = membership(interaction)
  if (record === undefined) return [{ where, what: 'no record says that the draw left it out' }]
  const findings: Finding[] = []
  if (record.says.proposal !== proposal || !sameDraw(draw, record.says.sample))
    findings.push({ where, what: `its draw is not the one record ${record.id} wrote down` })
  if (draw.u < draw.ratio) findings.push({ where, what: 'its draw chose it, and it was not reviewed' })
  return findings
}

function sameDraw(draw: BundleDraw | null, said: Disposed['says']['sample']): boolean {
  if (draw === null || said === null) return draw === null && said === null
  return draw.u === said.u && draw.ratio === said.ratio && draw.weight === said.weight
}

function checkVerdict(item: BundleItem, verdict: BundleVerdict, record: Given | undefined): Finding[] {
  const where = `verdict of review ${verdict.review}`
  if (record === undefined) return [{ where, what: 'no record gives this verdict, or it was withdrawn' }]
  const { says, at } = record
  const differs = [
    ['id', verdict.id, says.verdict],
    ['purpose', verdict.purpose, says.purpose],
    ['kind', verdict.kind, says.kind],
    ['correct', verdict.correct, says.correct],
    ['shouldEscalate', verdict.shouldEscalate, says.shouldEscalate],
    ['source', verdict.source, says.source],
    ['givenAt', verdict.givenAt, at],
    ['escalated', item.escalated, says.escalated],
    ['queryType', item.queryType, says.cell.queryType],
    ['channel', item.channel, says.cell.channel],
    ['proposal', item.proposal, says.proposal],
    ['interaction', item.interaction, record.subject],
    ...(verdict.review === item.review ? [['weight', item.weight, says.weight]] : []),
  ].flatMap(([field, here, there]) => (here === there ? [] : [`${field} is ${here}, and ${there} in record ${record.id}`]))
  return differs.length === 0 ? [] : [{ where, what: differs.join('; ') }]
}

/** What counts follows from the judgements by the house's own rule: the adjudicated one, else where two differ the worse, else its own (GATES.md 7). */
function checkOutcome({ review, verdicts, outcome, reviewerSlice, escalated }: BundleItem): Finding[] {
  const where = `verdict of review ${review}`
  const of = (purpose: BundleVerdict['purpose']) => {
    const one = verdicts.find((verdict) => verdict.purpose === purpose)
    if (one === undefined) return null
    const { correct, shouldEscalate, reviewer, givenAt } = one
    return { correct, shouldEscalate, by: reviewer, at: new Date(givenAt) }
  }
  const stands = standing(escalated, { primary: of('primary'), double: of('double'), adjudication: of('adjudication') }).outcome
  if (stands === null) return outcome === null ? [] : [{ where, what: 'no verdict that stands decides what counts here' }]
  const { correct, shouldEscalate, by } = stands
  if (outcome === null || outcome.correct !== correct || outcome.shouldEscalate !== shouldEscalate || outcome.reviewer !== by)
    return [{ where, what: 'what counts is not what follows from the verdicts on it' }]
  const deciding =
    verdicts.find(({ purpose }) => purpose === 'adjudication') ?? verdicts.find(({ purpose }) => purpose === 'primary')
  if (deciding?.source !== outcome.source) return [{ where, what: 'it is counted as that of another kind of source' }]
  const named = reviewerSlice === null || [`reviewer=${by}`, 'reviewer=other'].includes(reviewerSlice)
  return named ? [] : [{ where, what: 'it is counted as that of another reviewer' }]
}

type Known = {
  reviewed: ReadonlyMap<string, Disposed>
  passed: ReadonlyMap<string, Disposed>
  verdicts: ReadonlyMap<string, Given>
}

/** What the records speak of and the facts do not. Verdicts on items whose answer was known are no evidence. */
function leftAway({ sample }: Facts, { reviewed, passed, verdicts }: Known): Finding[] {
  const aside = new Set(sample.setAside)
  const members = new Set(sample.items.map(({ review }) => review))
  const out = new Set(sample.leftOut.map(({ interaction }) => interaction))
  const shown = new Set(sample.items.flatMap((item) => item.verdicts.map(({ review }) => review)))
  const findings: Finding[] = []
  for (const [review, { id, subject }] of reviewed)
    if (!members.has(review) && !aside.has(review))
      findings.push({ where: membership(subject), what: `record ${id} opened review ${review} for it, which is left away` })
  for (const [interaction, { id, says }] of passed)
    if (says.sample !== null && !out.has(interaction))
      findings.push({ where: membership(interaction), what: `record ${id} holds a draw for it, which is left away` })
  for (const [review, { id, says }] of verdicts)
    if (says.purpose !== 'blind' && !shown.has(review) && !aside.has(review))
      findings.push({ where: `verdict of review ${review}`, what: `record ${id} gives a verdict that is left away here` })
  return findings
}

function checkOrder(items: readonly BundleItem[]): Finding[] {
  const byReview = new Map(items.map((item) => [item.review, item]))
  const findings: Finding[] = []
  let before = ''
  for (const item of items) {
    const where = membership(item.interaction)
    if (item.review <= before) findings.push({ where, what: `review ${item.review} comes twice or out of its order` })
    before = item.review
    const head = byReview.get(item.case)
    if (head === undefined || head.case !== item.case || item.case > item.review)
      findings.push({ where, what: `its case is named by ${item.case}, which is not the first review of a case` })
  }
  return findings
}

/** One pseudonym per person and one person per pseudonym: two reviewers cannot be shown as one, nor one as two. */
function checkPseudonyms(items: readonly BundleItem[], verdicts: ReadonlyMap<string, Given>): Finding[] {
  const [people, names] = [new Map<string, string>(), new Map<string, string>()]
  return items.flatMap((item) =>
    item.verdicts.flatMap(({ review, reviewer }) => {
      const person = verdicts.get(review)?.actor.id
      if (person === undefined) return []
      const known = names.get(reviewer) ?? person
      const called = people.get(person) ?? reviewer
      names.set(reviewer, known)
      people.set(person, called)
      if (known === person && called === reviewer) return []
      return [{ where: `verdict of review ${review}`, what: `its reviewer ${reviewer} is not the person who gave it` }]
    }),
  )
}
