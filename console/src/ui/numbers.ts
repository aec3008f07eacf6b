// Numbers, shares, money and instants as the reader writes them. Always by Intl, in the language of the page; a number that is not known is a dash.

import { numberLocale } from '../i18n.ts'

const unknown = '–'
const made = new Map<string, unknown>()

/** Making a formatter costs more than using it a thousand times. */
function kept<T>(name: string, make: (locale: string) => T): T {
  const locale = numberLocale()
  const key = `${locale} ${name}`
  if (!made.has(key)) made.set(key, make(locale))
  return made.get(key) as T
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** “3 hr. ago”, “in 5 min.”; below a minute, “now”. */
export function ago(instant: string, now = Date.now()): string {
  const relative = kept('ago', (locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' }))
  const distance = new Date(instant).getTime() - now
  const [unit, size] = steps.find(([, ms]) => Math.abs(distance) >= ms) ?? ['second', 1000]
  return unit === 'second' ? relative.format(0, 'second') : relative.format(Math.round(distance / size), unit)
}

export function fullInstant(instant: string): string {
  return kept('full', (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' })).format(
    new Date(instant),
  )
}

/** The day alone. */
export function day(instant: string): string {
  return kept('day', (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })).format(new Date(instant))
}

export function number(value: number | null | undefined, digits = 2): string {
  if (value === null || value === undefined) return unknown
  return kept(`n${digits}`, (locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits })).format(value)
}

/** 0.934 → “93.4 %”, never broken before the sign; null → “–”. */
export function percent(ratio: number | null | undefined, digits = 1): string {
  if (ratio === null || ratio === undefined) return unknown
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  return `${kept(`p${digits}`, (locale) => new Intl.NumberFormat(locale, options)).format(ratio * 100)}\u00a0%`
}

/** Dollars; `digits` for what costs fractions of a cent. */
export function dollars(value: number | null | undefined, digits = 2): string {
  if (value === null || value === undefined) return unknown
  const options = { style: 'currency', currency: 'USD', minimumFractionDigits: digits, maximumFractionDigits: digits } as const
  return kept(`usd${digits}`, (locale) => new Intl.NumberFormat(locale, options)).format(value)
}

/** `2026-11` → “November 2026”. */
export function monthName(month: string): string {
  const options = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const
  return kept('month', (locale) => new Intl.DateTimeFormat(locale, options)).format(new Date(`${month}-15T00:00:00Z`))
}
