// “One command reaches a result; what cannot be used is named with its line, and nothing is kept.”

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, inject, it, vi } from 'vitest'
import { type Said, tenure } from '../support/command-line.ts'
import { aRecord, draftedFrom, recordingOf, sharedRecording } from '../support/recorded.ts'

// Every command is a process of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

const environment = { DATABASE_URL: inject('postgresAdminUrl') }

async function dossierFor(file: string, changes: Record<string, string> = {}): Promise<string> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'tenure-dossier-'))
  mkdirSync(dir, { recursive: true })
  for (const [name, text] of Object.entries({ ...(await draftedFrom([file])), ...changes }))
    writeFileSync(path.join(dir, name), text)
  return dir
}

const refused = ({ code, out, err }: Said) => ({ code, out, err: err.trim() })

it('answers JSON alone on stdout and says on stderr that it was a rehearsal', async () => {
  const file = recordingOf([aRecord('a', { groundTruth: { correct: true } }), aRecord('b', { groundTruth: { correct: false } })])
  const dir = await dossierFor(file)
  const done = await tenure(environment, 'backtest', file, '--dossier', dir, '--verdicts', 'ground-truth', '--json')
  expect(done.code).toBe(0)
  expect(JSON.parse(done.out)).toMatchObject({
    interactions: 2,
    effects: { performed: 0, recorded: 4 },
    accuracy: { n: 2, correct: 1 },
    escalation: { needed: null },
  })
  expect(done.err.trim()).toMatch(/^This was a rehearsal/)
  const people = await tenure(environment, 'backtest', file, '--dossier', dir)
  expect(people.out).toContain('2 interactions in shadow observe; 0 effects performed.')
  expect(people.out).toContain('No verdicts were entered')
})

it('is 2 with file and line for a bad line, a broken dossier and a folder that is not there', async () => {
  const good = recordingOf([aRecord('a')])
  const bad = recordingOf([aRecord('a'), 'not json'])
  const dir = await dossierFor(good)
  const misspelt = await dossierFor(good, { 'targets.yaml': 'accuracy:\n  targetRatio: 0.9\n  aplha: 3\n' })
  const unclosed = await dossierFor(good, { 'workflow.yaml': 'workflow: a\nqueryTypes: [\n' })
  const [line, field, yaml, folder, word] = await Promise.all([
    tenure(environment, 'backtest', good, bad, '--dossier', dir, '--json'),
    tenure(environment, 'backtest', good, '--dossier', misspelt),
    tenure(environment, 'backtest', good, '--dossier', unclosed),
    tenure(environment, 'backtest', good, '--dossier', `${dir}-gone`),
    tenure(environment, 'backtest', good, '--dossier', dir, '--verdicts', 'guess'),
  ])
  expect(refused(line)).toEqual({
    code: 2,
    out: '',
    err: expect.stringMatching(/recorded\.jsonl:2: it is not JSON.*Mend or remove the line/),
  })
  expect(refused(field)).toEqual({ code: 2, out: '', err: expect.stringMatching(/targets\.yaml:3/) })
  expect(refused(yaml)).toEqual({ code: 2, out: '', err: expect.stringMatching(/workflow\.yaml:\d+/) })
  expect(refused(folder)).toEqual({ code: 2, out: '', err: expect.stringContaining(`There is no folder ${dir}-gone`) })
  expect(word.code).toBe(2)
})

it('is 3 when the database may not be used, and says what to do', async () => {
  const file = recordingOf([aRecord('a')])
  const dir = await dossierFor(file)
  const gone = await tenure({ DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' }, 'backtest', file, '--dossier', dir)
  expect(refused(gone)).toEqual({
    code: 3,
    out: '',
    err: expect.stringContaining('The throwaway database of the backtest cannot be made'),
  })
})

const recorded = sharedRecording('tau2_airline_gpt-4.1')
it.skipIf(recorded === null)(
  'runs recorded work under the dossier written for it: refused what it does not permit, performed nothing',
  async () => {
    const dossier = path.join(import.meta.dirname, '../dossiers/airline')
    const done = await tenure(
      environment,
      'backtest',
      recorded ?? '',
      '--dossier',
      dossier,
      '--verdicts',
      'ground-truth',
      '--json',
    )
    expect(done.err.trim()).toMatch(/^This was a rehearsal/)
    const { effects, interactions, edgeCases } = JSON.parse(done.out) as Said & {
      effects: Record<string, number>
      interactions: number
      edgeCases: { kind: string; queryType: string }[]
    }
    expect(interactions).toBe(20)
    // Two cancellations of a booking query and two of queries that the rules refuse.
    expect(effects).toMatchObject({ performed: 0, held: 0, refused: 4, escalated: 3 })
    expect(edgeCases).toContainEqual(expect.objectContaining({ kind: 'refused', queryType: 'information_or_refusal' }))
  },
)
