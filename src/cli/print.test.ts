import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Fault, invariant } from '../domain/fault.ts'
import { refuse } from '../domain/refusal.ts'
import { plain, runCommand } from './print.ts'

const said: string[] = []

beforeEach(() => {
  said.length = 0
  vi.spyOn(console, 'error').mockImplementation((line: unknown) => said.push(String(line)))
})

afterEach(() => {
  vi.restoreAllMocks()
  process.exitCode = undefined
})

const cases: [
  string,
  () => Promise<Parameters<typeof runCommand>[0] extends () => Promise<infer T> ? T : never>,
  number,
  RegExp | null,
][] = [
  ['done', async () => undefined, 0, null],
  ['a verification that failed', async () => 4, 4, null],
  ['a refusal', async () => refuse('not_found', { what: 'rollout', id: 'rol_x' }), 1, /no rollout with the id rol_x/],
  [
    'a fault',
    async () => {
      throw new Fault('system_failed', 'The ticket system is down.', { retryable: true })
    },
    3,
    /^The ticket system is down\.$/,
  ],
  [
    'a broken promise',
    async () => {
      invariant(false, 'a cell has one owner')
      return undefined
    },
    3,
    /a cell has one owner.*id [0-9a-f]{8}/,
  ],
]

test.each(cases)('%s', async (_, act, code, sentence) => {
  await runCommand(act)
  expect(process.exitCode).toBe(code)
  expect(said).toHaveLength(sentence ? 1 : 0)
  if (sentence) expect(said[0]).toMatch(sentence)
})

test('text from outside cannot steer the terminal', () => {
  expect(plain('a\u001b[2Jb\u202ec\u0007\nd\te')).toBe('a\ufffd[2Jb\ufffdc\ufffd\nd\te')
})
