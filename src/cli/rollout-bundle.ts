// `tenure rollout bundle` and `tenure rollout verify`: what a promotion was decided on, taken home and read again. Verifying needs the file and nothing else: no server,
// no database, no network.

import type { Client } from '@tenure/sdk'
import type { Command } from 'commander'
import type { NoteVerifier } from '../domain/audit/signed-note.ts'
import { type Verification, verifyBundle } from '../domain/committee/verify.ts'
import { committeePage } from '../drawing/committee-page.ts'
import { keyFrom, readBundleFile, writeBundleFile } from './bundle-file.ts'
import { withServer } from './client.ts'
import { type ExitCode, exitCodes, plain, printJson, printSentence, printTable, runCommand } from './print.ts'
import { folded, words } from './rollout-tables.ts'
import { writeWhole } from './whole-file.ts'

type Taking = { out?: string; html?: string; json: boolean }
type Verifying = { key?: string; html?: string; json: boolean }

// What somebody looks at first; all of it is in the JSON.
const mostShown = 20

export function registerBundle(rollout: Command, promotionOf: (client: Client, id: string) => Promise<string>): void {
  rollout
    .command('bundle')
    .argument('<promotion>', 'id of the promotion, or of the rollout it is open for')
    .description('what a promotion was decided on, signed, to verify anywhere')
    .option('--out <file>', 'where to write it; gzipped when the name ends in .gz')
    .option('--html <file>', 'where to write the page for a committee')
    .option('--json', 'answer as JSON', false)
    .addHelpText('after', '\nExample:\n  tenure rollout bundle pro_… --out march.json.gz --html march.html')
    .action((id: string, options: Taking) => runCommand(() => take(id, options, promotionOf)))
  rollout
    .command('verify')
    .argument('<bundle>', 'the file')
    .description('verify a bundle, offline, and read its gate again; exit code 4 when something does not fit')
    .option('--key <key>', 'the installation’s public key or a file that holds it, from anywhere but the bundle')
    .option('--html <file>', 'write the page for a committee, made from the file')
    .option('--json', 'answer as JSON', false)
    .addHelpText(
      'after',
      '\nThe key is shown by GET /api/v1/signing-key; get it by a way the sender of the bundle does not control.\n\nExample:\n  tenure rollout verify march.json.gz --key installation.pub',
    )
    .action((file: string, options: Verifying) => runCommand(async () => verify(file, options)))
}

async function take(
  id: string,
  { out, html, json }: Taking,
  promotionOf: (client: Client, id: string) => Promise<string>,
): Promise<ExitCode> {
  if (out === undefined && html === undefined) {
    console.error('Say where to write it: --out FILE, --html FILE, or both.')
    return exitCodes.misused
  }
  return withServer(async (client) => {
    const promotion = await promotionOf(client, id)
    const bundle = await client.promotionBundle(promotion)
    if (out !== undefined) writeBundleFile(out, `${JSON.stringify(bundle)}\n`)
    if (html !== undefined) writeWhole(html, await client.promotionPage(promotion))
    const { evidence, decisions } = bundle.records
    const told = { promotion, records: evidence.length + decisions.length, out: out ?? null, html: html ?? null }
    if (json) printJson(told)
    else
      printSentence(
        `The bundle of ${promotion} (${told.records} records) is in ${[out, html].filter(Boolean).join(' and ')}. Verify it with: tenure rollout verify ${out ?? 'FILE'} --key …`,
      )
    return exitCodes.done
  })
}

function verify(file: string, { key: given, html, json }: Verifying): ExitCode {
  const key = given === undefined ? null : keyFrom(given)
  if (given !== undefined && key === null) {
    console.error(plain(`${given} is not a public key (name+id+base64).`))
    return exitCodes.misused
  }
  const verified = verifyBundle(readBundleFile(file), key)
  const { bundle, findings } = verified
  if (html !== undefined && bundle !== null) writeWhole(html, committeePage(bundle, verified))
  if (json) printJson(asJson(verified))
  else print(verified, key)
  return findings.length === 0 ? exitCodes.done : exitCodes.unverified
}

function asJson({ bundle, findings, gate, signature }: Verification): object {
  return {
    verified: findings.length === 0,
    signature,
    first: findings[0] ?? null,
    findings,
    head: bundle?.head ?? null,
    gate,
    decisions: bundle?.decisions ?? [],
  }
}

function print({ bundle, findings, gate, signature }: Verification, key: NoteVerifier | null): void {
  if (bundle !== null) {
    const { promotion, rollout, from, to, stage, records } = bundle.head
    printSentence(`Promotion ${promotion} of rollout ${rollout}, from ${from} to ${to}: ${words(stage)}.`)
    printSentence(
      `${bundle.facts.sample.items.length} reviews, ${bundle.facts.sample.leftOut.length} outputs the draw left out, ${records.size} records with the root ${records.root}.`,
    )
  }
  if (gate !== null) {
    printSentence(`The gate, read again here: ${words(gate.outcome)}`)
    printTable(
      ['criterion', 'outcome', 'reason'],
      gate.criteria.map(({ name, outcome, reason }) => [name, words(outcome), folded(reason)]),
    )
  }
  if (findings.length > 0) {
    const [first] = findings
    console.error(plain(`It does not verify. First: ${first!.where}: ${first!.what}.`))
    printTable(
      ['where', 'what'],
      findings.slice(0, mostShown).map(({ where, what }) => [folded(where), folded(what)]),
    )
    if (findings.length > mostShown) printSentence(`And ${findings.length - mostShown} more; --json has them all.`)
    return
  }
  const named = `by ${key?.name} (${key?.id})`
  printSentence(
    signature === 'by_the_named_key'
      ? `It verifies: every fact is as the records say, the gate comes out the same, and it is signed ${named}.`
      : `Everything fits, and it is signed by ${bundle!.head.key}. NOT CHECKED: whether that is the installation’s key. Get the key by another way and give it with --key.`,
  )
}
