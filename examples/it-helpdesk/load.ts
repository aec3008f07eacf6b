// `npm start -- --example`: puts the example into a running installation: Mira is hired, her dossier signed, chat opened in shadow observe, and a working
// day's queries arrive. Loading it twice changes nothing: the same names, the same documents, the same messages.

import type { Actor } from '../../src/domain/audit/record.ts'
import type { EmployeeId } from '../../src/domain/ids.ts'
import { isRefusal, type Refusal } from '../../src/domain/refusal.ts'
import { hire } from '../../src/governance/hire.ts'
import { openRollout } from '../../src/governance/open-rollout.ts'
import { registerDossier, signDossier } from '../../src/governance/sign-dossier.ts'
import { receive } from '../../src/handling/receive.ts'
import { readConfig } from '../../src/main/config.ts'
import { systemClock } from '../../src/ports/clock.ts'
import { Database } from '../../src/store/database.ts'
import type { House } from '../../src/store/house.ts'
import { openWork } from '../../src/store/work.ts'
import { exampleDossierFiles } from './dossier-files.ts'
import { generateQueries } from './queries.ts'

/** Invented people sign the invented dossier; the trail says that it was the example. */
const signer = (name: string): Actor => ({
  kind: 'operator',
  id: `example:${name}`,
  authority: 'the example, loaded by whoever started Tenure',
})
const queriesToSend = 120

function agreed<T>(result: T | Refusal): T {
  if (isRefusal(result)) throw new Error(result.sentence)
  return result
}

async function load(house: House, port: number): Promise<void> {
  const hired = await hire(house, { name: 'Mira', agent: { kind: 'scripted' } }, signer('carmen'))
  if (isRefusal(hired)) return console.log('Mira is already here; nothing was loaded again.')
  await openChat(house, hired.employeeId, port)
  const { queries } = generateQueries({ seed: 7, count: queriesToSend * 2, days: 1 })
  const chat = queries.filter((query) => query.channel === 'chat').slice(0, queriesToSend)
  for (const inbound of chat)
    agreed(await receive(house, { employeeId: hired.employeeId, driver: 'worker', inbound }, signer('desk')))
  console.log(
    `Mira has received ${chat.length} queries by chat and works on them in shadow observe: nothing of hers is performed.`,
  )
}

async function openChat(house: House, employeeId: EmployeeId, port: number): Promise<void> {
  const { dossierId } = agreed(
    await registerDossier(house, { employeeId, files: exampleDossierFiles(`http://127.0.0.1:${port}`) }, signer('priya')),
  )
  agreed(await signDossier(house, { dossierId }, signer('carmen')))
  agreed(await signDossier(house, { dossierId }, signer('asha')))
  const types = await house.db.read<{ queryType: string }>(
    "select t ->> 'name' as \"queryType\" from tenure.dossiers d, jsonb_array_elements(d.content -> 'workflow' -> 'queryTypes') t where d.id = $1",
    [dossierId],
  )
  agreed(
    await openRollout(
      house,
      { dossierId, cells: types.map(({ queryType }) => ({ queryType, channel: 'chat' })) },
      signer('carmen'),
    ),
  )
}

const config = readConfig(process.env, process.cwd())
if (config.database === null)
  throw new Error('The example is loaded by `npm start -- --example`, which says where the database is.')
const db = new Database(config.database.url.reveal())
const queue = await openWork(db, { supervise: false, onError: (error) => console.error(error.message) })
try {
  await load({ db, clock: systemClock }, Number(process.argv[2]))
} finally {
  await queue.stop()
  await db.close()
}
