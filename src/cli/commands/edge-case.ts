// `tenure edge-case`: the catalogue of what is handled poorly, for looking. Changing it is the console's and the API's.

import type { EdgeCase, EdgeCaseState } from '@tenure/contract/edge-cases'
import { each } from '@tenure/sdk'
import { type Command, Option } from 'commander'
import { withServer } from '../client.ts'
import { exitCodes, printJson, printSentence, printTable, runCommand } from '../print.ts'

export function register(program: Command): void {
  const edgeCase = program.command('edge-case').description('the catalogue of what is handled poorly')
  edgeCase
    .command('list')
    .description('entries, newest first')
    .option('--employee <employee>', 'only of this employee, by id or name')
    .option('--rollout <rollout>', 'only of this rollout')
    .addOption(new Option('--state <state>', 'only in this state').choices(['open', 'refined', 'replayed', 'closed', 'reopened']))
    .option('--json', 'answer as JSON', false)
    .addHelpText('after', '\nExample:\n  tenure edge-case list --state open')
    .action(({ json, ...filter }: { json: boolean; employee?: string; rollout?: string; state?: EdgeCaseState }) =>
      runCommand(() =>
        withServer(async (client) => {
          const items = await Array.fromAsync(each(client.listEdgeCases, { ...filter, limit: 200 }))
          if (json) printJson({ items })
          else if (items.length === 0) printSentence('Nothing is in the catalogue.')
          else
            printTable(
              ['edge case', 'state', 'found by', 'owner', 'examples', 'what'],
              items.map((one) => [one.id, one.state, one.kind, one.ownerName ?? one.owner, one.examples, one.title]),
            )
          return exitCodes.done
        }),
      ),
    )
  edgeCase
    .command('show')
    .argument('<edge-case>')
    .description('one entry with its examples, what is needed to close it, and its history')
    .option('--json', 'answer as JSON', false)
    .action((id: string, { json }: { json: boolean }) =>
      runCommand(() =>
        withServer(async (client) => {
          const found = await client.edgeCase(id)
          if (json) printJson(found)
          else print(found)
          return exitCodes.done
        }),
      ),
    )
}

function print(entry: EdgeCase): void {
  printSentence(`${entry.title} (${entry.subject}): ${entry.state}, owned by ${entry.ownerName ?? entry.owner ?? 'nobody'}.`)
  if (entry.refinedIn !== null) printSentence(`Refined in ${entry.refinedIn} since ${entry.refinedAt?.slice(0, 16)}.`)
  if (entry.later !== null) {
    const { successes, failures, needed, why } = entry.later
    printSentence(`Later: ${successes} successes, ${failures} failures; ${needed} successes close it. ${why}`)
  }
  printTable(
    ['example', 'query type', 'verdict', 'query'],
    entry.examples.map(({ interactionId, queryType, verdict, query }) => [
      interactionId,
      queryType,
      verdict,
      query?.slice(0, 80),
    ]),
  )
  printTable(
    ['when', 'what', 'by'],
    entry.history.map(({ at, kind, by }) => [at.slice(0, 16), kind, by.name ?? by.id]),
  )
}
