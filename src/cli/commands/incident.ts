// `tenure incident`: report one, see them and what they may touch, say what was done, close one as a second person.

import type { Incident, IncidentSummary } from '@tenure/contract/incidents'
import { type Command, Option } from 'commander'
import { withServer } from '../client.ts'
import { type ExitCode, exitCodes, printJson, printSentence, printTable, runCommand } from '../print.ts'
import { reasonOf } from '../reason.ts'

type Json = { json: boolean }
type Opening = Json & { severity: 'minor' | 'major' | 'severe'; tool?: string; reason?: string; consequence?: string }

export function register(program: Command): void {
  const incident = program.command('incident').description('wrong actions with a real consequence: report, remedy, close')
  incident
    .command('open')
    .argument('<interaction...>', 'the interactions it happened in, of one employee')
    .description('report an incident; a severe one sends its rollout back to shadow at once')
    .addOption(new Option('--severity <severity>', 'how bad').choices(['minor', 'major', 'severe']).makeOptionMandatory())
    .option('--tool <tool>', 'with which tool, as system.operation')
    .option('--reason <text>', 'what happened; asked for at a terminal')
    .option('--consequence <text>', 'what came of it')
    .option('--json', 'answer as JSON', false)
    .addHelpText(
      'after',
      '\nExample:\n  tenure incident open int_… --severity severe --tool billing.refund --reason "refunded twice"',
    )
    .action((interactions: string[], options: Opening) => runCommand(() => open(interactions, options)))
  incident
    .command('list')
    .description('incidents, newest first')
    .addOption(new Option('--state <state>', 'only of this state').choices(['open', 'remedied', 'closed']))
    .option('--employee <employee>', 'only of this employee, by id or name')
    .option('--json', 'answer as JSON', false)
    .action((options: Json & { state?: 'open' | 'remedied' | 'closed'; employee?: string }) => runCommand(() => list(options)))
  incident
    .command('show <id>')
    .description('one incident, and the interactions it may touch')
    .option('--json', 'answer as JSON', false)
    .action((id: string, options: Json) => runCommand(() => show(id, options)))
  incident
    .command('remedy <id>')
    .description('say what was done about it')
    .option('--reason <text>', 'what was done; asked for at a terminal')
    .option('--json', 'answer as JSON', false)
    .action((id: string, options: Json & { reason?: string }) => runCommand(() => remedy(id, options)))
  incident
    .command('close <id>')
    .description('close a remedied incident, as a second person')
    .option('--json', 'answer as JSON', false)
    .action((id: string, options: Json) => runCommand(() => close(id, options)))
}

async function open(interactions: string[], { severity, tool, consequence, reason, json }: Opening): Promise<ExitCode> {
  const happened = await reasonOf(reason, 'report an incident')
  if (happened === null) return exitCodes.misused
  return withServer(async (client) => {
    const reported = await client.reportIncident({
      interactions,
      severity,
      happened,
      tool: tool ?? null,
      consequence: consequence ?? null,
    })
    if (json) printJson(reported)
    else
      printSentence(
        `Incident ${reported.incidentId} is open. No promotion of its cells passes until it is remedied and a second person has closed it.`,
      )
    return exitCodes.done
  })
}

function list({ state, employee, json }: Json & { state?: IncidentSummary['state']; employee?: string }): Promise<ExitCode> {
  return withServer(async (client) => {
    const { items } = await client.listIncidents({ state, employee, limit: 200 })
    if (json) printJson(items)
    else if (items.length === 0) printSentence('There is no incident.')
    else
      printTable(
        ['incident', 'employee', 'severity', 'state', 'since', 'tool', 'query types', 'what happened'],
        items.map((one) => [
          one.id,
          one.employee,
          one.severity,
          one.state,
          one.openedAt,
          one.tool,
          one.queryTypes.join(', '),
          one.happened?.slice(0, 80),
        ]),
      )
    return exitCodes.done
  })
}

function show(id: string, { json }: Json): Promise<ExitCode> {
  return withServer(async (client) => {
    const found = await client.incident(id)
    if (json) printJson(found)
    else printIncident(found)
    return exitCodes.done
  })
}

function printIncident(one: Incident): void {
  printTable(
    ['', ''],
    [
      ['incident', one.id],
      ['employee', `${one.employee}, ${one.workflow}`],
      ['severity', one.severity],
      ['state', one.state],
      ['opened', `${one.openedAt} by ${one.openedByName ?? one.openedBy} (${one.source.replaceAll('_', ' ')})`],
      ['tool', one.tool],
      ['happened', one.happened],
      ['consequence', one.consequence],
      ['remedy', one.remedy],
      ['remedied', one.remediedAt === null ? null : `${one.remediedAt} by ${one.remediedByName ?? one.remediedBy}`],
      ['closed', one.closedAt === null ? null : `${one.closedAt} by ${one.closedByName ?? one.closedBy}`],
      ['interactions', one.interactions.join('\n')],
    ],
  )
  const { sameVersion, sameTool, samePattern, interactions } = one.blastRadius
  printSentence(
    `\nUnder the same version of the role ${sameVersion} other interactions were handled, ${sameTool} of them with the same tool and ${samePattern} with a query of the same type too.`,
  )
  if (interactions.length > 0)
    printTable(
      ['interaction', 'query type', 'channel', 'state', 'received', 'same pattern'],
      interactions
        .slice(0, 20)
        .map((it) => [it.id, it.queryType, it.channel, it.outcome ?? it.state, it.receivedAt, it.samePattern ? 'yes' : '']),
    )
}

async function remedy(id: string, { reason, json }: Json & { reason?: string }): Promise<ExitCode> {
  const said = await reasonOf(reason, 'remedy an incident')
  if (said === null) return exitCodes.misused
  return withServer(async (client) => {
    const moved = await client.remedyIncident(id, { remedy: said })
    if (json) printJson(moved)
    else printSentence(`Incident ${id} is remedied. A second person closes it with: tenure incident close ${id}`)
    return exitCodes.done
  })
}

function close(id: string, { json }: Json): Promise<ExitCode> {
  return withServer(async (client) => {
    const moved = await client.closeIncident(id)
    if (json) printJson(moved)
    else printSentence(`Incident ${id} is closed.`)
    return exitCodes.done
  })
}
