// `tenure replay`: a role version run on past cases people have judged. The server runs it; this orders it and tells how far it is and what it showed.

import { setTimeout as pause } from 'node:timers/promises'
import type { Replay } from '@tenure/contract/replays'
import type { Client } from '@tenure/sdk'
import { type Command, InvalidArgumentError } from 'commander'
import { withServer } from '../client.ts'
import { exitCodes, printJson, printSentence, printTable, runCommand } from '../print.ts'

// A case takes a model a few seconds; asking oftener tells nothing new.
const lookEveryMs = 1_000
const usualCases = 300

export function register(program: Command): void {
  program
    .command('replay')
    .argument('<rollout>', 'the rollout, or with --show the replay')
    .description('run a version on past cases that were judged: recorded answers only, nothing touches a system')
    .option('--version <dossier>', 'the version to run; it need not be signed')
    .option('--limit <n>', 'how many cases at most, newest first', wholeNumber, usualCases)
    .option('--wait', 'wait until it is done', false)
    .option('--show', 'show a replay that was ordered before', false)
    .option('--json', 'answer as JSON', false)
    .addHelpText('after', '\nExamples:\n  tenure replay rol_… --version dos_… --wait\n  tenure replay rpl_… --show --json')
    .action((id: string, options: Options) => runCommand(() => withServer((client) => replay(client, id, options))))
}

type Options = { version?: string; limit: number; wait: boolean; show: boolean; json: boolean }

async function replay(client: Client, id: string, { version, limit, wait, show, json }: Options) {
  if (!show && version === undefined) {
    console.error('Which version? Add --version DOSSIER, or --show to look at a replay.')
    return exitCodes.misused
  }
  const replayId = show ? id : (await client.orderReplay(id, { dossier: version ?? '', limit })).replayId
  let found = await client.replay(replayId)
  while (wait && found.state === 'running') {
    await pause(lookEveryMs)
    found = await client.replay(replayId)
  }
  if (json) printJson(found)
  else print(found)
  return wait && found.state === 'stopped' ? exitCodes.refused : exitCodes.done
}

function print(replay: Replay): void {
  const { id, state, done, cases, changed, noise, result, why } = replay
  printSentence(
    `Replay ${id}: ${state}, ${done} of ${cases} cases run; ${changed} came out differently, ${noise} by the old version itself.`,
  )
  if (why !== null) printSentence(why)
  if (result === null) return
  printTable(
    ['query type', 'cases', 'changed', 'noise', 'carried over'],
    Object.entries(result.byType).map(([name, one]) => [
      name,
      one.cases,
      one.changed,
      one.noise,
      one.affected
        ? 'nothing: the change touches it'
        : one.carried === null
          ? 'nothing judged'
          : `at least ${percent(one.carried.lower)}`,
    ]),
  )
  if (result.carried !== null)
    printSentence(
      `For the types the change does not touch at least ${percent(result.carried.lower)} is right: ${percent(result.carried.oldLower)} of the old version less ${percent(result.carried.changedUpper)} that may have changed.`,
    )
}

function percent(share: number): string {
  return `${Math.floor(share * 1000) / 10} %`
}

function wholeNumber(text: string): number {
  const n = Number(text)
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError('Give a whole number from 1 on.')
  return n
}
