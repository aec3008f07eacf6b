// `tenure rollout`: looking at rollouts and moving them. Asks the server, as the person whose key is used; what that person may do is decided there.

import type { Rollout } from '@tenure/contract/rollouts'
import { type Client, each } from '@tenure/sdk'
import { type Command, Option } from 'commander'
import { withServer } from '../client.ts'
import { type ExitCode, exitCodes, plain, printJson, printSentence, runCommand } from '../print.ts'
import { reasonOf } from '../reason.ts'
import { registerBundle } from '../rollout-bundle.ts'
import { cellsOf, printBoard, printGate, printRollout } from '../rollout-tables.ts'
import { registerVersions } from '../rollout-versions.ts'

type Json = { json: boolean }
type Moving = Json & { reason?: string }

export function register(program: Command): void {
  const rollout = program.command('rollout').description('the phases of rollouts, and moving them')
  registerReads(rollout)
  registerPromotion(rollout)
  registerMoves(rollout)
  registerBundle(rollout, promotionOf)
  registerVersions(rollout)
}

function registerReads(rollout: Command): void {
  rollout
    .command('list')
    .description('every rollout with its phase and what stands between it and the next')
    .option('--employee <employee>', 'only of this employee, by id or name')
    .option('--json', 'answer as JSON', false)
    .addHelpText('after', '\nExample:\n  tenure rollout list --json')
    .action((options: Json & { employee?: string }) =>
      read(
        options,
        async (client) => ({
          items: await Array.fromAsync(each(client.listRollouts, { employee: options.employee, limit: 200 })),
        }),
        ({ items }) => printBoard(items),
      ),
    )
  rollout
    .command('show')
    .argument('<rollout>')
    .description('one rollout with its cells, promotion and history')
    .option('--json', 'answer as JSON', false)
    .addHelpText('after', '\nExample:\n  tenure rollout show rol_…')
    .action((id: string, options: Json) => read(options, (client) => client.rollout(id), printRollout))
  rollout
    .command('gate')
    .argument('<rollout>')
    .description('the evidence against the targets, each criterion with its reason')
    .option('--json', 'answer as JSON', false)
    .addHelpText('after', '\nExample:\n  tenure rollout gate rol_… --json')
    .action((id: string, options: Json) => read(options, (client) => client.gate(id), printGate))
  rollout
    .command('open')
    .argument('<dossier>', 'id of a dossier two people have signed')
    .description('open a rollout in shadow')
    .option('--cells <cells>', 'queryType:channel, comma between them', 'all')
    .option('--rehearsal', 'on unsigned material; never leaves shadow observe', false)
    .option('--json', 'answer as JSON', false)
    .addHelpText('after', '\nExample:\n  tenure rollout open dos_… --cells password_reset:email,vpn:chat')
    .action((dossier: string, { cells, rehearsal, json }: Json & { cells: string; rehearsal: boolean }) =>
      runCommand(async () => {
        const wanted = cells === 'all' ? 'all' : cellsOf(cells)
        if (wanted === null) return badCells(cells)
        return tell(
          json,
          (client) => client.openRollout({ dossier, cells: wanted, rehearsal }),
          ({ rolloutId, phase }) => `Rollout ${rolloutId} is open in ${phase}.`,
        )
      }),
    )
}

function registerPromotion(rollout: Command): void {
  moving(rollout, 'propose', 'propose the next phase; needs a met gate or --override')
    .option('--override', 'although the gate is not met; stays on the record for ever', false)
    .action((id: string, options: Moving & { override: boolean }) =>
      move(
        options,
        'propose a promotion',
        (client, reason) => client.proposePromotion(id, { reason, override: options.override }),
        (proposed) =>
          `Promotion ${proposed.promotionId} to ${proposed.to} is proposed; the gate is ${proposed.outcome.replaceAll('_', ' ')}. A second person approves it.`,
      ),
    )
  moving(rollout, 'approve', 'approve a proposed promotion, as the second person', 'id of the promotion or of its rollout')
    .addHelpText(
      'after',
      '\nA person approves: TENURE_API_KEY must be the personal key of somebody other than the proposer; a machine’s key is refused.',
    )
    .action((id: string, options: Moving) =>
      move(
        options,
        'approve a promotion',
        async (client, reason) => client.approvePromotion(await promotionOf(client, id), { reason }),
        ({ promotionId }) => `Promotion ${promotionId} is approved. Carry it out with: tenure rollout advance ${promotionId}`,
      ),
    )
  rollout
    .command('advance')
    .argument('<promotion>', 'id of the approved promotion or of its rollout')
    .description('carry out an approved promotion; its reasons were given by both people')
    .option('--json', 'answer as JSON', false)
    .action((id: string, { json }: Json) =>
      runCommand(() =>
        tell(
          json,
          async (client) => client.advance(await promotionOf(client, id)),
          ({ rolloutId, phase }) => `Rollout ${rolloutId} is now ${phase}.`,
        ),
      ),
    )
}

