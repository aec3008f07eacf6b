// `tenure employee`: who works here, on what, and in which phase. Asks the server.

import type { Employee } from '@tenure/contract/employees'
import { each } from '@tenure/sdk'
import type { Command } from 'commander'
import { withServer } from '../client.ts'
import { type ExitCode, exitCodes, printJson, printSentence, printTable, runCommand } from '../print.ts'

type Options = { json: boolean }

export function register(program: Command): void {
  const employee = program.command('employee').description('the AI employees and what they work on')
  employee
    .command('list')
    .description('every employee')
    .option('--json', 'answer as JSON', false)
    .addHelpText('after', '\nExample:\n  tenure employee list --json')
    .action((options: Options) => runCommand(() => list(options)))
  employee
    .command('show')
    .argument('<employee>', 'id or name')
    .description('one employee with its rollouts')
    .option('--json', 'answer as JSON', false)
    .addHelpText('after', '\nExample:\n  tenure employee show Nila')
    .action((id: string, options: Options) => runCommand(() => show(id, options)))
}

function list({ json }: Options): Promise<ExitCode> {
  return withServer(async (client) => {
    const items = await Array.fromAsync(each(client.listEmployees, { limit: 200 }))
    if (json) printJson({ items })
    else if (items.length === 0) printSentence('There is no employee yet.')
    else {
      printTable(
        ['id', 'name', 'agent', 'rollouts', 'open'],
        items.map((one) => [one.id, one.name, one.agent.kind, phasesOf(one), one.openInteractions]),
      )
    }
    return exitCodes.done
  })
}

function show(id: string, { json }: Options): Promise<ExitCode> {
  return withServer(async (client) => {
    const found = await client.employee(id)
    if (json) printJson(found)
    else {
      printSentence(
        `${found.name} (${found.id}), ${found.agent.kind} agent, since ${found.createdAt.slice(0, 10)}; ${found.openInteractions} interactions open.`,
      )
      if (found.observedOnly) printSentence('Observed only: this enforces nothing, and never leaves shadow observe.')
      printTable(
        ['rollout', 'workflow', 'phase'],
        found.rollouts.map((rollout) => [rollout.id, rollout.workflow, rollout.phase]),
      )
    }
    return exitCodes.done
  })
}

function phasesOf({ rollouts }: Employee): string {
  return rollouts.map(({ workflow, phase }) => `${workflow}: ${phase}`).join(', ')
}
