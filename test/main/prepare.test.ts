// scripts/prepare.mjs on a tiny clone of its own, whose only package is a workspace, so that npm needs no network.

import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'

const folders: string[] = []
const words = ['scripts/prepare.mjs', '--quiet']

function clone(): string {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'tenure-prepare-'))
  folders.push(root)
  for (const folder of ['scripts', 'leaf']) fs.mkdirSync(path.join(root, folder))
  fs.copyFileSync(path.join(import.meta.dirname, '../../scripts/prepare.mjs'), path.join(root, 'scripts/prepare.mjs'))
  const leaf = { name: 'leaf', version: '1.0.0' }
  const whole = { name: 'whole', version: '1.0.0', workspaces: ['leaf'] }
  fs.writeFileSync(path.join(root, 'leaf/package.json'), JSON.stringify(leaf))
  fs.writeFileSync(path.join(root, 'package.json'), JSON.stringify(whole))
  const packages = { '': whole, leaf: { version: '1.0.0' }, 'node_modules/leaf': { resolved: 'leaf', link: true } }
  fs.writeFileSync(
    path.join(root, 'package-lock.json'),
    JSON.stringify({ ...whole, lockfileVersion: 3, requires: true, packages }),
  )
  return root
}

const prepare = (cwd: string): SpawnSyncReturns<string> => spawnSync(process.execPath, words, { cwd, encoding: 'utf8' })

afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true })
})

test('installs what is missing and says so on stderr; then says nothing; installs again when the lockfile or a package changes', () => {
  const root = clone()
  const first = prepare(root)
  expect(first).toMatchObject({ status: 0, stdout: '' })
  expect(first.stderr).toContain('Installing')
  expect(fs.existsSync(path.join(root, 'node_modules/leaf/package.json'))).toBe(true)
  expect(prepare(root)).toMatchObject({ status: 0, stdout: '', stderr: '' })

  fs.rmSync(path.join(root, 'node_modules/leaf'))
  expect(prepare(root).stderr).toContain('Installing')

  const lock = path.join(root, 'package-lock.json')
  fs.writeFileSync(lock, fs.readFileSync(lock, 'utf8').replace('"link":true', '"link":true,"version":"1.0.1"'))
  expect(prepare(root).stderr).toContain('Installing')
})

test('two at once: one installs, the other finds the work done', async () => {
  const root = clone()
  const said = await Promise.all(
    [1, 2].map(
      () =>
        new Promise<{ code: number | null; text: string }>((resolve) => {
          const child = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })
          let text = ''
          child.stderr.on('data', (chunk: Buffer) => {
            text += chunk.toString()
          })
          child.on('close', (code) => resolve({ code, text }))
        }),
    ),
  )
  expect(said.map(({ code }) => code)).toEqual([0, 0])
  expect(said.filter(({ text }) => text.includes('Installing'))).toHaveLength(1)
})

test('a lockfile that does not fit the packages ends with a sentence and exit code 3', () => {
  const root = clone()
  fs.writeFileSync(path.join(root, 'package.json'), JSON.stringify({ name: 'whole', dependencies: { leaf: 'file:./elsewhere' } }))
  const done = prepare(root)
  expect(done.status).toBe(3)
  expect(done.stderr.trim().split('\n').at(-1)).toMatch(/^npm could not install the packages/)
})
