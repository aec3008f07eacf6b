// `npm test`: every test, once. Further words go to vitest: npm test -- test/story -t "shadow".

import { spawn } from 'node:child_process'
import path from 'node:path'

const root = path.dirname(import.meta.dirname)
const vitest = path.join(root, 'node_modules/vitest/vitest.mjs')
const words = process.argv.slice(2)
// The JSON is what .ci/run counts from; it changes nothing of what is printed.
const reporters = words.some((word) => word.startsWith('--reporter'))
  ? []
  : ['--reporter=default', '--reporter=json', '--outputFile.json=test/artifacts/results.json']

const child = spawn(process.execPath, [vitest, 'run', ...reporters, ...words], { cwd: root, stdio: 'inherit' })
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => child.kill(name))
child.on('error', (error) => {
  console.error(`The tests cannot be run: ${error.message}`)
  process.exitCode = 3
})
child.on('exit', (code) => {
  process.exitCode = code ?? 1
})
