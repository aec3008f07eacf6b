// Is the port free? Asked before anything heavy is started, and answered in one sentence when it is not.

import net from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { Fault } from '../domain/fault.ts'
import { errnoOf } from './process-table.ts'

export type Place = { host: string; port: number }

/**
 * Returns when the port can be listened on, else throws Fault `port_taken`. `patienceMs` is how long a taken port is asked again:
 * processes of a killed Tenure need a moment to notice.
 */
export async function requireFreePort(place: Place, patienceMs: number): Promise<void> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    const error = await tryPort(place)
    if (!error) return
    if (errnoOf(error) !== 'EADDRINUSE' || performance.now() >= deadline) throw portFault(place, error)
    await pause(100)
  }
}

function tryPort({ host, port }: Place): Promise<Error | null> {
  const server = net.createServer()
  return new Promise((resolve) => {
    server.once('error', resolve)
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)))
  })
}

/** Listens on this port of the loopback address for a moment and says which it was; 0: any that is free. Rejects when it cannot. */
export function listenedOn(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port))
    })
  })
}

/** The fault for a port or host that cannot be listened on; also for the error a server meets when it really listens. */
export function portFault({ host, port }: Place, cause: Error): Fault {
  const code = errnoOf(cause)
  const sentence =
    code === 'EADDRINUSE'
      ? `Port ${port} on ${host} is taken by another program. Stop that one, or choose another port: PORT=${port === 65_535 ? port - 1 : port + 1} npm start.`
      : code === 'EACCES'
        ? `Port ${port} may not be used by this user. Choose one above 1023: PORT=4310 npm start.`
        : `Tenure cannot listen on ${host} (${code ?? cause.message}). Set HOST to an address of this machine.`
  return new Fault(code === 'EADDRINUSE' ? 'port_taken' : 'config_invalid', sentence, { retryable: false, cause })
}
