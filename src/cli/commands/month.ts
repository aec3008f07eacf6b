// `tenure month`: the numbers of a month, and `--sign` to stand for them.

import type { Month, MonthNumbers, MonthWorth } from '@tenure/contract/months'
import { monthParams } from '@tenure/contract/months'
import type { Command } from 'commander'
import { withServer } from '../client.ts'
import { type ExitCode, exitCodes, plain, printJson, printSentence, printTable, runCommand } from '../print.ts'

type Options = { json: boolean; sign: boolean; note?: string }

export function register(program: Command): void {
  program
    .command('month')
    .argument('<month>', 'as 2026-11; days are those of UTC')
    .description('the numbers of a month by workflow and query type, with the month before beside them')
    .option('--sign', 'sign what is shown; only a month that is over', false)
    .option('--note <text>', 'with --sign: what the review of the month came to')
    .option('--json', 'answer as JSON', false)
    .addHelpText('after', '\nExample:\n  tenure month 2026-10 --sign --note "Licences stay in supervised for another month."')
    .action((month: string, options: Options) => runCommand(() => show(month, options)))
}

async function show(month: string, { json, sign, note }: Options): Promise<ExitCode> {
  if (!monthParams.safeParse({ id: month }).success || (note !== undefined && !sign)) {
    console.error(
      plain(note !== undefined && !sign ? 'A note is signed: add --sign.' : `“${month}” is not a month. Write it as 2026-11.`),
    )
    return exitCodes.misused
  }
  return withServer(async (client) => {
    const read = await client.month(month)
    if (!json) print(read)
    if (sign) await client.signMonth(month, { digest: read.digest, note: note ?? null })
    if (json) printJson(sign ? await client.month(month) : read)
    else if (sign) printSentence(`Signed: the numbers of ${month} as they stand now, digest ${read.digest.slice(0, 16)}.`)
    return exitCodes.done
  })
}

function print({ month, before, over, workflows, signatures }: Month): void {
  if (!over) printSentence(`${month} is not over; its numbers still move.`)
  if (workflows.length === 0) printSentence('No workflow has a rollout yet.')
  for (const of of workflows) {
    printSentence(`\n${of.employee} · ${of.workflow} (${of.phases.join(', ') || 'no open rollout'})`)
    printTable(
      ['', 'queries', 'by itself', 'right', 'to people', 'minutes', 'content', 'USD each'],
      [
        ['all', ...cells(of.now)],
        [before, ...cells(of.before)],
        ...of.byQueryType.map(({ queryType, now }) => [queryType, ...cells(now)]),
      ],
    )
    const { sample, incidents } = of
    printSentence(
      `Reviews: ${sample.judged} of ${sample.opened} judged, ${sample.overdue} overdue; of ${sample.known} items known to be wrong ${sample.found} found.`,
    )
    printSentence(
      `Incidents: ${incidents.minor} minor, ${incidents.major} major, ${incidents.severe} severe; ${incidents.unclosed} not closed. Overrides ${of.overrides}, halts ${of.halts}, steps back ${of.demotions}.`,
    )
    if (of.worth !== null) printSentence(worthIn(of.worth))
  }
  for (const { name, personId, at, current } of signatures)
    printSentence(`Signed by ${name ?? personId}, ${at}${current ? '' : ' (the numbers have changed since)'}.`)
}

function cells({ arrived, autonomous, accuracy, escalation, timeToResolution, satisfaction, cost }: MonthNumbers): string[] {
  const share = (ratio: number | null) => (ratio === null ? '–' : `${(ratio * 100).toFixed(1)} %`)
  const band = accuracy.n === 0 ? '' : ` (${share(accuracy.lower)} to ${share(accuracy.upper)}, n ${accuracy.n})`
  return [
    String(arrived),
    String(autonomous),
    `${share(accuracy.estimate)}${band}`,
    share(escalation.ratio),
    timeToResolution.meanMinutes?.toFixed(1) ?? '–',
    share(satisfaction.ratio),
    cost.meanUsd?.toFixed(4) ?? '–',
  ]
}

function worthIn({ hoursFreed, savingUsd, agentUsd, expected, missing }: MonthWorth): string {
  const told = (value: number | null) => (value === null ? 'not known' : value.toFixed(1))
  const unknown = missing.length === 0 ? '' : ` Not known: ${missing.join(', ')}.`
  return `Worth: ${told(hoursFreed)} hours freed (expected ${told(expected.hoursFreed)}), ${told(savingUsd)} USD saved (expected ${told(expected.savingUsd)}); the employee cost ${told(agentUsd)} USD.${unknown}`
}
