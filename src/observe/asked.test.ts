import { describe, expect, test } from 'vitest'
import { type Asked, readAsked } from './asked.ts'
import { costOf, hear, nameIn, nothingHeard } from './heard.ts'

const asked = (body: unknown, door: Parameters<typeof readAsked>[0] = 'chat_completions') => readAsked(door, JSON.stringify(body))

describe('what goes on', () => {
  test('is what was asked, with usage asked for in a stream of chat completions only', () => {
    const body = (given: object, door?: Parameters<typeof readAsked>[0]) => JSON.parse((asked(given, door) as Asked).body)
    expect(body({ model: 'm', seed: 7 })).toEqual({ model: 'm', seed: 7 })
    expect(body({ model: 'm', stream: true })).toEqual({ model: 'm', stream: true, stream_options: { include_usage: true } })
    expect(body({ model: 'm', stream: true, stream_options: { include_usage: false, x: 1 } })).toMatchObject({
      stream_options: { include_usage: true, x: 1 },
    })
    expect(body({ model: 'm', stream: true }, 'responses')).toEqual({ model: 'm', stream: true })
  })
  test('is read once: of two models in one body, the one that goes on is the one that was looked at', () => {
    const read = readAsked('chat_completions', '{"model":"a","model":"b"}') as Asked
    expect(read.model).toBe('b')
    expect(read.body).toBe('{"model":"b"}')
  })
  test('knows every model that could answer', () => {
    expect(asked({ model: 'a', models: ['b'], fallbacks: ['c'] })).toMatchObject({ models: ['a', 'b', 'c'] })
  })
  test.each([
    [null],
    [[]],
    ['text'],
    [{}],
    [{ model: 7 }],
    [{ model: '' }],
    [{ model: 'm', stream: 'yes' }],
    [{ model: 'm', models: 'b' }],
  ])('%j does not', (body) => {
    expect(asked(body)).toHaveProperty('bad')
  })
})

describe('what is heard', () => {
  test.each([
    [null],
    [7],
    ['x'],
    [[]],
    [{ usage: [] }],
    [{ usage: { prompt_tokens: 1.5, completion_tokens: -1 } }],
    [{ model: {} }],
  ])('of %j is nothing', (said) => {
    expect(hear(nothingHeard, said)).toEqual(nothingHeard)
  })
  test('is made printable and cut', () => {
    expect(nameIn('gpt\u0000\u202e-5\n')).toBe('gpt -5')
    expect(nameIn('x'.repeat(5000))).toHaveLength(200)
    expect(nameIn('\ud800\u200b')).toBe('\ufffd')
    expect(nameIn(' ')).toBeNull()
  })
  test('costs what the answering model costs, else what the one asked for does, else nobody knows', () => {
    const price = (model: string) => ({ a: 1, b: 2 })[model] ?? null
    const heard = { ...nothingHeard, answered: 'a', inputTokens: 1, outputTokens: 1 }
    expect(costOf(price, 'b', heard)).toBe(1)
    expect(costOf(price, 'b', { ...heard, answered: 'a-2026' })).toBe(2)
    expect(costOf(price, 'c', { ...heard, answered: 'd' })).toBeNull()
    expect(costOf(price, 'b', { ...heard, outputTokens: null })).toBeNull()
  })
})
