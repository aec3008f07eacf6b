// Checks of what comes in: inputs that are not messages have a type, a channel and a time that can be read; channels and declared fields are in use.

import { namesIn } from './condition-values.ts'
import type { Reporter } from './findings.ts'
import type { Ground } from './ground.ts'

export function checkInputs({ dossier, compile, reads }: Ground, report: Reporter): void {
  const { workflow, role } = dossier
  const { inputs, channels, trustedChannels, queryTypes } = workflow
  for (const [at, input] of inputs.entries()) {
    const place = ['inputs', at]
    if (!queryTypes.some(({ name }) => name === input.queryType))
      report.workflow(
        'input-type-unknown',
        [...place, 'queryType'],
        `“${input.name}” starts a query of type “${input.queryType}”.`,
      )
    if (!channels.includes(input.channel))
      report.workflow('input-channel-unknown', [...place, 'channel'], `“${input.name}” counts to the channel “${input.channel}”.`)
    if (input.kind !== 'schedule') continue
    if (!isCron(input.cron))
      report.workflow(
        'cron-invalid',
        [...place, 'cron'],
        `“${input.name}” happens at “${input.cron}”, which is not five fields of cron.`,
      )
    if (!isTimeZone(input.timeZone))
      report.workflow('time-zone-unknown', [...place, 'timeZone'], `“${input.name}” names the time zone “${input.timeZone}”.`)
  }
  for (const [at, channel] of trustedChannels.entries())
    if (!channels.includes(channel))
      report.workflow('channel-unknown', ['trustedChannels', at], `“${channel}” under “trustedChannels” is not under “channels”.`)
  const read = new Set<string>()
  const conditions = [
    ...workflow.queryTypes.flatMap(({ rules }) => rules.map((text) => ({ text, where: 'rule' as const }))),
    ...workflow.triggers.map(({ condition }) => ({ text: condition, where: 'trigger' as const })),
    ...role.escalate_when.map(({ when }) => ({ text: when, where: 'trigger' as const })),
  ]
  for (const { text, where } of conditions) {
    const compiled = compile(text, where)
    if (compiled.ok) for (const name of namesIn(compiled.condition.ast)) read.add(name)
  }
  for (const name of workflow.steps.flatMap(reads)) read.add(name.split('.').slice(0, 2).join('.'))
  for (const { payload } of workflow.triggers) for (const name of payload) read.add(name)
  for (const name of Object.keys(workflow.fields))
    if (!read.has(`fields.${name}`) && !read.has('fields'))
      report.workflow('field-never-used', ['fields', name], `Nothing reads the field “${name}”.`)
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** Minute, hour, day of month, month, weekday: numbers in range, lists, ranges and steps; names for months and weekdays. */
function isCron(text: string): boolean {
  const fields = text.trim().toLowerCase().split(/\s+/)
  const ranges: [number, number, readonly string[], number][] = [
    [0, 59, [], 0],
    [0, 23, [], 0],
    [1, 31, [], 0],
    [1, 12, months, 1],
    [0, 7, weekdays, 0],
  ]
  return (
    fields.length === ranges.length &&
    fields.every((field, at) => {
      const [least, most, names, first] = ranges[at]!
      const number = (part: string) => {
        const value = names.includes(part) ? names.indexOf(part) + first : /^\d{1,2}$/.test(part) ? Number(part) : Number.NaN
        return value >= least && value <= most ? value : Number.NaN
      }
      return field.split(',').every((part) => isCronPart(part, number))
    })
  )
}

function isCronPart(part: string, number: (text: string) => number): boolean {
  const found = /^(?:(\*)|([a-z0-9]+)(?:-([a-z0-9]+))?)(?:\/([1-9]\d?))?$/.exec(part)
  if (!found) return false
  const [, star, from, to, step] = found
  if (star !== undefined) return true
  const [low, high] = [number(from ?? ''), to === undefined ? null : number(to)]
  if (Number.isNaN(low) || (high !== null && !(high >= low))) return false
  return step === undefined || high !== null
}

/** Whether the time zone is one the calendar knows. */
function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    // The only question asked is whether it is known; a RangeError is the answer no.
    return false
  }
}
