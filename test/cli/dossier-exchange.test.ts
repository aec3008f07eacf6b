// `tenure dossier export` and `import` from outside: what is written, what comes back, exit codes, and that nothing is overwritten.

import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { tenure } from '../support/command-line.ts'

const example = path.join(import.meta.dirname, '../../examples/it-helpdesk/dossier')
const folder = mkdtempSync(path.join(tmpdir(), 'tenure-exchange-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it.each([
  ['mermaid', /^flowchart LR\n/],
  ['svg', /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" role="img"/],
  ['bpmn', /^<\?xml .*\n<bpmn:definitions /],
  ['html', /^<!doctype html>\n<html lang="en">/],
])('writes %s to standard output', async (format, beginning) => {
  expect(await tenure({}, 'dossier', 'export', example, '--format', format)).toMatchObject({
    code: 0,
    out: expect.stringMatching(beginning),
    err: '',
  })
})

it('brings a dossier through BPMN and back without a difference, and never writes over a file', async () => {
  const file = path.join(folder, 'desk.bpmn')
  expect(await tenure({}, 'dossier', 'export', example, '--format', 'bpmn', '--out', file)).toMatchObject({
    code: 0,
    out: `Wrote ${file}.\n`,
  })
  const to = path.join(folder, 'back')
  cpSync(example, to, { recursive: true })
  const there = readFileSync(path.join(to, 'workflow.yaml'), 'utf8')
  expect(await tenure({}, 'dossier', 'import', file, '--to', to)).toMatchObject({
    code: 1,
    err: expect.stringContaining('already there'),
  })
  expect(readFileSync(path.join(to, 'workflow.yaml'), 'utf8')).toBe(there)

  rmSync(path.join(to, 'workflow.yaml'))
  const imported = await tenure({}, 'dossier', 'import', file, '--to', to, '--json')
  expect(imported.code).toBe(0)
  expect(JSON.parse(imported.out)).toMatchObject({ file: path.join(to, 'workflow.yaml'), notes: [] })
  const compared = await tenure({}, 'dossier', 'diff', example, to, '--json')
  expect(JSON.parse(compared.out)).toMatchObject({ unchanged: true, workflow: [] })
})

it('says what it dropped of a file of another tool, by element', async () => {
  const file = path.join(folder, 'foreign.bpmn')
  writeFileSync(
    file,
    `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">
      <bpmn:process id="p"><bpmn:startEvent id="s" name="Asked"/><bpmn:userTask id="t" name="Answer"/>
      <bpmn:dataObjectReference id="paper"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t"/></bpmn:process></bpmn:definitions>`,
  )
  const { code, out } = await tenure({}, 'dossier', 'import', file, '--to', path.join(folder, 'foreign'))
  expect(code).toBe(0)
  expect(out).toMatch(/1 query types, 1 steps\.\n[\s\S]*dropped paper: /)
})

it.each([
  ['that is no BPMN', 'not xml'],
  ['that declares entities', '<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'],
])('refuses a file %s and writes nothing', async (_, text) => {
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, 'bad.bpmn')
  writeFileSync(file, text)
  const to = path.join(folder, 'nothing')
  expect(await tenure({}, 'dossier', 'import', file, '--to', to)).toMatchObject({ code: 1, err: expect.stringContaining(file) })
  expect(existsSync(to)).toBe(false)
})

it('refuses a folder that holds no dossier, and a format nobody offers', async () => {
  expect((await tenure({}, 'dossier', 'export', folder, '--format', 'svg')).code).toBe(1)
  expect((await tenure({}, 'dossier', 'export', example, '--format', 'visio')).code).toBe(2)
})
