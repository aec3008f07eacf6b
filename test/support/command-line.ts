// The command line from outside: a process of its own, its exit code and what it said.

import { execFile } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { serve } from '@hono/node-server'
import type { HttpWorld } from './http-world.ts'

const entry = path.join(import.meta.dirname, '../../src/cli/bin.ts')

export type Said = { code: number; out: string; err: string }

/** Runs one command with exactly this environment (and a search path), away from any `.env`. */
export function tenure(environment: Record<string, string>, ...words: string[]): Promise<Said> {
  return new Promise((resolve) => {
    const env = { PATH: process.env.PATH ?? '', ...environment }
    execFile(process.execPath, [entry, ...words], { env, cwd: os.tmpdir(), maxBuffer: 64_000_000 }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
  })
}

/** Serves the door of a world on a free port of the loopback. */
export async function listening({ app }: HttpWorld): Promise<{ url: string; close(): Promise<void> }> {
  const ready = Promise.withResolvers<AddressInfo>()
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ready.resolve)
  const { port } = await ready.promise
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      if ('closeAllConnections' in server) server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${port}`, close }
}
