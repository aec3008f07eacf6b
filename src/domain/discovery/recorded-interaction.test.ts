import { describe, expect, it } from 'vitest'
import { parseRecordedLines } from './recorded-interaction.ts'

const record = {
  id: 'r1',
  workflow: 'w',
  queryType: 't',
  channel: 'chat',
  requester: 'a',
  query: 'q',
  messages: [],
  toolCalls: [],
  reply: 'hi',
  escalated: false,
  model: 'm',
}
const line = (changes: object) => JSON.stringify({ ...record, ...changes })

describe('recorded interactions', () => {
  it('ignores unknown fields and blank lines', () => {
    const parsed = parseRecordedLines(`${line({ split: 'dev' })}\n\n${line({ id: 'r2' })}\n`)
    expect(parsed).toEqual({ ok: true, records: [record, { ...record, id: 'r2' }] })
  })

  it.each([
    ['not JSON', `${line({})}\n{"id":`, 2, /not JSON/],
    ['a missing field', `${line({})}\n${line({ id: 'r2', reply: undefined })}`, 2, /reply/],
    [
      'an unknown access',
      line({ toolCalls: [{ i: 1, name: 'x', system: 's', access: 'all', arguments: {}, result: '' }] }),
      1,
      /toolCalls.0.access/,
    ],
    ['the same id twice', `${line({})}\n\n${line({})}`, 3, /line 1/],
    ['nothing at all', '\n', 1, /no recorded interaction/],
  ])('keeps nothing of a file with %s, and says where', (_, text, at, why) => {
    const parsed = parseRecordedLines(text)
    expect(parsed).toMatchObject({ ok: false, problems: [{ line: at }] })
    expect(parsed.ok ? '' : parsed.problems[0]?.why).toMatch(why)
  })
})
