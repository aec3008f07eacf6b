// `npm run bench:evidence`: how long a gate takes over a million reviewed interactions, all criteria, on an embedded PostgreSQL: cold (a process that has read nothing yet), read
// again, and what one more verdict costs, each beside a rollout of a thousand cases in the same run. `--json` prints the numbers as data;
// docs/benchmarks.md keeps them.

import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { RolloutId } from '../src/domain/ids.ts'
import { assess } from '../src/governance/assess.ts'
import { hire } from '../src/governance/hire.ts'
import { openRollout } from '../src/governance/open-rollout.ts'
import { registerDossier } from '../src/governance/sign-dossier.ts'
import { giveVerdict } from '../src/handling/review.ts'
import { ensurePostgres } from '../src/main/embedded-postgres.ts'
import { createLog } from '../src/main/log.ts'
import { Database } from '../src/store/database.ts'
import { smallDossier } from '../test/support/dossier-files.ts'
import { arrives, aWorld, done, people, rows } from '../test/support/world.ts'
import { freshUrl, quantiles } from './bench-ground.ts'

const sizes = [1_000, 1_000_000]
// Half a year, twenty query types on two channels, and one verdict in twenty wrong: the shape ENGINE.md E measures rollups with.
const days = 180
const types = 20
const readings = 60

type Measured = {
  cases: number
  coldMs: number
  againMs: { p50: number; p99: number }
  verdictMs: { p50: number; p99: number }
  heapMb: number
  outcome: string
}

const say = (text: string) => process.stderr.write(`${text}\n`)

