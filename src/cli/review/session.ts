// Reviewing at a terminal: the keys of the console with the same meanings. One key is verdict, save and next; undo, skip, note, edit and query type work as they do there.

import { type ReviewKeyId, reviewKeys } from '@tenure/contract/review-keys'
import type { ReviewCard, SkipRequest, VerdictRequest } from '@tenure/contract/reviews'
import type { VerdictKind } from '@tenure/contract/words'
import { type Client, TenureRefusal } from '@tenure/sdk'
import { cardLines, comparisonLines, keyLines } from './card-lines.ts'
import type { Keyboard } from './keys.ts'

type Reviews = Pick<
  Client,
  'takeReview' | 'review' | 'giveVerdict' | 'skipReview' | 'undoVerdict' | 'corrections' | 'correctReview'
>
export type Desk = { client: Reviews; keyboard: Keyboard; print: (line: string) => void; newKey: () => string }

const reasons = ['wrong_fact', 'wrong_operation', 'wrong_argument', 'missed_step', 'policy', 'tone'] as const
const handReasons = ['not_mine', 'unclear', 'handed_over'] as const
type Reason = (typeof reasons)[number]

type Draft = { note: string | null; edit: string | null }
type Given = { reviewId: string; verdictId: string }
type Sitting = { judged: Given[]; count: number }
type Next = 'again' | 'next' | 'end' | { show: string }

/** Works through the queue until it is empty or the person leaves; answers how many verdicts stand. */
export async function sit(desk: Desk, firstId?: string): Promise<number> {
  const sitting: Sitting = { judged: [], count: 0 }
  let wanted = firstId
  for (;;) {
    const card = await desk.client.takeReview(wanted === undefined ? {} : { reviewId: wanted })
    wanted = undefined
    if (card === null) {
      desk.print('Nothing waits for review.')
      return sitting.count
    }
    const next = await judgeOne(desk, sitting, card)
    if (next === 'end') return sitting.count
    if (typeof next === 'object') wanted = next.show
  }
}

async function judgeOne(desk: Desk, sitting: Sitting, card: ReviewCard): Promise<Next> {
  for (const line of [...cardLines(card), ...keyLines(card)]) desk.print(line)
  const draft: Draft = { note: null, edit: null }
  for (;;) {
    const key = await desk.keyboard.key()
    if (key === null || key === 'q') return 'end'
    const next = await heeding(desk, () => press(desk, { sitting, card, draft }, key))
    if (next !== 'again') return next
  }
}

/** A refusal is said and the item stays; that nobody answered ends the session as everywhere on the command line. */
async function heeding(desk: Desk, act: () => Promise<Next>): Promise<Next> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof TenureRefusal) || error.status >= 500) throw error
    desk.print(error.sentence)
    return error.code === 'review_closed' || error.code === 'review_taken' ? 'next' : 'again'
  }
}

type Scene = { sitting: Sitting; card: ReviewCard; draft: Draft }

async function press(desk: Desk, scene: Scene, key: string): Promise<Next> {
  const { card, draft, sitting } = scene
  const kind = card.keys.find((each) => reviewKeys[`verdict.${each.kind}`] === key)?.kind
  if (kind !== undefined) return judge(desk, scene, kind)
  const acts: Partial<Record<ReviewKeyId, () => Promise<Next>>> = {
    'queue.undo': () => undo(desk, sitting),
    'queue.skip': () => skip(desk, card, 'later'),
    'queue.hand_over': () => handOver(desk, card),
    'queue.note': async () => {
      draft.note = await desk.keyboard.line('Note: ')
      return 'again'
    },
    'queue.edit': async () => {
      draft.edit = await answerFrom(desk)
      return 'again'
    },
    'queue.type': () => correctType(desk, card),
    'queue.compare': () => compare(desk, sitting),
  }
  const id = (Object.keys(acts) as ReviewKeyId[]).find((each) => reviewKeys[each] === key)
  if (id !== undefined) return acts[id]!()
  if (key === '?') for (const line of keyLines(card)) desk.print(line)
  return 'again'
}

