// What every answer tells the browser: load nothing from elsewhere, be framed by nobody, guess no types. A page says which of its own scripts and styles are meant, by
// a nonce that is new every time it is served; what is not a page may load nothing at all.

import { randomBytes } from 'node:crypto'

/** 128 bits: what the CSP standard asks of a nonce. */
export function freshNonce(): string {
  return randomBytes(16).toString('base64url')
}

/**
 * `style-src` names the nonce because the component library writes its theme into a style element. Attributes (`style-src-attr`) are allowed: what is drawn has a place
 * and a size that only the page knows, and an attribute can load nothing past `default-src`. Images may be data: URIs (icons inside stylesheets).
 */
const pagePolicy = (nonce: string) =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')

/** What the API answers as a page is a document of its own: it brings its style with it and may load, run, send and frame nothing. */
const documentPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const barePolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Adds the headers; answers of the API are never cached. */
export function secureHeaders(headers: Headers, path: string, nonce: string): void {
  const isPage = (headers.get('content-type') ?? '').startsWith('text/html')
  const isDocument = isPage && path.startsWith('/api/') && path.endsWith('.html')
  headers.set('content-security-policy', isDocument ? documentPolicy : isPage ? pagePolicy(nonce) : barePolicy)
  headers.set('x-content-type-options', 'nosniff')
  headers.set('x-frame-options', 'DENY')
  headers.set('referrer-policy', 'no-referrer')
  headers.set('cross-origin-opener-policy', 'same-origin')
  headers.set('cross-origin-resource-policy', 'same-origin')
  headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=()')
  if (path.startsWith('/api/') && !headers.has('cache-control')) headers.set('cache-control', 'no-store')
}
