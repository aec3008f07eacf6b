import fc from 'fast-check'
import { expect, test } from 'vitest'
import { listening } from './listening.ts'

const event = (data: unknown) => `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`
const word = (content: string) => event({ model: 'm', choices: [{ delta: { content } }], usage: null })
const last = event({ model: 'm-1', system_fingerprint: 'fp', choices: [], usage: { prompt_tokens: 3, completion_tokens: 2 } })

/** Feeds the bytes in pieces cut where the test says. */
function passed(text: string, cuts: readonly number[], hideUsage: boolean) {
  const ears = listening({ hideUsage })
  const bytes = new TextEncoder().encode(text)
  const at = [...new Set([0, ...cuts.map((n) => n % (bytes.length + 1)), bytes.length])].toSorted((a, b) => a - b)
  const out = at.slice(1).map((end, n) => ears.feed(bytes.slice(at[n], end)))
  return { text: Buffer.concat([...out, ears.end()]).toString('utf8'), heard: ears.heard() }
}

test('however a stream is cut into pieces, the agent gets the same bytes, and the usage is heard', () => {
  const words = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 5 })
  fc.assert(
    fc.property(words, fc.array(fc.nat(), { maxLength: 8 }), fc.boolean(), (said, cuts, hideUsage) => {
      const before = said.map(word).join('')
      const after = event('[DONE]')
      const { text, heard } = passed(before + last + after, cuts, hideUsage)
      expect(text).toBe(before + (hideUsage ? '' : last) + after)
      expect(heard).toEqual({ answered: 'm-1', fingerprint: 'fp', inputTokens: 3, cachedTokens: null, outputTokens: 2 })
    }),
  )
})

test.each(['\r\n', '\r'])('lines may end with %j', (end) => {
  const text = (word('a') + last + event('[DONE]')).replaceAll('\n', end)
  expect(passed(text, [7, 40], true).text).not.toContain('prompt_tokens')
})

test('a stream that ends in the middle of an event is passed on to its last byte', () => {
  expect(passed(`${word('a')}data: {"cut`, [5], true).text).toBe(`${word('a')}data: {"cut`)
})

test('an event without end is passed on and no longer listened to', () => {
  const endless = `data: ${'x'.repeat(9 * 1024 * 1024)}`
  const { text, heard } = passed(endless + last, [1000], true)
  expect(text.length).toBe(endless.length + last.length)
  expect(heard.inputTokens).toBeNull()
})

test('an event that is no JSON, or of another form, says nothing and breaks nothing', () => {
  const text = `: a comment\n\n${event('[]')}${event('null')}${event('{"choices":[],"usage":null}')}${event('{"usage":{"prompt_tokens":-1,"completion_tokens":"7"}}')}`
  const { text: out, heard } = passed(text, [], true)
  expect(out).toBe(text)
  expect(heard).toMatchObject({ inputTokens: null, outputTokens: null })
})
