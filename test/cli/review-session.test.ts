// Reviewing at a terminal over the real door: the same keys as in the console.

import { reviewKeys } from '@tenure/contract/review-keys'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient } from '../../sdk/src/client.ts'
import type { Keyboard } from '../../src/cli/review/keys.ts'
import { sit } from '../../src/cli/review/session.ts'
import { verdictsFor } from '../../src/domain/interaction/verdict.ts'
import { testDatabase } from '../support/database.ts'
import { address, type Browser, firstAdmin, httpWorld, somebody } from '../support/http-world.ts'
import { aRollout, arrives, aWorld, rows } from '../support/world.ts'

const { url } = await testDatabase()
const stories = await aWorld(url)
const world = httpWorld(url, { over: stories })
afterAll(() => world.close())

let rita: Browser
beforeAll(async () => {
  rita = await somebody(world, await firstAdmin(world), 'reviewer')
})

/** Presses these one after the other and then leaves; words that start with “text:” answer a line. */
async function sitting(...keys: string[]): Promise<string> {
  const said: string[] = []
  const next = () => keys.shift() ?? null
  const keyboard: Keyboard = {
    key: async () => next(),
    line: async () => next()?.replace(/^text:/, '') ?? null,
    close: () => undefined,
  }
  const fetchHere = (async (input: string, init: RequestInit = {}) =>
    world.app.request(input, {
      ...init,
      headers: { ...(init.headers as Record<string, string>), ...rita.headers },
    })) as typeof fetch
  const client = createClient({ baseUrl: address, fetch: fetchHere })
  await sit({ client, keyboard, print: (line) => void said.push(line), newKey: () => crypto.randomUUID() })
  return said.join('\n')
}

const standing = async () =>
  (
    await rows<{ kind: string; reasons: string[]; note: string | null }>(
      stories,
      `select v.kind, v.reasons, c.body #>> '{}' as note from tenure.verdicts v left join tenure.contents c on c.id = v.note_id
       where v.withdrawn_at is null order by v.given_at, v.id`,
    )
  ).map(({ kind, reasons, note }) => [kind, reasons.join(), note])

test('one key judges and shows the next; reasons, note, type, undo, skip and leaving', async () => {
  const { employeeId } = await aRollout(stories)
  for (let i = 0; i < 4; i++) await arrives(stories, employeeId, 'I forgot my password, please reset my password')
  await stories.drain()

  const first = await sitting('1', 'q')
  expect(first.indexOf('Side effects')).toBeLessThan(first.indexOf('asked by chat'))
  expect(first).toContain('1 correct: Nothing happens in the world')
  expect(first).toContain('correct. 1 done.')
  expect(await standing()).toEqual([['correct', '', null]])

  // Enter without a reason or a note saves nothing; a number does; the note goes along.
  await sitting('3', 'Enter', '1', 'n', 'text:the link is old', 'Enter', 'q')
  expect((await standing())[1]).toEqual(['wrong', 'wrong_fact', 'the link is old'])

  const undone = await sitting('z', '5', 'Escape', '2', 'z', 'q')
  expect(undone).toContain('There is no verdict of this sitting to undo.')
  expect(undone).toContain('Verdict taken back')
  expect(await standing()).toHaveLength(2)

  const skipped = await sitting('s', 'h', '2', 't', 'text:vpn_trouble', 'q')
  expect(skipped).toContain('Skipped to the end')
  expect(skipped).toContain('Handed over')
  expect(skipped).toContain('Recorded: vpn_trouble')
})

test('an answer is written over several lines and recorded beside the verdict', async () => {
  await sitting('e', 'text:Hello Ann,', 'text:it works again.', 'text:.', '1', 'd', 'q')
  const [kept] = await rows<{ body: string }>(
    stories,
    "select c.body #>> '{}' as body from tenure.contents c join audit.entries t on t.body::jsonb #>> '{says,answer}' = c.digest where t.kind = 'review.answer_written'",
  )
  expect(kept?.body).toBe('Hello Ann,\nit works again.')
})

test('the registry has the numbers the cards print', () => {
  for (const escalated of [true, false])
    expect(verdictsFor(escalated).map((kind) => reviewKeys[`verdict.${kind}`])).toEqual(
      verdictsFor(escalated).map((_, i) => String(i + 1)),
    )
})
