// A move several steps make: a verdict on a proposal was given, taken back or set aside. What stands now is decided anew from all that was said of it, a second person is
// asked where the draw says so, a third where two differ, and the evidence is told (GATES.md section 7).

import type { Actor } from '../domain/audit/record.ts'
import { standing } from '../domain/interaction/standing.ts'
import { append, type Saying } from '../store/audit-log.ts'
import type { Tx } from '../store/database.ts'
import { freshId } from '../store/fresh-id.ts'
import type { Interaction } from '../store/interactions.ts'
import { closeReview, type Judgement, judgementsOf, openReview, type Purpose, type Review } from '../store/reviews.ts'
import { isRehearsal } from '../store/rollouts.ts'
import { countOutcome } from './count-evidence.ts'
import { rememberKnown } from './remember-known.ts'

const by: Actor = { kind: 'worker', id: 'weigh', authority: 'the draw on record and the rule of adjudication' }

type Judgements = Partial<Record<Purpose, Judgement>>

/** Decides anew what stands for a proposal. The interaction MUST be locked by the caller, whose own change is already written. */
export async function weighVerdicts(tx: Tx, at: Date, on: { interaction: Interaction; proposalId: string }): Promise<void> {
  const judged = await judgementsOf(tx, on.proposalId)
  const { primary, double, adjudication } = judged
  if (primary === undefined) return
  const { outcome, disputed } = standing(primary.review.escalated, {
    primary: primary.verdict,
    double: double?.verdict ?? null,
    adjudication: adjudication?.verdict ?? null,
  })
  const sayings: Saying[] = []
  if (double === undefined && (await isWantedTwice(tx, on.interaction, primary)))
    sayings.push(await askSecond(tx, on.interaction, primary.review))
  if (disputed && adjudication?.review.state !== 'open') sayings.push(await askThird(tx, on.interaction, judged))
  if (!disputed && adjudication?.review.state === 'open') await closeReview(tx, adjudication.review.id, 'withdrawn', at)
  if (sayings.length > 0) await append(tx, at, by, ...sayings)
  await rememberKnown(tx, at, { ...on, judged, disputed })
  const source = adjudication?.verdict?.source ?? primary.verdict?.source ?? 'person'
  await countOutcome(tx, primary.review.id, outcome === null ? null : { ...outcome, source })
}

/**
 * A tenth of what people judge, by a draw fixed before anything was known of the interaction. Not where the first verdict acted on the world: the second person could read it
 * off what happened. Not in a rehearsal, where no gate waits for it.
 */
async function isWantedTwice(tx: Tx, interaction: Interaction, { review, verdict }: Judgement): Promise<boolean> {
  const drawn = interaction.doubleU !== null && interaction.doubleRatio !== null && interaction.doubleU < interaction.doubleRatio
  if (!drawn || verdict?.source !== 'person' || review.reason === 'held' || review.rolloutId === null) return false
  return !(await isRehearsal(tx, review.rolloutId))
}

async function askSecond(tx: Tx, interaction: Interaction, primary: Review): Promise<Saying> {
  const review = await openBeside(tx, primary, 'double')
  return {
    kind: 'review.doubled',
    subject: interaction.id,
    says: { review, primary: primary.id, u: interaction.doubleU ?? 0, ratio: interaction.doubleRatio ?? 0 },
  }
}

async function askThird(tx: Tx, interaction: Interaction, { primary, double }: Judgements): Promise<Saying> {
  const review = await openBeside(tx, primary!.review, 'adjudication')
  return {
    kind: 'review.disputed',
    subject: interaction.id,
    says: { review, primary: primary!.review.id, double: double!.review.id },
  }
}

/** With the times, the place and the looks of the primary one, its id included: nobody can tell from the outside which of them it is. */
async function openBeside(tx: Tx, primary: Review, purpose: Purpose): Promise<Review['id']> {
  return openReview(tx, { ...primary, id: freshId('review', primary.openedAt), purpose, notFor: primary.notFor })
}
