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
  // Which items are drawn hangs on keys that are made anew each time, and so does the day of a promotion: the README shows one run, and its order is that of every run.
  const order = ending.days.map(({ phase }) => phase).filter((phase, i, all) => phase !== all[i - 1])
  expect(order).toEqual(['shadow', 'supervised', 'autonomous'])
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8')
  const shown = [...readme.matchAll(/^2026-11-\d\d {2}(\w+) /gm)].map(([, phase]) => phase)
  expect(shown.filter((phase, i) => phase !== shown[i - 1])).toEqual(order)
  expect(readme).toContain(`Phases walked: ${ending.phasesWalked.join(' → ')}.`)
}, 240_000)
