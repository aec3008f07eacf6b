// `tenure audit`: what an auditor takes home and recomputes. Verifying a sample needs the file and nothing else: no server, no database, no network.

import type { Client } from '@tenure/sdk'
import type { Command } from 'commander'
import { type SampleFile, type SampleReport, verifySample } from '../../domain/audit/verify-sample.ts'
import { isRefusal, type Refusal } from '../../domain/refusal.ts'
import { withServer } from '../client.ts'
import { type ExitCode, exitCodes, plain, printJson, printSentence, runCommand } from '../print.ts'
import { readSample, sampleLines } from '../sample-file.ts'
import { writeWhole } from '../whole-file.ts'

type SampleOptions = { month: string; out: string; json: boolean }
type VerifyOptions = { sampling?: string | true; server: boolean; month?: string; json: boolean }

export function register(program: Command): void {
  const audit = program.command('audit').description('what an auditor checks for themselves')
  audit
    .command('sample')
    .description('the records of a month’s sample and the keys that were disclosed, as a file to verify anywhere')
    .requiredOption('--month <month>', 'as 2026-11')
    .requiredOption('--out <file>', 'where to write it')
    .option('--json', 'answer as JSON', false)
    .addHelpText('after', '\nExample:\n  tenure audit sample --month 2026-11 --out november.jsonl')
    .action((options: SampleOptions) => runCommand(() => sample(options)))
  audit
    .command('verify')
    .description('recompute what the trail says; exit code 4 when it does not fit')
    .requiredOption(
      '--sampling [file]',
      'which interactions had to be reviewed, from this file or, with --server, from the server',
    )
    .option('--server', 'fetch the month from the server', false)
    .option('--month <month>', 'which month to fetch, as 2026-11')
    .option('--json', 'answer as JSON', false)
    .addHelpText(
      'after',
      '\nExamples:\n  tenure audit verify --sampling november.jsonl\n  tenure audit verify --sampling --server --month 2026-11',
    )
    .action((options: VerifyOptions) => runCommand(() => verify(options)))
}

async function wholeMonth(client: Client, month: string): Promise<SampleFile> {
  let page = await client.monthSample(month)
  const { keys } = page
  const records = [...page.records]
  while (page.next !== null) {
    page = await client.monthSample(month, { cursor: page.next })
    records.push(...page.records)
  }
  return { month, keys, records }
}

function sample({ month, out, json }: SampleOptions): Promise<ExitCode> {
  return withServer(async (client) => {
    const file = await wholeMonth(client, month)
    writeWhole(out, sampleLines(file))
    const told = { month, file: out, records: file.records.length, keys: file.keys.length }
    if (json) printJson(told)
    else printSentence(`${told.records} records and ${told.keys} keys of ${month} are in ${out}.`)
    return exitCodes.done
  })
}

async function verify({ sampling, server, month, json }: VerifyOptions): Promise<ExitCode | Refusal> {
  if (server === (typeof sampling === 'string') || (server && month === undefined)) {
    console.error(plain('Name a file, or say --server and a --month: either of the two.'))
    return exitCodes.misused
  }
  if (server) return withServer(async (client) => tell(verifySample(await wholeMonth(client, month ?? '')), json))
  const file = readSample(String(sampling))
  return isRefusal(file) ? file : tell(verifySample(file), json)
}

function tell(report: SampleReport, json: boolean): ExitCode {
  const verified = report.deviations.length === 0
  if (json) printJson({ verified, ...report })
  else {
    const { month, drawn, recomputed, undisclosed, reviewed, doubled } = report
    printSentence(`${month}: ${drawn} interactions drawn for, ${reviewed} reviewed, ${doubled} of them by a second person too.`)
    printSentence(
      `${recomputed} draws recomputed from disclosed keys${undisclosed === 0 ? '' : `; ${undisclosed} belong to keys that are not disclosed`}.`,
    )
    for (const { what, sentence } of report.deviations) printSentence(`  ${what}: ${sentence}`)
    printSentence(verified ? 'The sample is the one the keys prescribe.' : `${report.deviations.length} deviations.`)
  }
  return verified ? exitCodes.done : exitCodes.unverified
}
