// `tenure dossier interview` from outside: through a pipe, from a file, killed in the middle, and gone on with.

import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readDossier } from '../../src/domain/discovery/documents.ts'
import { smallDossier } from '../support/dossier-files.ts'

const entry = path.join(import.meta.dirname, '../../src/cli/bin.ts')
const folder = mkdtempSync(path.join(tmpdir(), 'tenure-interview-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const asha = ['--person', 'Asha Rao', '--role', 'Desk, Pune', '--does-the-work']

function dossierIn(name: string): string {
  const dir = path.join(folder, name)
  mkdirSync(path.join(dir, 'interviews'), { recursive: true })
  for (const [file, text] of Object.entries(smallDossier)) writeFileSync(path.join(dir, file), text)
  return dir
}

function started(dir: string, ...words: string[]) {
  const child = spawn(process.execPath, [entry, 'dossier', 'interview', dir, ...words], { cwd: folder })
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said.out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said.err += text
  })
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, ...said }))
  })
  return { child, ended, said }
}

function piped(dir: string, input: string | Buffer, ...words: string[]) {
  const { child, ended } = started(dir, ...words)
  child.stdin.end(input)
  return ended
}

const fileOf = (dir: string) => path.join(dir, 'interviews', 'asha-rao.yaml')
const answersIn = (dir: string): { answer: string }[] => parse(readFileSync(fileOf(dir), 'utf8')).answers

describe('tenure dossier interview', () => {
  it('takes answers from a pipe, keeps them, and says what is left and what to do next', async () => {
    const dir = dossierIn('piped')
    const { code, out, err } = await piped(dir, '\uFEFFMails from Graz.\r\n\n?Anna knows\n', ...asha)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/1 answered and 1 passed on this time; all of it is in interviews\/asha-rao\.yaml/)
    expect(out).toMatch(/questions are left\. The next ones:/)
    expect(out).toContain(`tenure dossier check ${dir}`)
    expect(answersIn(dir)).toMatchObject([{ answer: 'Mails from Graz.' }])
  })

  it('answers as JSON, and asks nothing aloud then', async () => {
    const dir = dossierIn('json')
    await piped(dir, 'one\n', ...asha)
    const { code, out } = await piped(dir, '', '--person', 'Asha Rao', '--json')
    const answer = JSON.parse(out)
    expect(code).toBe(0)
    expect(answer).toMatchObject({ interview: 'asha-rao', begun: false, said: 0, stopped: true, suggestions: [] })
    expect(answer.questions[0]).toMatchObject({ answered: true })
    expect(answer.left).toBe(answer.questions.length - 1)
  })

  it('goes on where a killed run was, which lost nothing', async () => {
    const dir = dossierIn('killed')
    const { child, ended, said } = started(dir, ...asha)
    child.stdin.write('one\ntwo\nhalf a third')
    const asked = new Promise<void>((resolve) => {
      child.stdout.on('data', () => {
        // The third question is asked once the second answer has been kept.
        if (/^3\//m.test(said.out)) resolve()
      })
    })
    await Promise.race([asked, ended])
    child.kill('SIGKILL')
    await ended
    expect(answersIn(dir).map(({ answer }) => answer)).toEqual(['one', 'two'])
    expect(readdirSync(path.join(dir, 'interviews')).filter((name) => name.endsWith('.tmp'))).toEqual([])
    const { out } = await piped(dir, 'three\n', '--person', 'Asha Rao')
    expect(out).toMatch(/goes on: \d+ of \d+ questions are left/)
    expect(answersIn(dir).map(({ answer }) => answer)).toEqual(['one', 'two', 'three'])
  })

  it('reads answers from a file, hostile ones too, and the dossier can still be read', async () => {
    const dir = dossierIn('file')
    const file = path.join(folder, 'answers.txt')
    const hostile = ['---', '- {a: [', '\u001b[2Jgone', '# no comment', 'मेल और "चैट": {x}', '*alias &anchor', '🙂 '.repeat(300)]
    writeFileSync(
      file,
      Buffer.concat([Buffer.from(`${hostile.join('\n')}\nbroken `), Buffer.from([0xff, 0xfe, 0x00]), Buffer.from('\n')]),
    )
    expect((await piped(dir, '', ...asha, '--answers', file)).code).toBe(0)
    const files = { ...smallDossier, 'interviews/asha-rao.yaml': readFileSync(fileOf(dir), 'utf8') }
    const { dossier, problems } = readDossier(files)
    expect(problems).toEqual([])
    const said = dossier!.interviews.find(({ id }) => id === 'asha-rao')!.answers.map(({ answer }) => answer)
    expect(said).toHaveLength(hostile.length + 1)
    expect(said.slice(0, 2)).toEqual(hostile.slice(0, 2))
    expect(said[2]).toBe('[2Jgone')
  })

  it('refuses to guess who is interviewed, and is a fault without a folder or an answers file', async () => {
    const dir = dossierIn('nobody')
    expect(await piped(dir, '')).toMatchObject({ code: 1, err: expect.stringContaining('--person') })
    expect(readdirSync(path.join(dir, 'interviews'))).toEqual(['priya.yaml'])
    expect(await piped(path.join(folder, 'nowhere'), '', ...asha)).toMatchObject({ code: 3 })
    expect(await piped(dir, '', ...asha, '--answers', path.join(folder, 'none.txt'))).toMatchObject({
      code: 3,
      err: expect.stringContaining('none.txt cannot be read'),
    })
  })
})
