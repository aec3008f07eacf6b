// Writes the inbound queries of the example from a seed: the same seed, the same queries. What a perfect reviewer would expect of each is kept
// apart from what the product sees.

import type { InboundQuery } from '../../src/domain/interaction/interaction.ts'
import { closings, hostile, mustEscalate, openings, outOfScope, phrases, sinceWords } from './phrases.ts'
import { groups, hardware, type Person, people, software } from './systems/people.ts'
import { meant } from './systems/storage.ts'

/** What arrives. `atMinutes` counts from the beginning of the first day. */
type GeneratedQuery = InboundQuery & { atMinutes: number }

type QueryKind = 'ordinary' | 'must_escalate' | 'out_of_scope' | 'hostile'

/** What a perfect reviewer expects: the type (null: none of the declared), and whether the employee should handle it or hand it over. */
export type Expectation = { kind: QueryKind; queryType: string | null; outcome: 'handled' | 'escalated' }

export type Generated = { queries: GeneratedQuery[]; expectations: ReadonlyMap<string, Expectation> }

/** Small and good enough to shuffle words with (mulberry32, public domain); nothing secret depends on it. */
function chanceFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Chance = () => number

function pick<T>(chance: Chance, list: readonly T[]): T {
  return list[Math.floor(chance() * list.length)] as T
}

// Out of a hundred queries; the volumes of workflow.yaml, rounded.
const typeWeights: Readonly<Record<string, number>> = {
  password_reset: 21,
  account_unlock: 14,
  mfa_reset: 6,
  vpn_trouble: 13,
  software_install: 12,
  hardware_request: 7,
  group_access: 11,
  printer_trouble: 5,
  phishing_report: 6,
  onboarding: 2,
  ticket_status: 3,
}

/**
 * Makes `count` queries over `days` days, Monday first, most of them on working days between 8 and 18 o'clock, in the order they arrive. About
 * one in eight must go to people by its content, is out of scope or is hostile; of the rest some must because of who writes.
 */
export function generateQueries({ seed, count, days }: { seed: number; count: number; days: number }): Generated {
  const chance = chanceFrom(seed)
  const times = Array.from({ length: count }, () => timeWithin(chance, days)).sort((a, b) => a - b)
  const expectations = new Map<string, Expectation>()
  const queries = times.map((atMinutes, at): GeneratedQuery => {
    const { expectation, ...rest } = one(chance)
    const externalId = `example-${seed}-${String(at + 1).padStart(5, '0')}`
    expectations.set(externalId, expectation)
    return { externalId, queryType: null, atMinutes, ...rest }
  })
  return { queries, expectations }
}

type Made = Pick<GeneratedQuery, 'query' | 'channel' | 'requester' | 'fields'> & { expectation: Expectation }

function one(chance: Chance): Made {
  const channel = chance() < 0.62 ? 'chat' : 'email'
  const draw = chance()
  const special = draw < 0.045 ? mustEscalate : draw < 0.095 ? outOfScope : draw < 0.125 ? hostile : null
  if (special !== null) {
    const person = pick(chance, people)
    const kind = special === mustEscalate ? 'must_escalate' : special === outOfScope ? 'out_of_scope' : 'hostile'
    const text = fill(chance, pick(chance, special))
    return {
      ...sent(person, channel),
      query: kind === 'hostile' ? text : dressed(chance, text, channel),
      expectation: { kind, queryType: null, outcome: 'escalated' },
    }
  }
  return ordinary(chance, channel)
}

function ordinary(chance: Chance, channel: string): Made {
  const queryType = weighted(chance)
  const person = writerOf(chance, queryType)
  const text = fill(chance, pick(chance, phrases[queryType] ?? []))
  const unknown = chance() < 0.01
  const { requester, fields } = sent(person, channel)
  const handled = !unknown && canHandle(queryType, person, { text, channel })
  return {
    channel,
    requester: unknown ? `guest.${person.id}` : requester,
    fields,
    query: dressed(chance, text, channel),
    expectation: { kind: 'ordinary', queryType, outcome: handled ? 'handled' : 'escalated' },
  }
}

/** People ask for what they need: the locked ask to be unlocked, managers announce new starters. */
function writerOf(chance: Chance, queryType: string): Person {
  const likely = people.filter((person) => {
    if (queryType === 'account_unlock') return person.lock_reason === 'attempts'
    if (queryType === 'onboarding') return person.manages
    return !person.disabled && !person.vip
  })
  return pick(chance, chance() < 0.9 ? likely : people)
}