function registerMoves(rollout: Command): void {
  const now = ({ rolloutId, phase }: { rolloutId: string; phase: string }) => `Rollout ${rolloutId} is now ${phase}.`
  moving(rollout, 'split', 'put some cells into a rollout of their own, in the same phase')
    .requiredOption('--cells <cells>', 'queryType:channel, comma between them')
    .action((id: string, { cells, ...options }: Moving & { cells: string }) => {
      const wanted = cellsOf(cells)
      if (wanted === null) return runCommand(async () => badCells(cells))
      return move(
        options,
        'split a rollout',
        (client, reason) => client.split(id, { cells: wanted, reason }),
        ({ rolloutId }) => `The cells are in rollout ${rolloutId} now.`,
      )
    })
  moving(rollout, 'demote', 'send a rollout back')
    .addOption(new Option('--to <phase>', 'the phase to go back to').choices(['supervised', 'shadow']).makeOptionMandatory())
    .action((id: string, { to, ...options }: Moving & { to: 'supervised' | 'shadow' }) =>
      move(options, 'demote a rollout', (client, reason) => client.demote(id, { to, reason }), now),
    )
  moving(rollout, 'halt', 'stop a rollout now; needs no gate').action((id: string, options: Moving) =>
    move(options, 'halt a rollout', (client, reason) => client.haltRollout(id, { reason }), now),
  )
  moving(rollout, 'resume', 'bring a halted rollout back, in shadow').action((id: string, options: Moving) =>
    move(options, 'resume a rollout', (client, reason) => client.resume(id, { reason }), now),
  )
}

/** The parts every act that moves trust has in common. */
function moving(rollout: Command, name: string, description: string, what = 'the rollout’s id'): Command {
  return rollout
    .command(name)
    .argument('<id>', what)
    .description(description)
    .option('--reason <text>', 'why; asked for at a terminal')
    .option('--json', 'answer as JSON', false)
}

function read<T>({ json }: Json, ask: (client: Client) => Promise<T>, print: (found: T) => void): Promise<void> {
  return runCommand(() =>
    withServer(async (client) => {
      const found = await ask(client)
      if (json) printJson(found)
      else print(found)
      return exitCodes.done
    }),
  )
}

function move<T>(
  options: Moving,
  act: string,
  ask: (client: Client, reason: string) => Promise<T>,
  sentence: (done: T) => string,
): Promise<void> {
  return runCommand(async () => {
    const reason = await reasonOf(options.reason, act)
    return reason === null ? exitCodes.misused : tell(options.json, (client) => ask(client, reason), sentence)
  })
}

function tell<T>(json: boolean, ask: (client: Client) => Promise<T>, sentence: (done: T) => string): Promise<ExitCode> {
  return withServer(async (client) => {
    const done = await ask(client)
    if (json) printJson(done)
    else printSentence(sentence(done))
    return exitCodes.done
  })
}

/** The promotion named, or the open one of the rollout named. */
async function promotionOf(client: Client, id: string): Promise<string> {
  if (!id.startsWith('rol_')) return id
  const { promotion }: Rollout = await client.rollout(id)
  return promotion?.id ?? id
}

function badCells(text: string): ExitCode {
  console.error(
    plain(
      `“${text}” is not a list of cells. Write queryType:channel with a comma between them, for example password_reset:email,vpn:chat.`,
    ),
  )
  return exitCodes.misused
}
