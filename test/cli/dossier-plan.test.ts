// `tenure dossier plan` from outside: what people read, what programs read, and what it refuses.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { tenure } from '../support/command-line.ts'
import { smallDossier } from '../support/dossier-files.ts'

const example = path.join(import.meta.dirname, '../../examples/it-helpdesk/dossier')
const folder = mkdtempSync(path.join(tmpdir(), 'tenure-plan-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function dossierIn(name: string, changes: Record<string, string> = {}): string {
  const dir = path.join(folder, name)
  mkdirSync(path.join(dir, 'interviews'), { recursive: true })
  for (const [file, text] of Object.entries({ ...smallDossier, ...changes })) writeFileSync(path.join(dir, file), text)
  return dir
}

it('says of the example what each phase takes, what it is worth and where the time goes', async () => {
  const { code, out } = await tenure({}, 'dossier', 'plan', example)
  expect(code).toBe(0)
  expect(out).toContain('Taken for true: 95 % right; 82 queries a day')
  expect(out).toContain('0 wrong: 43, 1 wrong: 66, 2 wrong: 85')
  expect(out).toMatch(/│ shadow +│ \d+ +│ \d+ +│ missed escalations/)
  expect(out).toMatch(/95 % █+ 210\n/)
  expect(out).toMatch(/To autonomy: \d+ days/)
  expect(out).toMatch(/Reviewers: [\d.]+ hours a week needed at most, 24 there: enough/)
  expect(out).toMatch(/These \d exceptions take \d+ % of the time/)
  expect(out).not.toContain('Not provable')
})

it('answers programs with the whole plan, the same every time', async () => {
  const [first, second] = await Promise.all([
    tenure({}, 'dossier', 'plan', example, '--json'),
    tenure({}, 'dossier', 'plan', example, '--json'),
  ])
  expect(second.out).toBe(first.out)
  const plan = JSON.parse(first.out)
  expect(plan.phases.map((one: { phase: string }) => one.phase)).toEqual(['shadow', 'supervised', 'autonomous'])
  expect(plan).toMatchObject({ unprovable: [], missing: [], businessCase: { missing: [] }, pareto: { notes: [] } })
})

it('names what cannot be proven at another accuracy, and four ways that are honest', async () => {
  const { code, out } = await tenure({}, 'dossier', 'plan', example, '--accuracy', '0.915')
  expect(code).toBe(0)
  expect(out).toContain('Not provable in supervised: the target of accuracy')
  expect(out).toMatch(/It would be if 9\d(\.5)? % were right in truth/)
  expect(out.match(/^ {2}- /gm)).toHaveLength(4)
  expect(out).toMatch(/Agree on a lower target in a new registered plan: 8\d % can be proven/)
})

it('plans in reviews where no volume is known, and names what is missing', async () => {
  const { code, out } = await tenure({}, 'dossier', 'plan', dossierIn('silent'))
  expect(code).toBe(0)
  expect(out).toContain('an unknown number of queries a day')
  expect(out).toContain('Not known: the volume per month of every query type')
  expect(out).toContain('No whole business case: the dossier does not say baseline, expected, reviewers')
})

it('refuses an accuracy that is none and a dossier that cannot be read, with the place', async () => {
  const said = await Promise.all(['1', 'high'].map((wrong) => tenure({}, 'dossier', 'plan', example, '--accuracy', wrong)))
  for (const one of said) expect(one).toMatchObject({ code: 1, err: expect.stringContaining('--accuracy') })
  const unreadable = dossierIn('unreadable', { 'targets.yaml': 'accuracy: [\n' })
  const { code, err } = await tenure({}, 'dossier', 'plan', unreadable)
  expect(code).toBe(1)
  expect(err).toContain('targets.yaml:')
})
