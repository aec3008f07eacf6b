// `tenure review`: what waits for a judgement, the next item, and the verdict on exactly what was shown. Asks the server.

import type { ReviewCard, VerdictRequest } from '@tenure/contract/reviews'
import { verdictKindSchema, verdictReasonSchema } from '@tenure/contract/words'
import { type Command, Option } from 'commander'
import { withServer } from '../client.ts'
import { type ExitCode, exitCodes, plain, printJson, printSentence, printTable, runCommand } from '../print.ts'

type Filter = { rollout?: string; employee?: string; type?: string; state: 'open' | 'done' | 'withdrawn'; json: boolean }
type Given = { digest: string; why: NonNullable<VerdictRequest['reasons']>; note?: string; edit?: string; json: boolean }

export function register(program: Command): void {
  const review = program.command('review').description('what waits for a judgement')
  review
    .command('list')
    .description('the queue, oldest due first')
    .option('--rollout <id>', 'only of this rollout')
    .option('--employee <employee>', 'only of this employee, by id or name')
    .option('--type <queryType>', 'only of this query type')
    .addOption(new Option('--state <state>', 'which').choices(['open', 'done', 'withdrawn']).default('open'))
    .option('--json', 'answer as JSON', false)
    .addHelpText('after', '\nExample:\n  tenure review list --rollout rol_…')
    .action((filter: Filter) => runCommand(() => list(filter)))
  review
    .command('next')
    .argument('[review]', 'a review to take instead of the oldest due one')
    .description('reserve the next item and show its card')
    .option('--json', 'answer as JSON; null when nothing waits', false)
    .addHelpText('after', '\nExample:\n  tenure review next')
    .action((id: string | undefined, options: { json: boolean }) => runCommand(() => next(id, options)))
  review
    .command('give')
    .argument('<review>', 'the review’s id')
    .argument('<verdict>', verdictKindSchema.options.join(', '))
    .description('judge what was shown')
    .requiredOption('--digest <digest>', 'digest of the card you saw; another card is refused')
    .addOption(new Option('--why <reason...>', 'reasons of a “wrong”').choices(verdictReasonSchema.options).default([]))
    .option('--note <text>', 'in your own words')
    .option('--edit <text>', 'the reply as it should be, with correct_small_edit')
    .option('--json', 'answer as JSON', false)
    .addHelpText(
      'after',
      '\nExample:\n  tenure review give rev_… wrong --digest … --why wrong_fact --note "that plan was retired"',
    )
    .action((id: string, kind: string, given: Given) => runCommand(() => give(id, kind, given)))
}

function list({ type, json, ...filter }: Filter): Promise<ExitCode> {
  return withServer(async (client) => {
    const queue = await client.listReviews({ ...filter, ...(type === undefined ? {} : { queryType: type }), limit: 200 })
    if (json) {
      printJson(queue)
      return exitCodes.done
    }
    printTable(
      ['review', 'employee', 'query type', 'why', 'due', 'query'],
      queue.items.map((item) => [
        item.id,
        item.employee,
        item.queryType,
        item.reason,
        item.dueAt.slice(0, 16),
        short(item.query),
      ]),
    )
    const { open, overdue } = queue.counts
    printSentence(`${open} open in all, ${overdue} overdue${queue.next === null ? '' : '; more than are shown here'}.`)
    return exitCodes.done
  })
}

function next(reviewId: string | undefined, { json }: { json: boolean }): Promise<ExitCode> {
  return withServer(async (client) => {
    const card = await client.takeReview(reviewId === undefined ? {} : { reviewId })
    if (json) printJson(card)
    else if (card === null) printSentence('Nothing waits for review.')
    else printCard(card)
    return exitCodes.done
  })
}

async function give(id: string, word: string, { digest, why, note, edit, json }: Given): Promise<ExitCode> {
  const kind = verdictKindSchema.safeParse(word)
  if (!kind.success) {
    console.error(plain(`There is no verdict ${word}. Possible: ${verdictKindSchema.options.join(', ')}.`))
    return exitCodes.misused
  }
  return withServer(async (client) => {
    const given = await client.giveVerdict(id, {
      kind: kind.data,
      digest,
      reasons: why,
      note: note ?? null,
      edit: edit ?? null,
    })
    if (json) printJson(given)
    else {
      const moved = given.effects.map(({ effectId, state }) => `${effectId} ${state}`).join(', ')
      printSentence(
        `The verdict ${given.verdictId ?? '(of what is held; the rest follows when the agent is done)'} stands${moved === '' ? '' : `: ${moved}`}.`,
      )
    }
    return exitCodes.done
  })
}

function printCard(card: ReviewCard): void {
  printSentence(
    `${card.id}: ${card.employee}, ${card.queryType} × ${card.channel}, ${card.phase ?? 'no phase'}${card.delivery === null ? '' : ` ${card.delivery}`}`,
  )
  printSentence(`Asked: ${card.query ?? ''}`)
  if (card.escalation !== null) printSentence(`Handed to a person: ${card.escalation.reason}`)
  for (const effect of card.effects) {
    const what =
      effect.kind === 'reply'
        ? `reply: ${effect.text ?? ''}`
        : `${effect.kind} ${effect.system}.${effect.operation} ${JSON.stringify(effect.arguments)}`
    printSentence(`  ${effect.state}${effect.simulated ? ' (simulated)' : ''} ${what}`)
  }
  printTable(
    ['verdict', 'what it will do'],
    card.keys.map(({ kind, consequence }) => [kind, consequence]),
  )
  printSentence(
    `Yours until ${card.reservedUntil ?? 'further notice'}. Judge it with: tenure review give ${card.id} VERDICT --digest ${card.digest}`,
  )
}

function short(text: string | null): string {
  const line = (text ?? '').replace(/\s+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 59)}…` : line
}
