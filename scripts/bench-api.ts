// The API of the gateway's benchmark in a process of its own, as `tenure serve --role api` runs it.

import { runApi } from '../src/main/compose.ts'
import { readConfig } from '../src/main/config.ts'

const running = await runApi(readConfig(process.env, process.cwd()), { onFirstAdminLink: () => undefined })
process.send?.('ready')
process.once('disconnect', () => void running.stop().then(() => process.exit(0)))
process.once('SIGTERM', () => void running.stop().then(() => process.exit(0)))
