// How the criteria of a gate are called and how their numbers are written, for people who do not read code.

type Unit = 'ratio' | 'count' | 'days' | 'minutes' | 'usd'
type Worded = { title: string; unit: Unit; must: 'at least' | 'at most' }

const criteria: Readonly<Record<string, Worded>> = {
  accuracy: { title: 'Right often enough', unit: 'ratio', must: 'at least' },
  review_cap: { title: 'Within the reviews the plan allows', unit: 'count', must: 'at most' },
  coverage_majors: { title: 'Every major type of query was seen', unit: 'count', must: 'at least' },
  coverage_unlisted: { title: 'Few queries that fit no type', unit: 'ratio', must: 'at most' },
  coverage_novelty: { title: 'No new types appear any more', unit: 'count', must: 'at least' },
  mix_shift: { title: 'The evidence fits what comes in', unit: 'ratio', must: 'at most' },
  escalation_rate_min: { title: 'Does not hand over too rarely', unit: 'ratio', must: 'at least' },
  escalation_rate_max: { title: 'Does not hand over too often', unit: 'ratio', must: 'at most' },
  missed_escalations: { title: 'Hardly ever keeps what people should have had', unit: 'ratio', must: 'at most' },
  escalation_recall: { title: 'Hands over what people must have', unit: 'ratio', must: 'at least' },
  open_flags: { title: 'No error that recurs is open', unit: 'count', must: 'at most' },
  major_slices_cleared: { title: 'No part of the work is a trap', unit: 'count', must: 'at least' },
  reviewer_sensitivity: { title: 'Reviewers find what is wrong', unit: 'ratio', must: 'at least' },
  completeness: { title: 'What was to be reviewed was', unit: 'ratio', must: 'at least' },
  minimum_reviews: { title: 'Enough reviews in this phase', unit: 'count', must: 'at least' },
  minimum_duration: { title: 'Long enough in this phase', unit: 'days', must: 'at least' },
  time_to_resolution: { title: 'Fast enough', unit: 'minutes', must: 'at most' },
  satisfaction: { title: 'People are satisfied', unit: 'ratio', must: 'at least' },
  cost: { title: 'Cheap enough', unit: 'usd', must: 'at most' },
  incidents: { title: 'No incident is open', unit: 'count', must: 'at most' },
  drift: { title: 'Nothing has moved since', unit: 'count', must: 'at most' },
}

export function titleOf(name: string): string {
  return criteria[name]?.title ?? name.replaceAll('_', ' ')
}

export function shownValue(name: string, value: number | null): string {
  if (value === null) return 'not known'
  switch (criteria[name]?.unit ?? 'count') {
    case 'ratio':
      return criteria[name]?.must === 'at least' ? noMoreThan(value) : noLessThan(value)
    case 'count':
      return String(Number(value.toFixed(2)))
    case 'days':
      return counted(value, 'day')
    case 'minutes':
      return counted(value, 'minute')
    case 'usd':
      return `${value.toFixed(2)} USD`
  }
}

function counted(value: number, what: string): string {
  const n = Number(value.toFixed(1))
  return `${n} ${what}${n === 1 ? '' : 's'}`
}

// What is shown never looks better than it is: lower bounds are cut, upper bounds raised. No break between a number and its sign.

export function noMoreThan(ratio: number): string {
  return `${Math.floor(ratio * 1000 + 1e-9) / 10}\u00A0%`
}

export function noLessThan(ratio: number): string {
  return `${Math.ceil(ratio * 1000 - 1e-9) / 10}\u00A0%`
}

export function percent(ratio: number | null): string {
  return ratio === null ? 'not known' : `${Number((ratio * 100).toFixed(1))}\u00A0%`
}

export function boundOf(name: string, bound: number | null): string {
  if (bound === null) return ''
  const { must = '', unit = 'count' } = criteria[name] ?? {}
  return `${must} ${unit === 'ratio' ? percent(bound) : shownValue(name, bound)}`.trim()
}

export const outcomes: Readonly<Record<string, { word: string; sign: string; kind: string }>> = {
  met: { word: 'met', sign: '✓', kind: 'good' },
  not_met: { word: 'not met', sign: '✗', kind: 'bad' },
  not_yet_known: { word: 'not yet known', sign: '?', kind: 'open' },
}

export const whyExcluded: Readonly<Record<string, string>> = {
  double: 'A second person’s blind judgement. It does not count by itself; where it differs, a third person settles it.',
  adjudication: 'The settling of two judgements that differed. It counts in place of the first, not beside it.',
  blind: 'An item whose right answer was known, put before reviewers to see whether they find it.',
  set_aside: 'A review that was withdrawn, or opened while no plan was in force.',
  former_epoch:
    'Evidence from before something it depends on changed: the role, the model, a tool. It stays on file and no longer counts.',
}

export const acts: Readonly<Record<string, string>> = {
  proposed: 'Proposed',
  approved: 'Approved, as the second person',
  carried_out: 'Carried out',
  withdrawn: 'Withdrawn',
}