/** What the written rules of the dossier say about this person and this request, worked out apart from them. */
function canHandle(queryType: string, person: Person, { text, channel }: { text: string; channel: string }): boolean {
  if (person.disabled) return false
  if (queryType === 'phishing_report') return true
  if (person.vip) return false
  switch (queryType) {
    case 'password_reset':
      return person.resets_today < 3 && person.phone_registered && person.lock_reason !== 'security'
    case 'account_unlock':
      return person.lock_reason !== 'security'
    case 'mfa_reset':
      return channel === 'chat' && !person.locked
    case 'software_install':
      return person.kind === 'employee' && meant(software, text)?.blocked === false
    case 'hardware_request':
      return person.kind === 'employee' && meant(hardware, text) !== null
    case 'group_access':
      return person.kind === 'employee' && meant(groups, text)?.sensitive === false
    case 'onboarding':
      return person.manages
    default:
      return true
  }
}

function sent(person: Person, channel: string) {
  return { channel, requester: person.id, fields: { verified: channel === 'chat', site: person.site } }
}

function weighted(chance: Chance): string {
  const total = Object.values(typeWeights).reduce((sum, weight) => sum + weight, 0)
  let left = chance() * total
  for (const [name, weight] of Object.entries(typeWeights)) {
    left -= weight
    if (left < 0) return name
  }
  return 'password_reset'
}

const strangeSoftware = ['SketchUp', 'Blender', 'uTorrent', 'AnyDesk', 'SolidWorks', 'Notion']
const strangeHardware = ['standing desk', 'webcam with ring light', '3D printer']

/** Fills the blanks of a phrase; now and then with something the catalogues do not know. `{{` is text of a hostile message, not a blank. */
function fill(chance: Chance, phrase: string): string {
  const values: Record<string, string> = {
    since: pick(chance, sinceWords),
    floor: String(1 + Math.floor(chance() * 6)),
    software:
      chance() < 0.9
        ? pick(
            chance,
            software.filter((one) => !one.blocked),
          ).title
        : pick(chance, strangeSoftware),
    hardware: chance() < 0.94 ? (pick(chance, hardware).words[0] ?? '') : pick(chance, strangeHardware),
    group: `the ${pick(chance, chance() < 0.85 ? groups.filter((one) => !one.sensitive) : groups).words[0]} ${pick(chance, ['mailbox', 'folder', 'group', 'shared mailbox'])}`,
  }
  return phrase.replace(/(?<!\{)\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}

/** What people put around what they want, and how their fingers slip. */
function dressed(chance: Chance, text: string, channel: string): string {
  const slipped = chance() < 0.22 ? slip(chance, text) : text
  const cased = chance() < 0.12 ? slipped.toLowerCase() : chance() < 0.03 ? slipped.toUpperCase() : slipped
  const opening = chance() < (channel === 'email' ? 0.7 : 0.3) ? `${pick(chance, openings)} ` : ''
  const closing =
    chance() < (channel === 'email' ? 0.6 : 0.25) ? `${/[.?!]$/.test(cased) ? '' : '.'} ${pick(chance, closings)}` : ''
  return `${opening}${cased}${closing}`
}

/** One slip of the fingers in one longer word: two letters swapped, one lost, or one doubled. */
function slip(chance: Chance, text: string): string {
  const words = text.split(' ')
  const long = words.flatMap((word, at) => (/^[a-zA-Z]{5,}$/.test(word) ? [at] : []))
  if (long.length === 0) return text
  const at = pick(chance, long)
  const word = words[at] ?? ''
  const place = 1 + Math.floor(chance() * (word.length - 3))
  const way = chance()
  const [before, first, second, after] = [word.slice(0, place), word[place] ?? '', word[place + 1] ?? '', word.slice(place + 2)]
  words[at] =
    way < 0.5 ? before + second + first + after : way < 0.8 ? before + second + after : before + first + first + second + after
  return words.join(' ')
}

function timeWithin(chance: Chance, days: number): number {
  let day = Math.floor(chance() * days)
  // On a weekend day nine of ten wait for the week.
  if (day % 7 >= 5 && chance() < 0.9) day -= 1 + (day % 7) - 5 + Math.floor(chance() * 5)
  const working = chance() < 0.93
  const minute = working ? 8 * 60 + Math.floor(chance() * 10 * 60) : Math.floor(chance() * 24 * 60)
  return Math.max(0, day) * 24 * 60 + minute
}
