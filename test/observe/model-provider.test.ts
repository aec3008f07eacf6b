// Providers that fail, are silent, or answer with another model.

import { describe, expect, test } from 'vitest'
import { Fault } from '../../src/domain/fault.ts'
import { rows } from '../support/world.ts'
import { answersWith, callsOf, completion, eachAfresh, question, recordsOf } from './calls.ts'
import { anObserved, ask, provider, providerKey, serverWith, stories } from './observed-world.ts'

eachAfresh()

describe('a provider that fails', () => {
  test.each([
    ['500', () => answersWith({ error: 'boom' }, 500), 502],
    ['a redirect', () => answersWith({}, 302, { location: 'http://127.0.0.1:1/' }), 502],
    ['no to our key', () => answersWith({ error: { message: `Incorrect API key provided: ${providerKey}` } }, 401), 502],
    ['a line that breaks', () => (provider.it.answer = (_, to) => void to.destroy()), 502],
    ['an endless answer', () => answersWith({ filler: 'x'.repeat(300_000) }), 502],
    ['too many requests', () => answersWith({ error: { code: 'rate_limit_exceeded' } }, 429, { 'retry-after': '3' }), 429],
  ])('with %s is a row, and says nothing of ours', async (_, fails, status) => {
    const { agent, employeeId } = await anObserved()
    fails()
    const response = await ask(agent, question)
    expect(response.status).toBe(status)
    if (status === 429) expect(response.headers.get('retry-after')).toBe('3')
    expect(await response.text()).not.toContain(providerKey)
    expect(await callsOf(employeeId)).toMatchObject([{ outcome: 'failed', status, cost_micros: null }])
    expect(provider.seen, 'and is not asked again').toHaveLength(1)
  })

  test('that says nothing for too long is given up, before its answer and in the middle of it', async () => {
    const impatient = serverWith({ headersMs: 100, silenceMs: 100 })
    const { agent, employeeId } = await anObserved()
    provider.it.answer = () => undefined
    const unanswered = await ask(agent, question, 'chat/completions', impatient)
    expect(unanswered.status).toBe(502)
    expect(await unanswered.text()).toContain('did not answer in time')
    provider.it.answer = (_, to) =>
      void to.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: {"model":"priced-1"}\n\n')
    const broken = await ask(agent, { ...question, stream: true }, 'chat/completions', impatient)
    expect(await broken.text()).toContain('did not answer in time')
    expect(await callsOf(employeeId)).toMatchObject([{ outcome: 'failed' }, { outcome: 'failed', answered: 'priced-1' }])
  })

  test('that may not be reached is a row too, with the reason', async () => {
    const guarded = serverWith({}, () => {
      throw new Fault('system_unreachable', 'That address is private.', { retryable: false })
    })
    const { agent, employeeId } = await anObserved()
    const response = await ask(agent, question, 'chat/completions', guarded)
    expect(response.status).toBe(502)
    expect(await response.text()).toContain('That address is private')
    expect(await callsOf(employeeId)).toMatchObject([{ outcome: 'failed' }])
  })

  test('to be written down gets no answer out', async () => {
    const { agent, employeeId } = await anObserved()
    await rows(stories, 'alter table tenure.model_calls rename to model_calls_away')
    try {
      const response = await ask(agent, question)
      expect(response.status).toBeGreaterThanOrEqual(500)
      expect(await response.text()).not.toContain('secret')
    } finally {
      await rows(stories, 'alter table tenure.model_calls_away rename to model_calls')
    }
    expect(await callsOf(employeeId)).toEqual([])
    expect(await recordsOf(employeeId, 'model.called')).toEqual([])
  })
})

describe('another model than last time', () => {
  test('is a record and ages evidence; going back and forth between two that are known is not', async () => {
    const { agent, employeeId } = await anObserved({ models: ['priced-1', 'priced-2'] })
    const answers = async (asked: string, model: string, fingerprint: string | null) => {
      answersWith({ ...completion, model, system_fingerprint: fingerprint })
      await (await ask(agent, { ...question, model: asked })).text()
      return (await recordsOf(employeeId, 'agent.model_changed')).length
    }
    expect(await answers('priced-1', 'priced-1-a', 'fp_1'), 'the first').toBe(0)
    expect(await answers('priced-1', 'priced-1-a', 'fp_1'), 'the same').toBe(0)
    expect(await answers('priced-2', 'priced-2-a', null), 'one more').toBe(1)
    expect(await answers('priced-1', 'priced-1-a', 'fp_1'), 'back').toBe(1)
    expect(await answers('priced-1', 'priced-1-a', 'fp_2'), 'another build').toBe(2)
    expect(await answers('priced-1', 'priced-1-b', 'fp_2'), 'another model under the name').toBe(3)
    const since = await rows<{ at: Date }>(stories, 'select max(since) as at from tenure.agent_models where employee_id = $1', [
      employeeId,
    ])
    expect(since[0]!.at).toEqual(stories.clock.now())
  })
})
