// The sample of a bundle from what the store keeps and what the records say: each member with its draw and every verdict that stands on it, and beside them those the draw
// left out.

import type { EvidenceItem } from '../gates/item.ts'
import type { BundleItem, BundleVerdict, Facts } from './facts.ts'
import { type Given, judgedIn } from './judged-in.ts'

type Taken = {
  items: readonly EvidenceItem[]
  /** Review → proposal. */
  proposals: ReadonlyMap<string, string>
  records: readonly { body: string }[]
  /** The pseudonym of a person. */
  alias: (person: string) => string
}

export function sampleOf({ items, proposals, records, alias }: Taken): Omit<Facts['sample'], 'keys'> {
  const { disposed, standing } = judgedIn(records)
  const byProposal = Map.groupBy(standing, ({ says }) => says.proposal)
  const heads = new Map<string, string>()
  for (const { caseKey, reviewId } of items) if (!heads.has(caseKey)) heads.set(caseKey, reviewId)
  const members = new Set(items.map(({ reviewId }) => reviewId))
  const draws = new Map(disposed.flatMap(({ says }) => (says.review === null ? [] : [[says.review, says.sample] as const])))
  return {
    items: items.map((item): BundleItem => {
      const proposal = proposals.get(item.reviewId) ?? ''
      const verdicts = (byProposal.get(proposal) ?? []).toSorted(byPurpose).map((given) => told(given, alias))
      const sample = draws.get(item.reviewId) ?? null
      return {
        review: item.reviewId,
        interaction: item.interactionId,
        proposal,
        queryType: item.queryType,
        channel: item.channel,
        phase: item.phase,
        openedAt: item.openedAt,
        dueAt: item.dueAt,
        escalated: item.escalated,
        draw: sample === null ? null : { u: sample.u, ratio: sample.ratio, weight: sample.weight },
        weight: item.weight,
        case: heads.get(item.caseKey) ?? item.reviewId,
        slices: [...item.slices],
        reviewerSlice: reviewerSliceOf(item, alias),
        verdicts,
        outcome: outcomeOf(item, alias),
      }
    }),
    leftOut: disposed.flatMap(({ subject, says: { proposal, review, sample } }) =>
      review === null && sample !== null
        ? [{ interaction: subject, proposal, draw: { u: sample.u, ratio: sample.ratio, weight: sample.weight } }]
        : [],
    ),
    setAside: disposed.flatMap(({ says: { review } }) => (review === null || members.has(review) ? [] : [review])),
  }
}

const order: Readonly<Record<BundleVerdict['purpose'], number>> = { primary: 0, double: 1, adjudication: 2, blind: 3 }

function byPurpose(a: Given, b: Given): number {
  return order[a.says.purpose] - order[b.says.purpose]
}

function told({ says, at, actor }: Given, alias: (person: string) => string): BundleVerdict {
  const { verdict: id, review, purpose, kind, correct, shouldEscalate, source } = says
  const reviewer = nameOf(source, actor.id, alias)
  return { id, review, purpose, kind, correct, shouldEscalate, reviewer, source, givenAt: at }
}

/** A verified source is no person and keeps its name. */
function nameOf(source: 'person' | 'verified_source', by: string, alias: (person: string) => string): string {
  return source === 'person' ? alias(by) : by
}

function outcomeOf(item: EvidenceItem, alias: (person: string) => string): BundleItem['outcome'] {
  const { correct, shouldEscalate, source, judgedBy } = item
  if (source === null || judgedBy === null) return null
  return { correct, shouldEscalate, source, reviewer: nameOf(source, judgedBy, alias) }
}

function reviewerSliceOf({ reviewerSlice, judgedBy }: EvidenceItem, alias: (person: string) => string): string | null {
  if (reviewerSlice === null || judgedBy === null || reviewerSlice === 'reviewer=other') return reviewerSlice
  return `reviewer=${alias(judgedBy)}`
}
