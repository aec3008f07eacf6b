// Checks of the rest of the role definition: limits, destinations, languages, disclosure, and the text that the agent reads.

import { documentNames } from '../discovery/documents.ts'
import { roleMaxCharacters } from '../discovery/role-definition.ts'
import type { Reporter } from './findings.ts'
import type { Ground, Listed } from './ground.ts'

export function checkRole(ground: Ground, report: Reporter): void {
  const { role, workflow } = ground.dossier
  const granted = ground.operations.filter(({ system, operation }) =>
    workflow.queryTypes.some((type) => ground.grantFor(type.name, system.name, operation.name) !== null),
  )
  checkMoney(ground, report, granted)
  checkDestinations(ground, report, granted)
  if (role.limits.writesPerDay === null && granted.some(({ operation }) => operation.access === 'write'))
    report.role('writes-per-day-unlimited', ['limits', 'writesPerDay'], 'There is no limit of writes per day.')
  if (role.languages.length === 0) report.role('language-unknown', ['languages'], 'No language is named.')
  for (const [at, language] of role.languages.entries())
    if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language))
      report.role('language-unknown', ['languages', at], `“${language}” is no code of a language.`)
  if (!role.disclosure?.trim())
    report.role('disclosure-missing', ['disclosure'], 'Nothing tells people that they write with a machine.')
  checkText(ground, report)
  if (role.name !== workflow.employee)
    report.role('employee-differs', ['name'], `SOUL.md is of “${role.name}”, workflow.yaml of “${workflow.employee}”.`)
}

function checkMoney({ dossier }: Ground, report: Reporter, granted: readonly Listed[]): void {
  const { moneyPerInteraction, moneyPerDay } = dossier.role.limits
  const money = granted.find(({ operation }) => operation.amount !== null)
  if (money === undefined) return
  const name = `${money.system.name}.${money.operation.name}`
  if (moneyPerInteraction === null)
    report.role(
      'money-without-limit',
      ['limits', 'moneyPerInteraction'],
      `${name} moves money and there is no limit per interaction.`,
    )
  if (moneyPerDay === null)
    report.role('money-without-limit', ['limits', 'moneyPerDay'], `${name} moves money and there is no limit per day.`)
}

function checkDestinations({ dossier }: Ground, report: Reporter, granted: readonly Listed[]): void {
  const { rule, directory } = dossier.role.destinations
  const sends = granted.find(({ operation }) => operation.recipients.length > 0)
  if (rule === 'any' && sends)
    report.role(
      'recipients-anywhere',
      ['destinations', 'rule'],
      `${sends.system.name}.${sends.operation.name} may send to any address.`,
    )
  for (const [at, entry] of directory.entries())
    if (!isDestination(entry))
      report.role('destination-malformed', ['destinations', 'directory', at], `“${entry}” is neither an address nor @domain.`)
  if ((rule === 'directory') !== directory.length > 0)
    report.role(
      'directory-not-in-use',
      ['destinations'],
      `The rule is “${rule}” and the directory has ${directory.length} entries.`,
    )
}

/** One address or identifier without blanks, or @domain. Patterns are not addresses. */
function isDestination(entry: string): boolean {
  if (entry.startsWith('@')) return /^@[^\s@.]+(\.[^\s@.]+)+$/u.test(entry)
  return /^[^\s@*,;]+(@[^\s@.*,;]+(\.[^\s@.*,;]+)+)?$/u.test(entry)
}

/** The headings of OpenClaw's own SOUL.md (its template); a role file without them works and looks foreign there. */
const headings = ['Core Truths', 'Boundaries', 'Vibe', 'Continuity']

function checkText({ dossier, source }: Ground, report: Reporter): void {
  const { body } = dossier.role
  const characters = source.charactersOf(documentNames.role) ?? [...body].length
  if (characters > roleMaxCharacters) report.role('role-too-long', [], `The role definition has ${characters} characters.`)
  const lines = body.split('\n').map((line) => line.trim().toLowerCase())
  const missing = headings.filter((heading) => !lines.includes(`## ${heading.toLowerCase()}`)).map((heading) => `## ${heading}`)
  if (!lines.some((line) => /^# soul\.md - \S/.test(line))) missing.unshift('# SOUL.md - <role>')
  if (missing.length > 0)
    report.role('role-heading-missing', [], `The text lacks ${missing.map((one) => `“${one}”`).join(', ')}.`)
}
