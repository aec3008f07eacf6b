// The command line as a client of the HTTP API: where the server is and which key to show comes from the configuration. A “no” of the server
// is a refusal here too; a server that cannot be reached is a fault.

import { type Client, createClient, TenureRefusal } from '@tenure/sdk'
import { Fault } from '../domain/fault.ts'
import { loadConfig } from '../main/config.ts'
import { type ExitCode, exitCodes, plain } from './print.ts'

/**
 * Runs `act` with a client of the configured server (TENURE_URL, TENURE_API_KEY). What the server refuses is said on stderr and is exit code 1;
 * that it failed, or could not be reached, is thrown as a Fault.
 */
export async function withServer(act: (client: Client) => Promise<ExitCode>): Promise<ExitCode> {
  const { url, apiKey } = loadConfig().client
  const client = createClient({ baseUrl: url, ...(apiKey === null ? {} : { key: apiKey.reveal() }) })
  try {
    return await act(client)
  } catch (error) {
    if (error instanceof TenureRefusal && error.status < 500) {
      console.error(plain(error.sentence))
      return exitCodes.refused
    }
    if (error instanceof TenureRefusal)
      throw new Fault('server_unreachable', `The server at ${url} failed: ${error.sentence}`, { retryable: true, cause: error })
    // What fetch throws when there was no answer at all.
    if (error instanceof TypeError && error.cause !== undefined) {
      throw new Fault(
        'server_unreachable',
        `No Tenure answers at ${url}. Start it with \`tenure serve\`, or say where it is with TENURE_URL.`,
        { retryable: true, cause: error },
      )
    }
    throw error
  }
}