async function judge(desk: Desk, { sitting, card, draft }: Scene, kind: VerdictKind): Promise<Next> {
  const held = card.effects.some((effect) => effect.kind === 'reply' && effect.state === 'held')
  if (kind === 'correct_small_edit' && held && draft.edit === null) draft.edit = await answerFrom(desk)
  const why = needsWords(kind) ? await reasonsOf(desk, draft) : []
  if (why === null) return 'again'
  const sent = held && kind === 'correct_small_edit' ? draft.edit : null
  if (draft.edit !== null && sent === null) await desk.client.correctReview(card.id, { answer: draft.edit })
  const body: VerdictRequest = {
    kind,
    digest: card.digest,
    reasons: why,
    note: draft.note,
    ...(sent === null ? {} : { edit: sent }),
  }
  const { verdictId, effects } = await desk.client.giveVerdict(card.id, body, { idempotencyKey: desk.newKey() })
  if (verdictId !== null) sitting.judged.push({ reviewId: card.id, verdictId })
  sitting.count++
  desk.print(`${kind}${effects.map(({ effectId, state }) => `, ${effectId} ${state}`).join('')}. ${sitting.count} done.`)
  return 'next'
}

function needsWords(kind: VerdictKind): boolean {
  return kind === 'wrong' || kind === 'should_escalate' || kind === 'unsafe'
}

/** Reasons by number until Enter; null: Escape, another verdict. */
async function reasonsOf(desk: Desk, draft: Draft): Promise<Reason[] | null> {
  const chosen: Reason[] = []
  desk.print(
    `Why? ${reasons.map((reason) => `${reviewKeys[`reason.${reason}`]} ${words(reason)}`).join(' · ')} · N note · Enter saves · Esc cancels`,
  )
  for (;;) {
    const key = await desk.keyboard.key()
    if (key === null || key === reviewKeys['verdict.cancel']) return null
    const reason = reasons.find((each) => reviewKeys[`reason.${each}`] === key)
    if (reason !== undefined && !chosen.includes(reason)) chosen.push(reason)
    if (key === reviewKeys['queue.note']) draft.note = await desk.keyboard.line('Note: ')
    if (key === reviewKeys['verdict.save'] && (chosen.length > 0 || draft.note?.trim())) return chosen
    desk.print(chosen.length === 0 ? 'At least one reason, or a note.' : chosen.map(words).join(', '))
  }
}

async function undo(desk: Desk, sitting: Sitting): Promise<Next> {
  const last = sitting.judged.at(-1)
  if (last === undefined) {
    desk.print('There is no verdict of this sitting to undo.')
    return 'again'
  }
  await desk.client.undoVerdict(last.verdictId)
  sitting.judged.pop()
  sitting.count--
  desk.print('Verdict taken back; the item is open again.')
  return { show: last.reviewId }
}

async function skip(desk: Desk, card: ReviewCard, why: NonNullable<SkipRequest['why']>): Promise<Next> {
  await desk.client.skipReview(card.id, { why })
  desk.print(why === 'later' ? 'Skipped to the end of the queue.' : 'Handed over to another reviewer.')
  return 'next'
}

async function handOver(desk: Desk, card: ReviewCard): Promise<Next> {
  desk.print(
    `Hand over, why? ${handReasons.map((why) => `${reviewKeys[`hand.${why}`]} ${words(why)}`).join(' · ')} · Esc cancels`,
  )
  const key = await desk.keyboard.key()
  const why = handReasons.find((each) => reviewKeys[`hand.${each}`] === key)
  return why === undefined ? 'again' : skip(desk, card, why)
}

async function correctType(desk: Desk, card: ReviewCard): Promise<Next> {
  const { filedAs, declared } = await desk.client.corrections(card.id)
  desk.print(`Filed under ${filedAs}. Others: ${declared.filter((type) => type !== filedAs).join(', ')}`)
  const said = await desk.keyboard.line('Query type (empty confirms): ')
  if (said === null) return 'again'
  const queryType = said.trim() === '' ? filedAs : said.trim()
  await desk.client.correctReview(card.id, { queryType })
  desk.print(queryType === filedAs ? 'Query type confirmed.' : `Recorded: ${queryType}. The evidence stays where it was sampled.`)
  return 'again'
}

/** What the person did on the item judged last: hidden until the verdict. */
async function compare(desk: Desk, sitting: Sitting): Promise<Next> {
  const last = sitting.judged.at(-1)
  if (last === undefined) desk.print('Nothing has been judged in this sitting.')
  else for (const line of comparisonLines(await desk.client.review(last.reviewId))) desk.print(line)
  return 'again'
}

/** Lines until a single dot; null when given up or empty. */
async function answerFrom(desk: Desk): Promise<string | null> {
  desk.print('The answer as it should be; a line with only a dot ends it.')
  const lines: string[] = []
  for (;;) {
    const line = await desk.keyboard.line('> ')
    if (line === null) return null
    if (line.trim() === '.') return lines.join('\n').trim() || null
    lines.push(line)
  }
}

function words(name: string): string {
  return name.replaceAll('_', ' ')
}