async function main(): Promise<void> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'tenure-bench-'))
  const postgres = await ensurePostgres({ home, log: createLog('error', 'bench') })
  const measured: Measured[] = []
  try {
    for (const cases of sizes) {
      say(`${cases} cases: preparing`)
      measured.push(await measure(await freshUrl(postgres, `evidence_${cases}`), cases))
    }
  } finally {
    await postgres.stop()
    rmSync(home, { recursive: true, force: true })
  }
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify({ machine: machine(), measured }, null, 2)}\n`)
  else for (const one of measured) say(inWords(one))
}

function machine(): string {
  const [cpu] = os.cpus()
  return `${os.cpus().length} × ${cpu?.model ?? 'unknown'}, Node ${process.versions.node}, PostgreSQL 17 embedded, fsync on`
}

function inWords({ cases, coldMs, againMs, verdictMs, heapMb, outcome }: Measured): string {
  return `${cases} cases: cold ${coldMs.toFixed(1)} ms, again p50 ${againMs.p50.toFixed(1)} p99 ${againMs.p99.toFixed(1)} ms, a verdict p50 ${verdictMs.p50.toFixed(1)} p99 ${verdictMs.p99.toFixed(1)} ms, heap ${heapMb.toFixed(0)} MB, gate ${outcome}`
}

function manyTypes(): Readonly<Record<string, string>> {
  const more = Array.from(
    { length: types - 2 },
    (_, i) => `  - {name: type_${i}, title: Type ${i}, major: false, examples: [something of kind ${i}], start: vpn_reply}`,
  )
  return { ...smallDossier, 'workflow.yaml': smallDossier['workflow.yaml']!.replace('steps:\n', `${more.join('\n')}\nsteps:\n`) }
}

async function measure(url: string, cases: number): Promise<Measured> {
  const world = await aWorld(url)
  // A rehearsal, so that nobody has to sign twenty made-up query types; it is read like any other rollout.
  const { employeeId } = done(await hire(world.house, { name: 'Nila', agent: { kind: 'scripted' } }, people.ona))
  const { dossierId } = done(await registerDossier(world.house, { employeeId, files: manyTypes() }, people.rita))
  const { rolloutId } = done(await openRollout(world.house, { dossierId, cells: 'all', rehearsal: true }, people.ona))
  world.clock.pass({ days })
  await fill(url, rolloutId, cases)
  const cold = new Database(url)
  const before = performance.now()
  const first = done(await assess({ db: cold, clock: world.clock }, { rolloutId }))
  const coldMs = performance.now() - before
  const again: number[] = []
  const verdicts: number[] = []
  for (let i = 0; i < readings; i++) {
    await arrives(world, employeeId, `my vpn keeps dropping, case ${i}`, { queryType: 'vpn_trouble' })
    await world.drain()
    const [review] = await rows<{ id: string }>(
      world,
      "select id from tenure.reviews where state = 'open' and employee_id = $1 limit 1",
      [employeeId],
    )
    const given = performance.now()
    done(
      await giveVerdict(
        world.house,
        {
          reviewId: review!.id as never,
          kind: 'wrong',
          digest: null,
          reasons: ['policy'],
          note: null,
          source: 'verified_source',
          correct: i % 4 > 0,
          shouldEscalate: false,
        },
        people.rita,
      ),
    )
    verdicts.push(performance.now() - given)
    const asked = performance.now()
    done(await assess({ db: cold, clock: world.clock }, { rolloutId }))
    again.push(performance.now() - asked)
  }
  globalThis.gc?.()
  const heapMb = process.memoryUsage().heapUsed / 2 ** 20
  await cold.close()
  await world.close()
  return {
    cases,
    coldMs,
    againMs: quantiles(again),
    verdictMs: quantiles(verdicts),
    heapMb,
    outcome: first.gate?.outcome ?? 'none',
  }
}

/** Cases as verdicts would have left them, written in bulk: the sums are built from the cases by the same grouping the database uses case by case. */
async function fill(url: string, rolloutId: RolloutId, cases: number): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(
      `insert into tenure.evidence_cases (epoch, case_key, escalated, head, day, opened_at, phase, weight, share, should_escalate, slices, open, due_at, members, said, correct, needed, unneeded, by_people)
       select c.epoch, 'c' || g, g % 9 = 0, 'rev_0' || lpad(g::text, 10, '0'), t.at::date, t.at, 'shadow', 1, case when g % 9 = 0 then null else (g % 20 > 0)::int end, g % 90 = 0 or g % 180 = 1,
         array['query_type=' || c.query_type, 'channel=' || c.channel, 'system=directory', 'operation=' || (array['directory.get_person', 'directory.reset_password'])[1 + g % 2],
           'hour_block=' || (array['00-05', '06-11', '12-17', '18-23'])[1 + g % 4], 'requester_group=' || (array['vip', 'other'])[1 + (g % 7)::int / 6], 'reviewer=other'],
         false, t.at + interval '3 days', 1, (g % 9 > 0)::int, (g % 9 > 0 and g % 20 > 0)::int, 0, 0, 1
       from generate_series(1, $2::int) g
       join (select epoch, query_type, channel, evidence_since, row_number() over (order by epoch) - 1 as place, count(*) over () as n from tenure.cells where rollout_id = $1) c on c.place = g % c.n,
       lateral (select c.evidence_since + g * ($3::int * interval '1 day' / $2::int) as at) t`,
      [rolloutId, cases, days],
    )
    await client.query(
      `insert into tenure.evidence_tallies
       select epoch, day, escalated, weight, coalesce(share, -1), case when should_escalate is null then -1 when should_escalate then 1 else 0 end, count(*), sum(members), sum(said), sum(correct), sum(needed), sum(unneeded), sum(by_people)
       from tenure.evidence_cases group by 1, 2, 3, 4, 5, 6`,
    )
    // Slices of one case in twenty-five, each counted for twenty-five: the rows are as many, and only they cost a reader anything.
    await client.query(
      `insert into tenure.evidence_slices
       select c.epoch, s, c.weight, c.share, 25 * count(*) from tenure.evidence_cases c, lateral tenure.slices_and_pairs(c.slices) s
       where not c.escalated and (substr(c.case_key, 2)::int / 40) % 25 = 0 group by 1, 2, 3, 4`,
    )
    await client.query(
      `insert into tenure.traffic_days
       select r.employee_id, r.workflow, c.query_type, c.channel, c.epoch, e.day, count(*), count(*) filter (where e.escalated), count(*), count(*) * 60000, 0, 0, 0, 0
       from tenure.evidence_cases e join tenure.cells c on c.epoch = e.epoch join tenure.rollouts r on r.id = c.rollout_id group by 1, 2, 3, 4, 5, 6`,
    )
    await client.query('vacuum analyze')
  } finally {
    await client.end()
  }
}

await main()
