// Recomputes a month's sample from records of the trail alone: which interactions had to be reviewed, which twice, and with which weights, from the keys that were disclosed.
// Pure and offline: it needs the file and nothing else. It says what does not fit, and of which interaction.

import { drawn as decided, type Risk, ratioOf, uniform } from '../oversight/sampling.ts'
import { canonical } from './canonical.ts'
import type { Happenings, RecordKind, TrailRecord } from './record.ts'
import { digest, leafHash } from './tree.ts'

export type SampleFile = {
  month: string
  keys: readonly { rollout: string; key: string }[]
  records: readonly { body: string; leaf: string }[]
}

type Deviation = { what: DeviationKind; interaction: string | null; sentence: string }
type DeviationKind =
  | 'record_altered'
  | 'key_not_committed'
  | 'key_differs'
  | 'key_committed_late'
  | 'key_not_disclosed'
  | 'draw_missing'
  | 'draw_repeated'
  | 'draw_differs'
  | 'draw_after_outcome'
  | 'rate_impossible'
  | 'weight_differs'
  | 'drawn_without_review'
  | 'review_without_draw'
  | 'double_missing'
  | 'double_without_draw'

export type SampleReport = {
  month: string
  /** Interactions that were drawn for, how many of them could be drawn again, and how many belong to a rollout whose key was not disclosed. */
  drawn: number
  recomputed: number
  undisclosed: number
  reviewed: number
  doubled: number
  deviations: Deviation[]
}

type Of<K extends RecordKind> = { id: string; at: string; subject: string; says: Happenings[K] }
type Reading = { deviations: Deviation[]; keys: Map<string, string>; month: string; rehearsals: ReadonlySet<string> }

/** Every deviation, in the order of the interactions. None: the sample is the one the keys and the recorded rates prescribe. */
export function verifySample(file: SampleFile): SampleReport {
  const deviations: Deviation[] = []
  const records = file.records.flatMap((record) => readRecord(record, deviations))
  const keys = readKeys(file, records, deviations)
  const opened = records.filter((record) => record.kind === 'rollout.opened')
  const rehearsals = new Set(opened.filter(({ says }) => says.rehearsal).map(({ subject }) => subject))
  const reading: Reading = { deviations, keys, month: file.month, rehearsals }
  const about = Map.groupBy(records, (record) => record.subject)
  const sum = { drawn: 0, recomputed: 0, undisclosed: 0, reviewed: 0, doubled: 0 }
  for (const [interaction, list] of [...about].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (!interaction.startsWith('int_')) continue
    const story = tell(list)
    checkInteraction(interaction, story, reading)
    const draw = story.draws[0]?.says
    if (draw?.month !== file.month) continue
    sum.drawn++
    if (keys.has(draw.rollout)) sum.recomputed++
    else sum.undisclosed++
    if (story.disposed.some(({ says }) => says.review !== null)) sum.reviewed++
    if (story.doubled.length > 0) sum.doubled++
  }
  return { month: file.month, ...sum, deviations }
}

