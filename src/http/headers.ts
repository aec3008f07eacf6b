// What every answer tells the browser: load nothing from elsewhere, be framed by nobody, guess no types.

/**
 * `style-src` allows inline styles because the console's component library writes its theme into a style element; scripts are from this origin only. Images may be
 * data: URIs (icons inside stylesheets).
 */
const policy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** Adds the headers; answers of the API are never cached. */
export function secureHeaders(headers: Headers, path: string): void {
  headers.set('content-security-policy', policy)
  headers.set('x-content-type-options', 'nosniff')
  headers.set('x-frame-options', 'DENY')
  headers.set('referrer-policy', 'no-referrer')
  headers.set('cross-origin-opener-policy', 'same-origin')
  headers.set('cross-origin-resource-policy', 'same-origin')
  headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=()')
  if (path.startsWith('/api/') && !headers.has('cache-control')) headers.set('cache-control', 'no-store')
}
