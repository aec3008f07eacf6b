// What a rule of the role can be about: the operations of the integration map, all of a system, or the reply; and the query types and triggers of the map.

import type { TFunction } from 'i18next'
import type { Draft } from '../../../api.ts'
import { asRecords, asText, files, options, recordsAt } from '../documents.ts'
import type { Option } from '../fields.tsx'

export function operationOptions(draft: Draft, t: TFunction): Option[] {
  const systems = recordsAt(draft, files.integrations, ['systems'])
  const named = systems.flatMap((system) => {
    const [name, title] = [asText(system.name), asText(system.title)]
    if (name === '') return []
    const each = asRecords(system.operations).flatMap((operation) => {
      const operationName = asText(operation.name)
      return operationName === '' ? [] : [`${name}.${operationName}`]
    })
    const whole = { value: `${name}.*`, label: t('roleTab.everythingOf', { system: title === '' ? name : title }) }
    return [...each.map((value) => ({ value, label: value })), whole]
  })
  const seen = new Set<string>()
  return [{ value: 'reply', label: t('roleTab.reply') }, ...named].filter(({ value }) => !seen.has(value) && seen.add(value))
}

export function typeOptions(draft: Draft): Option[] {
  return options(recordsAt(draft, files.workflow, ['queryTypes']))
}

export function triggerOptions(draft: Draft): Option[] {
  return options(recordsAt(draft, files.workflow, ['triggers']))
}
