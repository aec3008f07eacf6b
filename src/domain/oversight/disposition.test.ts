import { expect, test } from 'vitest'
import type { EffectKind } from '../interaction/effect.ts'
import { phases } from '../rollout/phase.ts'
import { type Circumstances, dispose, stateAfter } from './disposition.ts'
import type { Permit } from './permit.ts'

const granted = (kind: EffectKind, alwaysReview = false): Permit => ({
  granted: true,
  kind,
  system: null,
  operation: null,
  alwaysReview: alwaysReview ? 'the role says a person always decides this' : null,
  purpose: null,
  fields: [],
  amount: 0,
  recipients: [],
  origins: [],
})
const denied = (kind: EffectKind): Permit => ({ granted: false, kind, why: 'not granted', limit: false, widening: false })
const at = (phase: Circumstances['phase'], more: Partial<Circumstances> = {}): Circumstances => ({
  phase,
  delivery: 'observe',
  halted: null,
  onRefusal: 'refuse',
  ...more,
})

// PRODUCT.md section 3, “How the phase acts”, row by row: shadow observe, shadow assist, supervised, autonomous, halted.
const columns = [at('shadow'), at('shadow', { delivery: 'assist' }), at('supervised'), at('autonomous'), at('halted')]
const rows: [string, Permit, string[]][] = [
  ['a granted read', granted('read'), ['perform', 'perform', 'perform', 'perform', 'refuse']],
  ['a granted write', granted('write'), ['record', 'hold', 'perform', 'perform', 'refuse']],
  ['a write the role always reviews', granted('write', true), ['record', 'hold', 'hold', 'hold', 'refuse']],
  ['a reply', granted('reply'), ['record', 'hold', 'perform', 'perform', 'escalate']],
  ['a reply the role always reviews', granted('reply', true), ['record', 'hold', 'hold', 'hold', 'escalate']],
  ['a read that is not granted', denied('read'), ['refuse', 'refuse', 'refuse', 'refuse', 'refuse']],
  ['a write that is not granted', denied('write'), ['refuse', 'refuse', 'refuse', 'refuse', 'refuse']],
  ['a reply that is not granted', denied('reply'), ['refuse', 'refuse', 'refuse', 'refuse', 'refuse']],
]

test.each(rows)('%s', (_, permit, expected) => {
  expect(columns.map((now) => dispose(permit, now).disposition)).toEqual(expected)
})

test('where the role says so, what is not granted hands the query over, but never in shadow', () => {
  const escalating = columns.map((now) => dispose(denied('write'), { ...now, onRefusal: 'escalate' }).disposition)
  expect(escalating).toEqual(['refuse', 'refuse', 'escalate', 'escalate', 'refuse'])
})

test('a halt in force makes every phase act as halted, and says why', () => {
  for (const phase of phases) {
    expect(dispose(granted('write'), at(phase, { halted: 'smoke' }))).toEqual({ disposition: 'refuse', why: 'halted: smoke' })
    expect(dispose(granted('reply'), at(phase, { halted: 'smoke' })).disposition).toBe('escalate')
  }
})

test('no combination performs a write or a reply in shadow, without a rollout, or where nothing runs', () => {
  for (const phase of ['shadow', 'discovery', 'retired', 'halted', null] as const)
    for (const delivery of ['observe', 'assist'] as const)
      for (const onRefusal of ['refuse', 'escalate'] as const)
        for (const permit of [
          granted('write'),
          granted('reply'),
          granted('write', true),
          granted('reply', true),
          denied('write'),
          denied('reply'),
        ])
          expect(dispose(permit, at(phase, { delivery, onRefusal })).disposition).not.toBe('perform')
})

test('each disposition has the state it leads to', () => {
  expect((['perform', 'hold', 'record', 'escalate', 'refuse'] as const).map(stateAfter)).toEqual([
    'released',
    'held',
    'recorded',
    'escalated',
    'refused',
  ])
})

test('a reach beyond the query’s type goes to people where effects are real, whatever the role says of refusals', () => {
  const reach: Permit = { granted: false, kind: 'write', why: 'for another type', limit: false, widening: true }
  const ruled = (phase: Circumstances['phase'], halted: string | null = null) =>
    dispose(reach, { phase, delivery: 'observe', halted, onRefusal: 'refuse' }).disposition
  expect([ruled('supervised'), ruled('autonomous')]).toEqual(['escalate', 'escalate'])
  expect([
    ruled(null),
    ruled('discovery'),
    ruled('retired'),
    ruled('halted'),
    ruled('shadow'),
    ruled('autonomous', 'stop'),
  ]).toEqual(Array(6).fill('refuse'))
})
