import { expect, test } from 'vitest'
import { Fault } from '../domain/fault.ts'
import { addressOf, readConfig } from './config.ts'

const sentenceOf = (env: Record<string, string>): string => {
  try {
    readConfig(env, '/srv')
  } catch (error) {
    expect(error).toBeInstanceOf(Fault)
    expect((error as Fault).code).toBe('config_invalid')
    return (error as Fault).message
  }
  throw new Error('the configuration was accepted')
}

test('nothing set: loopback, embedded database beside the working folder, two workers', () => {
  expect(readConfig({}, '/srv')).toEqual({
    port: 4310,
    host: '127.0.0.1',
    dataDir: '/srv/.tenure',
    database: null,
    workers: 2,
    logLevel: 'info',
    privateSystems: [],
    secret: null,
    signingKey: null,
    client: { url: 'http://127.0.0.1:4310', apiKey: null },
  })
})

test('an empty variable counts as not set; variables of other programs are nobody’s business', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: '', EDITOR: 'vi' }, '/srv').port).toBe(4310)
})

test('private systems are ranges, addresses and names; what cannot be read, or is never called, is told', () => {
  expect(readConfig({ TENURE_PRIVATE_SYSTEMS: '10.0.0.0/8, erp.corp.example, 127.0.0.1:8791' }, '/').privateSystems).toHaveLength(
    3,
  )
  expect(sentenceOf({ TENURE_PRIVATE_SYSTEMS: '10.0.0.0/99' })).toContain('TENURE_PRIVATE_SYSTEMS is not valid: “10.0.0.0/99”')
  expect(sentenceOf({ TENURE_PRIVATE_SYSTEMS: '169.254.169.254' })).toContain('never called')
})

test('every error is listed at once', () => {
  const sentence = sentenceOf({ PORT: '70000', TENURE_LOG_LEVEL: 'loud', TENURE_NAME: 'x', TENURE_URL: 'ftp://x' })
  for (const name of ['PORT', 'TENURE_LOG_LEVEL', 'TENURE_NAME', 'TENURE_URL']) expect(sentence).toContain(name)
})

test('the direct address needs the other one beside it', () => {
  expect(sentenceOf({ DATABASE_DIRECT_URL: 'postgres://h/d' })).toContain('DATABASE_DIRECT_URL needs DATABASE_URL')
})

test('secrets do not print, neither in the configuration nor in a refusal', () => {
  const password = 'correct-horse-battery'
  const config = readConfig(
    { DATABASE_URL: `postgresql://u:${password}@h/d`, TENURE_SECRET: password.repeat(2), TENURE_API_KEY: password },
    '/srv',
  )
  expect(`${JSON.stringify(config)}${String(config.secret)}${config.client.apiKey}`).not.toContain(password)
  expect(config.database?.url.reveal()).toContain(password)
  expect(sentenceOf({ DATABASE_URL: `mysql://u:${password}@h/d`, TENURE_SECRET: 'short-one' })).not.toMatch(
    /correct-horse|short-one/,
  )
})

test('the object is frozen', () => {
  const config = readConfig({}, '/srv') as { port: number }
  expect(() => {
    config.port = 1
  }).toThrow(TypeError)
})

test.each([
  ['0.0.0.0', 'http://127.0.0.1:80'],
  ['::', 'http://[::1]:80'],
  ['tenure.example', 'http://tenure.example:80'],
])('a server on %s is reached at %s', (host, address) => {
  expect(addressOf({ host, port: 80 })).toBe(address)
})
