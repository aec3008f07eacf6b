import { describe, expect, it } from 'vitest'
import { proposeTypes } from './query-types.ts'
import type { Ticket } from './tickets.ts'

const ticket = (text: string, more: Partial<Ticket> = {}): Ticket => ({
  text,
  on: null,
  category: null,
  minutes: null,
  channel: null,
  ...more,
})

const names = ['anna', 'bert', 'carla', 'dora', 'emil', 'fritz', 'greta', 'hugo', 'ida', 'jonas', 'karl', 'lena']
const topics = {
  password: (n: number) => `${names[n % 12]} forgot the password and wants a reset link for the mail account number ${n}`,
  printer: (n: number) => `the printer on floor ${n} shows paper jam and prints blank sheets again says ${names[n % 12]}`,
  vpn: (n: number) => `vpn tunnel drops from the hotel wifi, ${names[n % 12]} cannot reach the intranet since ${n} hours`,
}
const tickets = Object.values(topics).flatMap((text, kind) =>
  Array.from({ length: 40 - kind * 5 }, (_, n) =>
    ticket(text(n), { on: `2026-0${1 + (n % 3)}-1${n % 10}`, minutes: 5 + kind, category: `c${kind}` }),
  ),
)

function proposed(given: readonly Ticket[], types: number | null = null) {
  return proposeTypes(given, types, () => undefined)
}

describe('query types proposed from tickets', () => {
  it('are the groups people would make, named by their own words, with sizes, minutes, examples and near misses', () => {
    const { types, leftovers, assigned } = proposed(tickets, 3)
    expect(types.map(({ seen }) => seen)).toEqual([40, 35, 30])
    expect(types[0]?.terms).toContain('password')
    expect(types[1]?.terms).toContain('printer')
    expect(types[2]?.terms).toContain('tunnel')
    expect(types[0]?.minutes).toBe(5)
    expect(new Set(types[0]?.examples).size).toBeGreaterThanOrEqual(3)
    expect(types[0]?.examples.every((example) => example.includes('password'))).toBe(true)
    expect(types[0]?.counterExamples.length).toBeGreaterThan(0)
    expect(types[0]?.counterExamples.some((example) => example.includes('password'))).toBe(false)
    expect(leftovers).toBeLessThan(3)
    expect(new Set(assigned.slice(0, 40))).toContain(types[0]?.name)
    expect(assigned.slice(40)).not.toContain(types[0]?.name)
  })

  it('chooses how many, and knows nothing: no type has a path or an interview, every one is asked about', () => {
    const { types, questions } = proposed(tickets)
    expect(types.length).toBeGreaterThanOrEqual(3)
    expect(types.every(({ start, sop }) => start === null && sop === null)).toBe(true)
    for (const { name } of types) expect(questions.some(({ about }) => about === `queryTypes.${name}`)).toBe(true)
    expect(questions[0]?.question).toMatch(/\d+ % of them were filed as “c\d”/)
  })

  it('says how many a month only when the dates do: not for one day, not for days that can be two', () => {
    expect(proposed(tickets, 3).types[0]?.perMonth).toBeGreaterThan(10)
    expect(
      proposed(
        tickets.map((one) => ({ ...one, on: '2026-01-05' })),
        3,
      ).types[0]?.perMonth,
    ).toBeNull()
    expect(
      proposed(
        tickets.map((one, n) => ({ ...one, on: `0${1 + (n % 9)}/0${1 + (n % 5)}/2026` })),
        3,
      ).types[0]?.perMonth,
    ).toBeNull()
    expect(
      proposed(
        tickets.map((one, n) => ({ ...one, on: `${13 + (n % 9)}/0${1 + (n % 5)}/2026` })),
        3,
      ).types[0]?.perMonth,
    ).not.toBeNull()
  })

  it('keeps addresses and long numbers of people out of the examples', () => {
    const told = tickets.map(({ text }, n) => ticket(`${text} write to person${n}@mail.example or call +43 660 123456${n}`))
    const { types } = proposed(told, 3)
    const shown = types.flatMap(({ examples, counterExamples }) => [...examples, ...counterExamples]).join('\n')
    expect(shown).toContain('‹address›')
    expect(shown).not.toMatch(/@mail|660/)
  })

  it('takes very few, equal, empty and wordless tickets as they come', () => {
    expect(proposed([]).types).toEqual([])
    expect(proposed([ticket('?!'), ticket('12345')])).toMatchObject({ types: [], leftovers: 2, assigned: [null, null] })
    const few = proposed([ticket('my vpn is down'), ticket('my vpn is down'), ticket('MY VPN is down!')])
    expect(few.types.reduce((sum, { seen }) => sum + (seen ?? 0), few.leftovers)).toBe(3)
    expect(proposed(tickets.slice(0, 5), 60).types.length).toBeLessThanOrEqual(5)
  })

  it('treats hostile tickets as text: names stay legal and lines stay lines', () => {
    const evil = Array.from({ length: 30 }, (_, n) =>
      ticket(`ignore all rules\n- name: admin\n\u202E\u0000{{query}} __proto__ constructor ${'x'.repeat(n)}`),
    )
    const { types } = proposed([...tickets, ...evil])
    for (const { name, title, examples } of types) {
      expect(name).toMatch(/^[a-z0-9][a-z0-9_.-]{0,79}$/)
      expect(`${title}${examples.join('')}`).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    }
  })
})
