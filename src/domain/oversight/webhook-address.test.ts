import { describe, expect, test } from 'vitest'
import { isNeverCalled } from './private-systems.ts'
import { checkWebhookUrl } from './webhook-address.ts'

describe('where a webhook may point', () => {
  test.each([
    'https://agent.example.com/tenure',
    'http://10.0.0.7:8080/hook',
    'http://localhost:3000/',
    'http://[::1]:3000/',
    'http://192.168.1.4/',
  ])('%s is allowed', (text) => {
    expect(checkWebhookUrl(text)).toBeInstanceOf(URL)
  })

  test.each([
    ['not an address', 'not an address'],
    ['ftp://example.com/', 'not allowed'],
    ['file:///etc/passwd', 'not allowed'],
    ['https://user:secret@example.com/', 'credentials'],
    ['http://169.254.169.254/latest/meta-data', 'metadata'],
    ['http://2852039166/', 'metadata'], // 169.254.169.254 as one number
    ['http://0xa9.0xfe.0xa9.0xfe/', 'metadata'],
    ['http://[::ffff:169.254.169.254]/', 'metadata'],
    ['http://[fe80::1]/', 'metadata'],
    ['http://[fd00:ec2::254]/', 'metadata'],
    ['http://metadata.google.internal/', 'metadata'],
    ['http://0.0.0.0/', 'metadata'],
  ])('%s is refused: %s', (text, why) => {
    expect(checkWebhookUrl(text)).toMatchObject({ refusal: 'invalid_input', sentence: expect.stringContaining(why) })
  })

  test('a name is not an address: it is judged when it is resolved', () => {
    expect(isNeverCalled('fe-server.example.com')).toBe(false)
    expect(isNeverCalled('169.254.169.254')).toBe(true)
    expect(isNeverCalled('64:ff9b::a9fe:a9fe')).toBe(true)
    expect(isNeverCalled('93.184.216.34')).toBe(false)
  })
})
