import { expect, test } from 'vitest'
import { smallDossier } from '../../../test/support/dossier-files.ts'
import { compilePolicy, type Policy } from '../compiler/policy.ts'
import { readDossier } from '../discovery/documents.ts'
import { type RecordedEffect, ReplayTools } from './replay-tools.ts'

function policy(change: (soul: string) => string = (soul) => soul): Policy {
  const { dossier } = readDossier({ ...smallDossier, 'SOUL.md': change(smallDossier['SOUL.md']!) })
  return compilePolicy(dossier!)
}

const effect = (more: Partial<RecordedEffect>): RecordedEffect => ({
  kind: 'read',
  system: 'directory',
  operation: 'get_person',
  request: { id: 'ann' },
  state: 'performed',
  disposition: 'perform',
  sentence: null,
  result: { id: 'ann', name: 'Ann', salary: 1 },
  ...more,
})
const reset = effect({
  kind: 'write',
  operation: 'reset_password',
  request: { id: 'ann', notify: true },
  state: 'recorded',
  disposition: 'record',
  result: { simulated: true, ticket: 'simulated' },
})

const tools = (recorded: RecordedEffect[], more: Partial<ConstructorParameters<typeof ReplayTools>[0]> = {}) =>
  new ReplayTools({
    policy: policy(),
    queryType: 'password_reset',
    requester: 'ann',
    query: 'I forgot my password',
    fields: {},
    phase: 'shadow',
    delivery: 'observe',
    recorded,
    at: new Date('2026-11-02T09:00:00Z'),
    ...more,
  })
const look = { kind: 'call', system: 'directory', operation: 'get_person', arguments: { id: 'ann' } } as const
const doReset = {
  kind: 'call',
  system: 'directory',
  operation: 'reset_password',
  arguments: { notify: true, id: 'ann' },
} as const

test('a read is answered with what was recorded for the same arguments, one answer after the other, the last one again', () => {
  const again = tools([effect({}), effect({ result: { id: 'ann', name: 'Anne' } })])
  const names = [1, 2, 3].map(() => (again.call(look).result as { name: string }).name)
  expect(names).toEqual(['Ann', 'Anne', 'Anne'])
  expect(again.calls.map(({ answer }) => answer)).toEqual(['recorded', 'recorded', 'recorded'])
})

test('a read nobody recorded has no answer, and says so; one that failed then fails again', () => {
  const run = tools([effect({ state: 'failed', result: null, sentence: 'no such person' })])
  expect(run.call({ ...look, arguments: { id: 'bob' } })).toMatchObject({ state: 'failed', result: null })
  expect(run.call(look)).toMatchObject({ state: 'failed', sentence: 'no such person' })
  expect(run.calls.map(({ answer }) => answer)).toEqual(['missing', 'recorded'])
})

test('a write is written down and answered as it was answered then, or with a plain receipt', () => {
  expect(tools([reset]).call(doReset)).toMatchObject({ state: 'recorded', simulated: true, result: { ticket: 'simulated' } })
  const other = tools([reset])
  expect(other.call({ ...doReset, arguments: { id: 'bob', notify: true } })).toMatchObject({ state: 'recorded', simulated: true })
  expect(other.calls[0]).toMatchObject({ kind: 'write', answer: 'simulated', allowed: true })
})

test('in supervised the agent is told what it would be told there, and no state ever says that something was done to the world', () => {
  const run = tools([effect({ ...reset, state: 'performed', disposition: 'perform' })], { phase: 'supervised' })
  expect(run.call(doReset)).toMatchObject({ state: 'released', result: null })
  expect(['performed', 'attempting']).not.toContain(run.call(look).state)
})

test('the version it is run under decides: what it does not grant is refused, what it fields is cut, and its limits hold within the query', () => {
  const without = tools([reset], {
    policy: policy((soul) => soul.replace('  - {do: directory.reset_password, for: [password_reset]}\n', '')),
  })
  expect(without.call(doReset)).toMatchObject({ state: 'refused' })
  expect(without.calls[0]?.allowed).toBe(false)
  const narrow = policy((soul) =>
    soul.replace(
      '{do: directory.get_person, for: [password_reset]}',
      '{do: directory.get_person, for: [password_reset], fields: [id, name]}',
    ),
  )
  expect(tools([effect({})], { policy: narrow }).call(look).result).toEqual({ id: 'ann', name: 'Ann' })
  const limited = tools([reset], {
    policy: policy((soul) => soul.replace('must_not:', 'limits: {writesPerInteraction: 1}\nmust_not:')),
  })
  expect(limited.call(doReset).state).toBe('recorded')
  expect(limited.call(doReset).state).toBe('refused')
})

test('a reply is let through where it is granted', () => {
  expect(tools([]).mayReply('Hello')).toBe(true)
  const silent = policy((soul) => soul.replace('  - {do: reply}\n', '  - {do: reply, for: [vpn_trouble]}\n'))
  expect(tools([], { policy: silent }).mayReply('Hello')).toBe(false)
})
