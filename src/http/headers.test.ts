import { expect, test } from 'vitest'
import { secureHeaders } from './headers.ts'

function policyOf(path: string): string {
  const headers = new Headers({ 'content-type': 'text/html; charset=utf-8' })
  secureHeaders(headers, path, 'nonce-of-this-answer')
  return headers.get('content-security-policy') ?? ''
}

test('a document the API answers brings its own style with it and may load, run and send nothing', () => {
  const policy = policyOf('/api/v1/promotions/pro_1/bundle.html')
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("style-src 'unsafe-inline'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toMatch(/script-src|connect-src|img-src|nonce/)
})

test.each(['/', '/reviews', '/rollouts/rol_1/sampling', '/api/v1/docs', '/anything.html'])(
  '%s is a page of ours: styles and scripts by their nonce only',
  (path) => {
    const policy = policyOf(path)
    expect(policy).toContain("style-src 'self' 'nonce-nonce-of-this-answer'")
    expect(policy).toContain("script-src 'self' 'nonce-nonce-of-this-answer'")
    expect(policy).not.toMatch(/style-src[^;]*unsafe-inline'.*style-src-attr/)
  },
)
