// Run by tests as a process of its own: holds the embedded database of a folder, says so, and waits to be killed or told to stop.

import { ensurePostgres } from '../../src/main/embedded-postgres.ts'
import { createLog } from '../../src/main/log.ts'

const [home = '', whatNext = 'wait'] = process.argv.slice(2)
const postgres = await ensurePostgres({ home, log: createLog('error', 'test'), settings: { fsync: 'off' } })
console.log(JSON.stringify({ pid: postgres.pid, adopted: postgres.adopted, url: postgres.adminUrl }))
if (whatNext === 'wait') {
  const awake = setInterval(() => undefined, 60_000) // waiting for a signal alone does not keep Node running
  await new Promise((resolve) => process.once('SIGTERM', resolve))
  clearInterval(awake)
}
await postgres.stop()
process.exit(0)
