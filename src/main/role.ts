// One process with one role, api or worker: started by the supervisor (then it ends when the supervisor does) or alone.

import type { ChildMessage } from './children.ts'
import type { Config } from './config.ts'
import type { Log } from './log.ts'
import { portFault } from './port.ts'
import { errnoOf } from './process-table.ts'

export type Role = 'api' | 'worker'
type Running = { stop(): Promise<void> }

// Work in hand is given back by its lease when it is not finished by then; nothing acknowledged depends on it.
const stopDeadlineMs = 8_000

/**
 * Runs until told to stop. Told by SIGTERM, by SIGINT when alone (in a terminal Ctrl-C reaches the supervisor too, which decides), and by
 * the end of the supervisor.
 */
export async function runRole(role: Role, config: Config, log: Log): Promise<void> {
  const supervised = process.send !== undefined
  const ended = Promise.withResolvers<string>()
  process.on('SIGTERM', () => ended.resolve('told to stop'))
  process.on('SIGINT', () => {
    if (!supervised) ended.resolve('told to stop')
  })
  process.on('disconnect', () => ended.resolve('the supervisor is gone'))
  const starting = start(role, config)
  // Told to stop while still starting: nothing is running that would need a good end.
  const running = await Promise.race([starting, ended.promise.then(() => null)])
  if (!running) return
  const awake = setInterval(() => undefined, 60_000) // waiting for a signal alone does not keep Node running
  tell({ kind: 'ready' })
  log.info(`${role} runs`)
  log.info({ why: await ended.promise }, `${role} stops`)
  const deadline = setTimeout(() => process.exit(0), stopDeadlineMs)
  await running.stop()
  clearTimeout(deadline)
  clearInterval(awake)
}

async function start(role: Role, config: Config): Promise<Running> {
  const { runApi, runWorker } = await import('./compose.ts')
  if (role === 'worker') return runWorker(config)
  try {
    return await runApi(config, { onFirstAdminLink: (url: string) => tell({ kind: 'first-admin-link', url }) })
  } catch (error) {
    if (error instanceof Error && ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL'].includes(errnoOf(error) ?? ''))
      throw portFault(config, error)
    throw error
  }
}

/** Without a supervisor the link is printed here: somebody has to see it. */
function tell(message: ChildMessage): void {
  if (process.send) process.send(message)
  else if (message.kind === 'first-admin-link') console.log(`The first administrator signs in once at ${message.url}`)
}
