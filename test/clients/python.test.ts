// The recipe of docs/decision-api.md in another language, run as it stands there: what people copy is what is tested.

import { execFile, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { anAgent, aPerson, baseUrl, resets, upstream } from './clients-world.ts'

const recipe = /```python\n([\s\S]*?)```/.exec(
  readFileSync(path.join(import.meta.dirname, '../../docs/decision-api.md'), 'utf8'),
)?.[1]
const python = spawnSync('python3', ['--version']).status === 0
if (!python) console.info('python3 is not on this machine: the recipe of docs/decision-api.md was not run')

async function runs(agent: { key: string }, lines: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)('python3', ['-c', `${recipe}\n${lines}`], {
    env: { PATH: process.env.PATH, TENURE_URL: baseUrl, TENURE_KEY: agent.key },
  })
  return JSON.parse(stdout)
}

const asks = (interactionId: string, perform = 'None') =>
  `done = []\nprint(json.dumps([ask("${interactionId}", "c1", "directory", "reset_password", {"id": "ann"}, ${perform})["state"], done]))`

test('the recipe is there', () => {
  expect(recipe).toContain('def ask(')
})

describe.runIf(python)('in Python', () => {
  test('a call is made by Tenure, once', async () => {
    const agent = await anAgent(false)
    upstream.called.length = 0
    expect(await runs(agent, asks(agent.interactionId))).toEqual(['performed', []])
    expect(await runs(agent, asks(agent.interactionId))).toEqual(['performed', []])
    expect(resets()).toBe(1)
  })

  test.each([
    ['approves', 'performed'],
    ['declines', 'declined'],
  ] as const)('a held call waits for a person who %s', async (person, state) => {
    const agent = await anAgent(true)
    const running = runs(agent, asks(agent.interactionId))
    await aPerson(agent.interactionId, person)
    expect(await running).toEqual([state, []])
  })

  test('what the agent performs itself runs once, and a failure half-way is unknown', async () => {
    const agent = await anAgent(false, 'agent')
    const perform = 'lambda id: done.append(id)'
    expect(await runs(agent, asks(agent.interactionId, perform))).toEqual(['performed', ['ann']])
    expect(await runs(agent, asks(agent.interactionId, perform))).toEqual(['performed', []])
    const other = await anAgent(false, 'agent')
    expect(await runs(other, asks(other.interactionId, 'lambda id: 1 / 0'))).toEqual(['unknown', []])
  })
})
