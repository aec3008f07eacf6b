// The numbers of a month are read, and fixed by whoever answers for the work: signed as they were seen, by their digest, on the trail. Mission: “reviewed monthly”.

import { canonical } from '../domain/audit/canonical.ts'
import type { Actor } from '../domain/audit/record.ts'
import { digest as digestOf } from '../domain/audit/tree.ts'
import { monthAfter, monthBefore, numbersOf } from '../domain/metrics/month.ts'
import { type Worth, worthOf } from '../domain/metrics/worth.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { append } from '../store/audit-log.ts'
import { keep } from '../store/contents.ts'
import { dossierOf, expectedWorth } from '../store/dossiers.ts'
import type { House } from '../store/house.ts'
import { insertMonthSignature, type MonthSignature, monthSignatures } from '../store/month-signatures.ts'
import { type MonthStory, monthStories, monthTallies, monthTraffic, type Span } from '../store/views/month.ts'
import { monthHandled, monthReviewed } from '../store/views/month-work.ts'

type Numbers = ReturnType<typeof numbersOf>
type Both = { now: Numbers; before: Numbers }

export type MonthOfWorkflow = Both & {
  story: MonthStory
  byQueryType: (Both & { queryType: string })[]
  /** Null: no rollout is open, so that no dossier says what it is worth. */
  worth: Worth | null
}

export type MonthRead = {
  month: string
  before: string
  /** Whether its last day is over, in UTC. */
  over: boolean
  workflows: MonthOfWorkflow[]
  /** Of what is signed. */
  digest: string
  /** `current`: of these very numbers. */
  signatures: (MonthSignature & { current: boolean })[]
  readAt: Date
}

const spanOf = (month: string): Span => ({ from: `${month}-01`, to: `${monthAfter(month)}-01` })

type Of = { employeeId: string; workflow: string; queryType: string }
type Within = (one: Of) => boolean

/** Reads a month (`2026-11`) as it stands now: verdicts that come later still change it. */
export async function readMonth(house: House, month: string): Promise<MonthRead> {
  const before = monthBefore(month)
  const [now, last] = await Promise.all([everythingIn(house, month), everythingIn(house, before)])
  const [stories, reviewed] = await Promise.all([monthStories(house.db, spanOf(month)), monthReviewed(house.db, spanOf(month))])
  const both = (within: Within) => ({ now: now.numbers(within), before: last.numbers(within) })
  const all = [...now.all, ...last.all]
  const workflows = await Promise.all(
    stories.map(async (story): Promise<MonthOfWorkflow> => {
      const own: Within = (one) => one.employeeId === story.employeeId && one.workflow === story.workflow
      const types = [...new Set(all.filter(own).map(({ queryType }) => queryType))].toSorted()
      const numbers = both(own)
      const { verdicts, timed, activeMs } = reviewed.find((one) => own({ ...one, queryType: '' })) ?? nothingReviewed
      const done = { handled: now.handled.filter(own), reviewed: { verdicts, timed, activeMs }, numbers: numbers.now }
      return {
        ...numbers,
        story,
        byQueryType: types.map((queryType) => ({ queryType, ...both((one) => own(one) && one.queryType === queryType) })),
        worth: await worthIn(house, story, done),
      }
    }),
  )
  const readAt = house.clock.now()
  const over = readAt.toISOString().slice(0, 10) >= spanOf(month).to
  const digest = digestOf(canonical(signedPart(month, workflows)))
  const signatures = (await monthSignatures(house.db, month)).map((one) => ({ ...one, current: one.digest === digest }))
  return { month, before, over, workflows, digest, signatures, readAt }
}

const nothingReviewed = { verdicts: 0, timed: 0, activeMs: 0 }

async function everythingIn({ db }: House, month: string) {
  const span = spanOf(month)
  const [traffic, tallies, handled] = await Promise.all([monthTraffic(db, span), monthTallies(db, span), monthHandled(db, span)])
  return {
    all: [...traffic, ...tallies, ...handled] as Of[],
    handled,
    numbers: (within: Within) =>
      numbersOf(
        traffic.filter(within),
        tallies.filter(within),
        handled.filter(within).reduce((sum, one) => sum + one.autonomous, 0),
      ),
  }
}

type Done = Pick<Parameters<typeof worthOf>[0], 'handled' | 'reviewed'> & { numbers: Numbers }

async function worthIn(house: House, { dossierId }: MonthStory, { numbers, ...done }: Done): Promise<Worth | null> {
  if (dossierId === null) return null
  const [stored, expected] = await Promise.all([dossierOf(house.db, dossierId), expectedWorth(house.db, dossierId)])
  if (stored === null) return null
  const { priced, totalUsd } = numbers.cost
  return worthOf({
    dossier: stored.dossier,
    ...done,
    cost: { priced, settled: numbers.timeToResolution.settled, totalUsd },
    expected,
  })
}

/** What a signature is of: what happened in this month. What stands open today, the month before, what the dossier of today makes of it and the names of people are no part of it. */
function signedPart(month: string, workflows: readonly MonthOfWorkflow[]) {
  return {
    month,
    workflows: workflows.map(({ story, now, byQueryType }) => ({
      employee: story.employeeId,
      workflow: story.workflow,
      numbers: now,
      byQueryType: byQueryType.map(({ queryType, now: ofType }) => ({ queryType, ...ofType })),
      sample: { opened: story.opened, judged: story.judged, known: story.known, found: story.found },
      incidents: { minor: story.minor, major: story.major, severe: story.severe },
      happened: { overrides: story.overrides, halts: story.halts, demotions: story.demotions },
    })),
  }
}

/** `digest`: of the numbers the person has seen. `note`: what the review of the month came to. */
export type SignMonth = { month: string; digest: string; note: string | null }

/**
 * Signs a month that is over. Refused while it runs, when the numbers are no longer those that were seen, and when this person has signed these very numbers. Numbers that
 * change later are signed anew; what was signed stays.
 */
export async function signMonth(
  house: House,
  { month, digest, note }: SignMonth,
  by: Actor,
): Promise<{ month: string; digest: string } | Refusal> {
  const read = await readMonth(house, month)
  if (!read.over) return refuse('month_still_running', { month, from: spanOf(month).to })
  if (read.digest !== digest) return refuse('month_moved', { month })
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const kept = note === null ? null : await keep(tx, at, null, 'note', note)
    const numbers = signedPart(month, read.workflows)
    const signed = { month, digest, personId: by.id, numbers, noteId: kept?.id ?? null, at }
    if (!(await insertMonthSignature(tx, signed))) return refuse('month_already_signed', { month })
    await append(tx, at, by, {
      kind: 'month.signed',
      subject: month,
      says: { month, numbers: digest, note: kept?.digest ?? null },
    })
    return { month, digest }
  })
}
