import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { exampleDossierFolder } from '../../examples/it-helpdesk/dossier-files.ts'
import { smallDossier } from '../support/dossier-files.ts'

const root = path.join(import.meta.dirname, '../..')
const folder = mkdtempSync(path.join(tmpdir(), 'tenure-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function tenure(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [path.join(root, 'src/cli/bin.ts'), 'dossier', ...words], (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
  })
}

function dossierIn(name: string, changes: Record<string, string> = {}): string {
  const dir = path.join(folder, name)
  mkdirSync(path.join(dir, 'interviews'), { recursive: true })
  for (const [file, text] of Object.entries({ ...smallDossier, ...changes })) writeFileSync(path.join(dir, file), text)
  return dir
}

const call = { i: 1, name: 'get_user', system: 'crm', access: 'read', arguments: {}, result: '' }
const line = (id: string) =>
  JSON.stringify({
    id,
    workflow: 'desk',
    queryType: 'change',
    channel: 'chat',
    requester: 'a',
    query: `change ${id}`,
    messages: [],
    toolCalls: [call],
    reply: 'ok',
    escalated: false,
    model: 'm',
  })

describe('tenure dossier check', () => {
  it('finds the example fit to be signed', async () => {
    const { code, out } = await tenure('check', exampleDossierFolder, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ errors: 0, warnings: 2, hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
  })

  it('is 1 with errors, and names file and line of each', async () => {
    const dir = dossierIn('broken', {
      'targets.yaml': 'accuracy: {targetRatio: 0.9}\nescalation: {minRatio: 0.5, maxRatio: 0.4}\nshadow: {}\nsupervised: {}\n',
    })
    const { code, out } = await tenure('check', dir)
    expect(code).toBe(1)
    expect(out).toContain(`${path.join(dir, 'targets.yaml')}:2: error escalation-bounds-crossed`)
    expect(out).toMatch(/cannot be signed yet: 1 errors, \d+ warnings/)
    const sarif = JSON.parse((await tenure('check', dir, '--sarif')).out)
    expect(sarif.runs[0].results[0]).toMatchObject({
      ruleId: 'escalation-bounds-crossed',
      level: 'error',
      locations: [{ physicalLocation: { region: { startLine: 2 } } }],
    })
  })

  it('is 1 for a document that cannot be read, 3 for a folder that is not there, 2 for a word too few', async () => {
    const dir = dossierIn('unreadable', { 'workflow.yaml': 'workflow: [\n' })
    const read = await tenure('check', dir)
    expect(read).toMatchObject({ code: 1, out: expect.stringMatching(/workflow.yaml:\d+: error document-unreadable/) })
    expect(await tenure('check', path.join(folder, 'nowhere'))).toMatchObject({
      code: 3,
      err: expect.stringContaining('There is no folder'),
    })
    expect((await tenure('check')).code).toBe(2)
  })
})

describe('tenure dossier init', () => {
  it('drafts from a gzipped recording into the folder named last, says that it is unsigned, and overwrites nothing', async () => {
    const recording = path.join(folder, 'recording.jsonl.gz')
    writeFileSync(recording, gzipSync(`${line('r1')}\n${line('r2')}\n`))
    const dir = path.join(folder, 'drafted')
    const drafted = await tenure('init', '--from', recording, dir)
    expect(drafted).toMatchObject({ code: 0, out: expect.stringContaining('The draft is unsigned') })
    expect(readdirSync(dir).sort()).toEqual(['QUESTIONS.md', 'SOUL.md', 'integrations.yaml', 'targets.yaml', 'workflow.yaml'])
    const before = readFileSync(path.join(dir, 'workflow.yaml'), 'utf8')
    expect(await tenure('init', '--from', recording, dir)).toMatchObject({
      code: 1,
      err: expect.stringContaining('already there'),
    })
    expect(readFileSync(path.join(dir, 'workflow.yaml'), 'utf8')).toBe(before)
    const checked = await tenure('check', dir, '--json')
    expect(checked.code).toBe(1)
    expect(new Set(JSON.parse(checked.out).findings.map((finding: { code: string }) => finding.code))).toContain(
      'interview-missing',
    )
  })

  it('names the bad line and writes nothing', async () => {
    const recording = path.join(folder, 'bad.jsonl')
    writeFileSync(recording, `${line('r1')}\n{"id": 7}\n`)
    const dir = path.join(folder, 'never')
    expect(await tenure('init', '--from', recording, dir)).toMatchObject({
      code: 1,
      err: expect.stringContaining(`${recording}:2`),
    })
    expect(readdirSync(folder)).not.toContain('never')
    expect((await tenure('init', '--from', recording)).code).toBe(1)
  })
})
