// `tenure review`: what waits for a judgement, the next item, and the verdict on exactly what was shown. Asks the server.

import type { ReviewCard, SkipRequest, VerdictRequest } from '@tenure/contract/reviews'
import { verdictKindSchema, verdictReasonSchema } from '@tenure/contract/words'
import type { Client } from '@tenure/sdk'
import { type Command, Option } from 'commander'
import { withServer } from '../client.ts'
import { type ExitCode, exitCodes, plain, printJson, printSentence, printTable, runCommand } from '../print.ts'
import { cardLines } from '../review/card-lines.ts'
import { type Keyboard, terminalKeyboard } from '../review/keys.ts'
import { sit } from '../review/session.ts'

type Filter = { rollout?: string; employee?: string; type?: string; state: 'open' | 'done' | 'withdrawn'; json: boolean }
type Given = { digest: string; why: NonNullable<VerdictRequest['reasons']>; note?: string; edit?: string; json: boolean }

type Skipped = { why: NonNullable<SkipRequest['why']>; json: boolean }
const skipReasons: Skipped['why'][] = ['later', 'not_mine', 'unclear', 'handed_over']

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
    .description('work through the queue with one key per verdict; without a terminal, reserve the next item and show its card')
    .option('--json', 'answer the reserved card as JSON; null when nothing waits', false)
    .addHelpText(
      'after',
      '\nExample:\n  tenure review next\n\nAt a terminal the keys are those of the console: 1 to 5, Z undo, S skip, H hand over, N note, E edit, T type, D compare, Q leave.',
    )
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
  registerReturns(review)
}

/** Taking back, and passing on. */
function registerReturns(review: Command): void {
  review
    .command('undo')
    .argument('<verdict>', 'the verdict’s id')
    .description('take your own verdict back; what it released stays released')
    .option('--json', 'answer as JSON', false)
    .addHelpText('after', '\nExample:\n  tenure review undo ver_…')
    .action((id: string, { json }: { json: boolean }) => runCommand(() => undo(id, json)))
  review
    .command('skip')
    .argument('<review>', 'the review’s id')
    .description('put an item at the end of the queue, or hand it over')
    .addOption(new Option('--why <reason>', 'why').choices(skipReasons).default('later'))
    .option('--json', 'answer as JSON', false)
    .addHelpText('after', '\nExample:\n  tenure review skip rev_… --why unclear')
    .action((id: string, given: Skipped) => runCommand(() => skip(id, given)))
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
    const { stdin, stdout } = process
    if (!json && stdin.isTTY && stdout.isTTY) return sitAt(client, terminalKeyboard(stdin, stdout), reviewId)
    const card = await client.takeReview(reviewId === undefined ? {} : { reviewId })
    if (json) printJson(card)
    else if (card === null) printSentence('Nothing waits for review.')
    else printCard(card)
    return exitCodes.done
  })
}

/** At a terminal: one key after another, until the queue is empty or the person leaves. */
async function sitAt(client: Client, keyboard: Keyboard, reviewId: string | undefined): Promise<ExitCode> {
  try {
    const done = await sit({ client, keyboard, print: printSentence, newKey: () => crypto.randomUUID() }, reviewId)
    printSentence(`${done} judged in this sitting.`)
    return exitCodes.done
  } finally {
    keyboard.close()
  }
}

function undo(id: string, json: boolean): Promise<ExitCode> {
  return withServer(async (client) => {
    const undone = await client.undoVerdict(id)
    if (json) printJson(undone)
    else printSentence(`The verdict is taken back; ${undone.reviewId} is open again.`)
    return exitCodes.done
  })
}

function skip(id: string, { why, json }: Skipped): Promise<ExitCode> {
  return withServer(async (client) => {
    const skipped = await client.skipReview(id, { why })
    if (json) printJson(skipped)
    else printSentence(`${skipped.reviewId} is at the end of the queue.`)
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
  for (const line of cardLines(card)) printSentence(line)
  printTable(
    ['verdict', 'what it will do'],
    card.keys.map(({ kind, consequence }) => [kind, consequence]),
  )
  printSentence(`Judge it with: tenure review give ${card.id} VERDICT --digest ${card.digest}`)
}

function short(text: string | null): string {
  const line = (text ?? '').replace(/\s+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 59)}…` : line
}
