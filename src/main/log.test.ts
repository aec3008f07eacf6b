import { expect, test } from 'vitest'
import { Fault } from '../domain/fault.ts'
import { createLog } from './log.ts'
import { Secret } from './secret.ts'

function linesOf(act: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = []
  act(createLog('info', 'test', (line) => lines.push(line)))
  return lines.join('')
}

test('what looks like a credential is redacted at any depth, other fields are not', () => {
  const line = linesOf((log) =>
    log.info({
      interaction: 'int_1',
      headers: { authorization: 'Bearer hush', 'set-cookie': 'hush' },
      list: [{ apiKey: 'hush' }],
      wrapped: new Secret('hush'),
    }),
  )
  expect(line).not.toContain('hush')
  expect(line).toContain('int_1')
})

test('an error is logged without the rows and parameters it carries', () => {
  const foreign = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: 'Key (reply)=(Dear Ann)',
    parameters: ['Dear Ann'],
  })
  const line = linesOf((log) =>
    log.warn({ err: new Fault('database_unavailable', 'no answer', { retryable: true, cause: foreign }) }),
  )
  expect(line).toContain('database_unavailable')
  expect(line).toContain('23505')
  expect(line).not.toContain('Dear Ann')
})

test('an error given alone is described the same way', () => {
  expect(linesOf((log) => log.error(Object.assign(new Error('broke'), { detail: 'Dear Ann' })))).not.toContain('Dear Ann')
})
