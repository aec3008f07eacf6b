// Conditions made from choices instead of typed: texts in CEL over what the map declares. Nothing is evaluated here; the check on the server decides.

import { asText, asTexts, isRaw, type Raw } from '../documents.ts'

export const compares = ['is', 'not', 'above', 'below'] as const
export type Compare = (typeof compares)[number]

export type Choice =
  | { kind: 'mentions'; words: readonly string[] }
  | { kind: 'queryType' | 'channel'; name: string }
  | { kind: 'field' | 'result'; of: string; compare: Compare; value: string }

/** The condition, or null while something is missing or a value cannot be compared that way. */
export function conditionFor(choice: Choice): string | null {
  if (choice.kind === 'mentions') {
    if (choice.words.length === 0) return null
    const words = choice.words.map((word) => JSON.stringify(word))
    return words.length === 1 ? `mentions(query, ${words[0]})` : `mentions(query, [${words.join(', ')}])`
  }
  if ('name' in choice) return choice.name === '' ? null : `${choice.kind} == ${JSON.stringify(choice.name)}`
  const { of, compare } = choice
  const value = choice.value.trim()
  if (of === '' || value === '') return null
  const subject = choice.kind === 'field' ? `fields.${of}` : `results.${of}`
  return compared(subject, compare, value)
}

function compared(subject: string, compare: Compare, value: string): string | null {
  const number = Number(value)
  if (compare === 'above' || compare === 'below')
    return Number.isFinite(number) ? `${subject} ${compare === 'above' ? '>' : '<'} ${number}` : null
  const yes = /^(yes|true)$/i.test(value)
  if (yes || /^(no|false)$/i.test(value)) return yes === (compare === 'is') ? subject : `!${subject}`
  return `${subject} ${compare === 'is' ? '==' : '!='} ${Number.isFinite(number) ? number : JSON.stringify(value)}`
}

/** `old` and `added` as one. Alternatives are put in brackets where they would otherwise be read as belonging to one side. */
export function joined(old: string, how: 'or' | 'and', added: string): string {
  if (old.trim() === '') return added
  if (how === 'or') return `${old} || ${added}`
  return `${old.includes('||') || old.includes('?') ? `(${old})` : old} && ${added}`
}

/** Whatever answers a step can have that somebody has listed, as `step.field`. */
export function answersOf(steps: readonly Raw[], systems: readonly Raw[]): string[] {
  return steps.flatMap((step) => {
    const system = systems.find(({ name }) => name === step.system)
    const operations = Array.isArray(system?.operations) ? system.operations.filter(isRaw) : []
    const operation = operations.find(({ name }) => name === step.operation)
    return asTexts(operation?.returns).map((answer) => `${asText(step.id)}.${answer}`)
  })
}