/** A record is taken only when its text is canonical and hashes to its leaf; what was altered is said and left out. */
function readRecord({ body, leaf }: SampleFile['records'][number], deviations: Deviation[]): TrailRecord[] {
  let record: TrailRecord | null = null
  try {
    record = JSON.parse(body) as TrailRecord
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  const sound = record !== null && canonical(record) === body && leafHash(body).toString('hex') === leaf
  if (sound) return [record!]
  const subject = record?.subject ?? null
  const interaction = subject?.startsWith('int_') ? subject : null
  deviations.push({
    what: 'record_altered',
    interaction,
    sentence: `Record ${record?.id ?? body.slice(0, 40)} is not the one whose leaf stands beside it: its text was altered.`,
  })
  return []
}

/** The keys that may be drawn with: committed to before their first draw, disclosed by an act, and what the commitment names. */
function readKeys(file: SampleFile, records: readonly TrailRecord[], deviations: Deviation[]): Map<string, string> {
  const keys = new Map<string, string>()
  for (const { rollout, key } of file.keys) {
    const say = (what: DeviationKind, sentence: string) => deviations.push({ what, interaction: null, sentence })
    const named = `The key of ${rollout} for ${file.month}`
    const of = <K extends RecordKind>(kind: K) =>
      records.filter((r) => r.kind === kind && r.subject === rollout) as unknown as Of<K>[]
    const committed = of('sampling.key_committed').find(({ says }) => says.month === file.month)
    const first = records.find((r) => r.kind === 'sample.drawn' && r.says.rollout === rollout && r.says.month === file.month)
    if (!committed) {
      say('key_not_committed', `${named} was never committed to on the trail.`)
      continue
    }
    if (committed.says.key !== digest(key)) {
      say(
        'key_differs',
        `${named} is not the one committed to: its digest is ${digest(key)}, the trail has ${committed.says.key}.`,
      )
      continue
    }
    if (first !== undefined && committed.at > first.at)
      say('key_committed_late', `${named} was committed to at ${committed.at}, after its first draw at ${first.at}.`)
    if (!of('sampling.disclosed').some(({ says }) => says.month === file.month))
      say('key_not_disclosed', `${named} is in the file, and no record says that it was disclosed.`)
    keys.set(rollout, key)
  }
  return keys
}

type Story = {
  draws: Of<'sample.drawn'>[]
  disposed: Of<'proposal.disposed'>[]
  attempts: Of<'effect.attempted'>[]
  verdicts: Of<'verdict.given'>[]
  doubled: Of<'review.doubled'>[]
  disputed: Of<'review.disputed'>[]
  blind: Of<'blind.placed'>[]
}

function tell(list: readonly TrailRecord[]): Story {
  const of = <K extends RecordKind>(kind: K) =>
    (list.filter((r) => r.kind === kind) as unknown as Of<K>[]).toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return {
    draws: of('sample.drawn'),
    disposed: of('proposal.disposed'),
    attempts: of('effect.attempted'),
    verdicts: of('verdict.given'),
    doubled: of('review.doubled'),
    disputed: of('review.disputed'),
    blind: of('blind.placed'),
  }
}

function checkInteraction(interaction: string, story: Story, reading: Reading): void {
  const say = (what: DeviationKind, sentence: string) =>
    reading.deviations.push({ what, interaction, sentence: `${interaction}: ${sentence}` })
  const [draw, again] = story.draws
  if (again !== undefined) say('draw_repeated', 'it was drawn more than once.')
  if (draw !== undefined) checkDraw(interaction, draw, reading, say)
  checkOrder(story, say)
  for (const disposed of story.disposed) checkRates(disposed, draw, say)
  checkReviews(story, say)
  if (draw !== undefined && !reading.rehearsals.has(draw.says.rollout)) checkDoubles(story, draw, say)
}

type Say = (what: DeviationKind, sentence: string) => void

function checkDraw(interaction: string, { says }: Of<'sample.drawn'>, { keys, month }: Reading, say: Say): void {
  const key = says.month === month ? keys.get(says.rollout) : undefined
  if (key === undefined) return
  for (const [label, recorded] of [
    ['review', says.u],
    ['double', says.double],
  ] as const) {
    const u = uniform(key, label, interaction)
    if (u !== recorded) say('draw_differs', `the draw “${label}” on record is ${recorded}; the key gives ${u}.`)
  }
}

/** The draw before any effect, and the rate before any verdict: only so can neither be chosen by what came of it. */
function checkOrder({ draws, disposed, attempts, verdicts }: Story, say: Say): void {
  const [draw, effect] = [draws[0], attempts[0]]
  if (draw !== undefined && effect !== undefined && effect.id < draw.id)
    say('draw_after_outcome', `it was drawn at ${draw.at}, after an effect was attempted at ${effect.at}.`)
  for (const verdict of verdicts) {
    const ruled = disposed.find(({ says }) => says.proposal === verdict.says.proposal)
    if (ruled !== undefined && verdict.id < ruled.id)
      say('draw_after_outcome', `its rate was recorded at ${ruled.at}, after a verdict was given at ${verdict.at}.`)
  }
}

function checkRates({ says }: Of<'proposal.disposed'>, draw: Of<'sample.drawn'> | undefined, say: Say): void {
  const { sample, review } = says
  if (sample === null) {
    if (review !== null) say('review_without_draw', `review ${review} was opened, and no draw asked for one.`)
    return
  }
  if (draw === undefined) {
    say('draw_missing', 'it was ruled on, and no draw is on record from when it arrived.')
    return
  }
  const { u, base, ratio, weight, stream } = sample
  if (u !== draw.says.u) say('draw_differs', `it was decided by ${u}, and ${draw.says.u} had been drawn.`)
  if (!isPossible(sample)) {
    say('rate_impossible', `a rate of ${ratio} over a base of ${base} is none the stream “${stream}” can have.`)
    return
  }
  const again = decided({ u, baseRatio: base, ratio })
  if (Math.abs(again.weight - weight) > 1e-12)
    say('weight_differs', `its weight on record is ${weight}; its rates give ${again.weight}.`)
  if (again.drawn && review === null) say('drawn_without_review', `it was drawn (${u} < ${ratio}), and no review was opened.`)
  if (!again.drawn && review !== null)
    say('review_without_draw', `review ${review} was opened, and it was not drawn (${u} ≥ ${ratio}).`)
}

/** Whether the rates are ones the stream may have: for certain, or at the base rate, or at the raised one when a signal is named. */
function isPossible({ stream, base, ratio, risks }: NonNullable<Happenings['proposal.disposed']['sample']>): boolean {
  if (!(base > 0 && base <= ratio && ratio <= 1)) return false
  if (stream === 'shadow' || stream === 'escalation') return base === 1
  if (stream === 'held') return ratio === 1
  if (stream === 'monthly') return ratio === base
  return stream === 'sample' && base >= 0.1 && ratio === ratioOf(base, risks as Risk[])
}

/** Every verdict is on a review that the trail accounts for, and counts with the weight that was fixed beforehand. */
function checkReviews({ verdicts, disposed, doubled, disputed, blind }: Story, say: Say): void {
  const known: Record<string, string[]> = {
    primary: disposed.flatMap(({ says }) => says.review ?? []),
    double: doubled.map(({ says }) => says.review),
    adjudication: disputed.map(({ says }) => says.review),
    blind: blind.map(({ says }) => says.review),
  }
  for (const { says } of verdicts) {
    if (!known[says.purpose]?.includes(says.review))
      say('review_without_draw', `a ${says.purpose} verdict was given on review ${says.review}, which no draw opened.`)
    const weight = disposed.find((one) => one.says.review === says.review)?.says.sample?.weight
    if (weight !== undefined && weight !== says.weight)
      say('weight_differs', `verdict ${says.verdict} counts with ${says.weight}; the weight fixed before it is ${weight}.`)
  }
}

function checkDoubles({ verdicts, disposed, doubled }: Story, draw: Of<'sample.drawn'>, say: Say): void {
  const { doubleRatio } = draw.says
  const wanted = draw.says.double < doubleRatio
  const acted = disposed.some(({ says }) => says.sample?.stream === 'held')
  const judged = verdicts.some(({ says }) => says.purpose === 'primary' && says.source === 'person')
  if (wanted && judged && !acted && doubled.length === 0)
    say('double_missing', `a second judgement was drawn (${draw.says.double} < ${doubleRatio}), and none was asked for.`)
  for (const { says } of doubled)
    if (!wanted || says.u !== draw.says.double)
      say(
        'double_without_draw',
        `a second judgement was asked for by ${says.u}; ${draw.says.double} had been drawn, and ${doubleRatio} is the rate.`,
      )
}
