// `npm run example`: three weeks of an IT service desk on a fast clock, through the product's own steps and a real PostgreSQL, MCP servers and all: the
// five phases are walked, each gate read when it is due. Prints what happened day by day; `--json` prints the end as data.

import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { RolloutId } from '../../src/domain/ids.ts'
import { ensurePostgres } from '../../src/main/embedded-postgres.ts'
import { createLog } from '../../src/main/log.ts'
import { migrate } from '../../src/store/migrate.ts'
import { openDesk } from './desk.ts'
import { exampleDossierFiles } from './dossier-files.ts'
import { generateQueries } from './queries.ts'
import { type Day, type Ending, playDays, signAndOpen } from './three-weeks.ts'

const json = process.argv.includes('--json')
const seed = 20_261_102
const days = 21
const perDay = 62

/** Plays on a cluster of its own in a temporary folder and leaves nothing behind. */
async function main(): Promise<void> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'tenure-example-'))
  const postgres = await ensurePostgres({ home: path.join(home, 'db'), log: createLog('warn', 'example') })
  try {
    const url = await freshDatabase(postgres.adminUrl, postgres.url('example'))
    const desk = await openDesk({ url, dir: path.join(home, 'systems') })
    try {
      say('Discovery: 4 documents and 3 interviews are checked and signed by two people.')
      const stage = await signAndOpen(desk, exampleDossierFiles(desk.systems.url))
      say(`Shadow: ${stage.cells} cells on chat are opened in shadow observe. Nothing of Mira's is performed.\n`)
      say('day         phase        queries  handled  to people  recorded  reviews  why it stays or moves')
      const generated = generateQueries({ seed, count: days * perDay, days })
      const ending = await playDays(desk, stage, { generated, days, onDay: tell })
      if (json) process.stdout.write(`${JSON.stringify(ending, null, 2)}\n`)
      else close(ending)
    } finally {
      await desk.close()
    }
  } finally {
    await postgres.stop()
    rmSync(home, { recursive: true, force: true })
  }
}

async function freshDatabase(adminUrl: string, url: string): Promise<string> {
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  await admin.query('create database example')
  await admin.end()
  await migrate(url)
  return url
}

function tell(day: Day): void {
  const pad = (value: number, width: number) => String(value).padStart(width)
  say(
    `${day.date}  ${day.phase.padEnd(11)} ${pad(day.queries, 8)} ${pad(day.handled, 8)} ${pad(day.toPeople, 10)} ${pad(day.recorded, 9)} ${pad(day.reviews, 8)}  ${day.why}`,
  )
}

function close(ending: Ending): void {
  say('\nExpansion: the e-mail channel runs in shadow beside the autonomous chat; evidence is not inherited.')
  for (const rollout of ending.rollouts)
    say(`  ${rollout.id as RolloutId}  ${rollout.phase.padEnd(11)} ${rollout.cells} cells  ${rollout.gate}`)
  say(
    `\nEffects: ${Object.entries(ending.effects)
      .map(([state, n]) => `${n} ${state}`)
      .join(', ')}.`,
  )
  say(
    `The systems did ${ending.actsInSystems} writes; the trail has ${ending.performedWrites}. They agree: ${ending.actsInSystems === ending.performedWrites ? 'yes' : 'NO'}.`,
  )
  say(`Hostile queries: ${ending.hostile.seen}, of which ${ending.hostile.wrote} led to a write nobody wanted.`)
  say(`Trail: ${ending.trail.size} records, root ${ending.trail.root}.`)
  say(`Phases walked: ${ending.phasesWalked.join(' → ')}.`)
}

function say(sentence: string): void {
  if (!json) console.log(sentence)
}

await main()
