// Files served to browsers: the console, and the API description's own pages. Only files inside the given folder, read at request time; no listing, no dot files.

import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
}

const unreadable = new Set(['ENOENT', 'EISDIR', 'ENOTDIR'])

/** The file at this path below the folder, or null when there is none there. Never leaves the folder, whatever the path says. */
async function fileResponse(folder: string, requested: string): Promise<Response | null> {
  const file = path.resolve(folder, `.${path.posix.normalize(`/${requested}`)}`)
  const inside = file.startsWith(path.resolve(folder) + path.sep)
  if (
    !inside ||
    requested.includes('\0') ||
    path
      .relative(folder, file)
      .split(path.sep)
      .some((part) => part.startsWith('.'))
  )
    return null
  const type = mediaTypes[path.extname(file)]
  if (type === undefined) return null
  try {
    const body = await readFile(file)
    // The bundler puts a hash of the content into the names under assets/; everything else may change under its name.
    const cache = requested.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
    return new Response(new Uint8Array(body), { headers: { 'content-type': type, 'cache-control': cache } })
  } catch (error) {
    if (unreadable.has((error as NodeJS.ErrnoException).code ?? '')) return null
    throw error
  }
}

/** The console: a file when there is one, otherwise its start page, which reads the address itself. `nonce` is that of this answer's policy. */
export async function consoleResponse(folder: string | null, requested: string, nonce: string): Promise<Response> {
  const found =
    folder === null
      ? null
      : ((await fileResponse(folder, requested)) ?? (isPage(requested) ? await fileResponse(folder, '/index.html') : null))
  if (found !== null) return withNonce(found, nonce)
  const sentence = isPage(requested)
    ? 'The console is not built here. Run `npm run build:console`, or use the API: its description is at /api/v1/docs.'
    : 'There is no such file.'
  return new Response(sentence, { status: 404, headers: { 'content-type': 'text/plain; charset=utf-8' } })
}

/** The word the bundler leaves where the nonce belongs (console/vite.config.ts). */
const nonceBlank = '__NONCE__'

/** A page with the nonce in its places. Never kept by anybody: the nonce is good for one answer. */
async function withNonce(found: Response, nonce: string): Promise<Response> {
  const type = found.headers.get('content-type') ?? ''
  if (!type.startsWith('text/html')) return found
  const page = (await found.text()).replaceAll(nonceBlank, nonce)
  return new Response(page, { headers: { 'content-type': type, 'cache-control': 'no-store' } })
}

function isPage(requested: string): boolean {
  return path.extname(requested) === ''
}

// No inline script and no other origin: the policy in headers.ts forbids both.
const docsPage = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Tenure API</title><link rel="stylesheet" href="docs/swagger-ui.css"></head>
<body><div id="swagger-ui"></div><script nonce="__NONCE__" src="docs/swagger-ui-bundle.js"></script><script nonce="__NONCE__" src="docs/start.js"></script></body>
</html>
`
const docsStart = `window.SwaggerUIBundle({ url: '/api/v1/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null })\n`
const docsFolder = path.dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')))
const docsFiles = ['swagger-ui.css', 'swagger-ui-bundle.js']

/** The pages of the API description. `file` is null for the page itself. */
export async function docsResponse(file: string | null, nonce: string): Promise<Response | null> {
  if (file === null) return withNonce(new Response(docsPage, { headers: { 'content-type': 'text/html; charset=utf-8' } }), nonce)
  if (file === 'start.js') return new Response(docsStart, { headers: { 'content-type': 'text/javascript; charset=utf-8' } })
  return docsFiles.includes(file) ? fileResponse(docsFolder, `/${file}`) : null
}
