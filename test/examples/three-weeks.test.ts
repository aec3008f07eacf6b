// The README’s first screen says what `npm run example` prints: it is played here, and looked up there.

import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { Ending } from '../../examples/it-helpdesk/three-weeks.ts'

const root = path.join(import.meta.dirname, '../..')

test('the example walks all five phases, does in the systems what is on its trail, and the README shows its lines', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(root, 'examples/it-helpdesk/play.ts'), '--json'], {
    maxBuffer: 2 ** 24,
  })
  const ending = JSON.parse(stdout) as Ending
  expect(ending.phasesWalked).toEqual(['discovery', 'shadow', 'supervised', 'autonomous', 'expansion'])
  expect(ending.performedWrites).toBeGreaterThan(100)
  expect(ending.actsInSystems).toBe(ending.performedWrites)
  expect(ending.hostile).toMatchObject({ wrote: 0 })
  expect(ending.hostile.seen).toBeGreaterThan(20)
  expect(ending.rollouts.map(({ phase }) => phase)).toEqual(['autonomous', 'shadow'])
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8')
  const shown = [...readme.matchAll(/^(2026-11-\d\d) {2}(\w+) .*$/gm)].map(([, date, phase]) => ({ date, phase }))
  expect(shown.length).toBeGreaterThan(3)
  for (const line of shown) expect(ending.days).toContainEqual(expect.objectContaining(line))
  const moves = ending.days.filter(({ why }) => why.startsWith('gate met')).map(({ date }) => date)
  for (const date of moves) expect(readme).toMatch(new RegExp(`^${date} .*gate met: Carmen proposes, Asha approves`, 'm'))
}, 240_000)
