import { expect, test } from 'vitest'
import { firstSteps, type House } from './first-steps.ts'

const empty: House = { people: 1, drafts: 0, dossiers: 0, signed: 0, rollouts: 0, interactions: 0, judged: 0, gateRead: false }
const next = (house: Partial<House>) => firstSteps({ ...empty, ...house }).find(({ state }) => state === 'next')?.name ?? null

test.each([
  [
    'a second workflow waits for signatures while the first runs: the path goes on from where it got to',
    { people: 2, dossiers: 2, rollouts: 1, interactions: 9 },
    'verdict',
  ],
  ['nothing is there: somebody else is brought in first', {}, 'people'],
  ['two people: the work is written down', { people: 2 }, 'draft'],
  ['whoever cannot see people is not held up by them', { people: null }, 'draft'],
  ['a draft is registered', { people: 2, drafts: 1 }, 'register'],
  ['a version is signed', { people: 2, drafts: 1, dossiers: 1 }, 'sign'],
  ['a signed one is opened', { people: 2, dossiers: 1, signed: 1 }, 'open'],
  ['an open rollout wants queries', { people: 2, dossiers: 1, signed: 1, rollouts: 1 }, 'key'],
  ['queries want a verdict', { people: 2, dossiers: 1, signed: 1, rollouts: 1, interactions: 5 }, 'verdict'],
  [
    'a verdict makes the gate worth reading',
    { people: 2, dossiers: 1, signed: 1, rollouts: 1, interactions: 5, judged: 1 },
    'gate',
  ],
  ['with a gate that was read the path is walked', { people: 2, rollouts: 1, interactions: 5, judged: 1, gateRead: true }, null],
  [
    'an example was loaded, and the first administrator is alone with it',
    { people: 1, dossiers: 1, signed: 1, rollouts: 1, interactions: 120 },
    'people',
  ],
])('%s', (_name, house, expected) => {
  expect(next(house)).toBe(expected)
})
