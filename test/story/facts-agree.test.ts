// Whatever people honestly do, what a promotion rests on agrees with the trail: holding the one against the other must never stop somebody who forged nothing. Acts at random: work,
// first and second judgements, disputes and their third, verdicts taken back and changed, reviewers excluded and readmitted, items of known outcome, edge cases, incidents,
// days that pass and deadlines with them, up by override and down again.

import { afterAll, expect, test } from 'vitest'
import { isRefusal } from '../../src/domain/refusal.ts'
import { demote } from '../../src/governance/demote.ts'
import { enterBlindItem } from '../../src/governance/enter-blind-item.ts'
import { excludeReviewer, readmitReviewer } from '../../src/governance/exclude-reviewer.ts'
import { freezeFacts } from '../../src/governance/freeze-facts.ts'
import { reportIncident } from '../../src/governance/report-incident.ts'
import { lapse } from '../../src/handling/lapse.ts'
import { placeBlind } from '../../src/handling/place-blind.ts'
import { undoVerdict } from '../../src/handling/reserve.ts'
import { freshId } from '../../src/store/fresh-id.ts'
import { chance } from '../support/chance.ts'
import { testDatabase } from '../support/database.ts'
import { doubledDossier } from '../support/dossier-files.ts'
import { ben, cleo, dara, judges } from '../support/reviewing.ts'
import { aRollout, arrives, aWorld, done, people, promoteByOverride, rows } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
afterAll(() => world.close())
const { house, clock } = world

const judgesThere = [people.rita, ben, cleo, dara]

async function disagreements(rolloutId: Parameters<typeof promoteByOverride>[1]): Promise<string[]> {
  const asked = { id: freshId('promotion', clock.now()), override: true, reason: 'to look' }
  const frozen = await freezeFacts(house, { rolloutId, asked })
  return frozen === null ? ['nothing was frozen'] : frozen.disagreements.map(({ where, what }) => `${where}: ${what}`)
}

test.each([1, 2, 3, 4])(
  'after any series of honest acts no fact disagrees with the trail (seed %i)',
  async (seed) => {
    const throws = chance(seed)
    const one = <T>(list: readonly T[]): T | undefined => list[Math.floor(throws() * list.length)]
    const { employeeId, rolloutId } = await aRollout(world, { files: doubledDossier })
    const given: string[] = []
    const excluded: string[] = []
    const acts: Record<string, number> = {}
    const did = (act: string) => {
      acts[act] = (acts[act] ?? 0) + 1
    }
    for (let i = 0; i < 140; i++) {
      const act = throws()
      clock.pass({ ms: 40 })
      if (act < 0.4) {
        const words =
          throws() < 0.3 ? `my vpn keeps dropping, case ${Math.floor(throws() * 3)}` : `please reset my password, ${seed}-${i}`
        const { interactionId } = await arrives(world, employeeId, words)
        if (throws() < 0.4)
          await house.db.pool.query('update tenure.interactions set double_u = 0.01, double_ratio = 0.1 where id = $1', [
            interactionId,
          ])
        await world.drain()
        did('arrives')
      } else if (act < 0.75) {
        const open = await rows<{ id: string; escalated: boolean; not_for: string[] }>(
          world,
          "select id, escalated, not_for from tenure.reviews where employee_id = $1 and state = 'open' order by id",
          [employeeId],
        )
        const review = one(open)
        const by = one(judgesThere.filter(({ id }) => !(review?.not_for ?? []).includes(id)))
        if (review === undefined || by === undefined) continue
        const right = throws() < 0.6
        const judged = await judges(
          world,
          by,
          review.id,
          review.escalated ? (right ? 'needed' : 'not_needed') : right ? 'correct' : 'wrong',
        )
        if (!isRefusal(judged) && judged.verdictId !== null) given.push(judged.verdictId)
        await world.drain()
        did('judges')
      } else if (act < 0.82) {
        const verdictId = one(given)
        const [of] = await rows<{ by: string }>(world, 'select given_by as by from tenure.verdicts where id = $1', [
          verdictId ?? '',
        ])
        if (of === undefined) continue
        await undoVerdict(house, { verdictId: verdictId as never }, judgesThere.find(({ id }) => id === of.by) ?? people.rita)
        did('undoes')
      } else if (act < 0.86) {
        const by = one(judgesThere)!
        const answer = await excludeReviewer(house, { rolloutId, personId: by.id, reason: 'a test' }, people.ona)
        if (!isRefusal(answer)) excluded.push(answer.exclusionId)
        did('excludes')
      } else if (act < 0.9 && excluded.length > 0) {
        await readmitReviewer(house, { exclusionId: excluded.pop() as never, reason: 'a test' }, people.ona)
        did('readmits')
      } else if (act < 0.93) {
        const [handled] = await rows<{ id: string }>(
          world,
          "select i.id from tenure.interactions i join tenure.proposals p on p.interaction_id = i.id where i.rollout_id = $1 and i.state = 'settled' and not p.escalated limit 1",
          [rolloutId],
        )
        if (handled === undefined) continue
        await enterBlindItem(house, { rolloutId, interactionId: handled.id as never, known: 'wrong', reply: null }, people.ona)
        await placeBlind(house, rolloutId)
        did('places a known one')
      } else if (act < 0.95) {
        const [some] = await rows<{ id: string }>(world, 'select id from tenure.interactions where rollout_id = $1 limit 1', [
          rolloutId,
        ])
        if (some === undefined) continue
        done(
          await reportIncident(
            house,
            { severity: 'major', tool: null, happened: 'a test', consequence: null, interactions: [some.id] },
            people.rita,
          ),
        )
        did('reports')
      } else if (act < 0.97) {
        const [now] = await rows<{ phase: string }>(world, 'select phase from tenure.rollouts where id = $1', [rolloutId])
        if (now?.phase === 'shadow') await promoteByOverride(world, rolloutId)
        else await demote(house, { rolloutId, to: 'shadow', reason: 'a test' }, people.ona)
        did('moves')
      } else {
        clock.pass({ days: 1 + Math.floor(throws() * 4) })
        await lapse(house, { silenceMs: 600_000 })
        did('waits')
      }
      if (i % 20 === 19) expect(await disagreements(rolloutId), JSON.stringify({ i, acts })).toEqual([])
    }
    expect(Object.keys(acts).length).toBeGreaterThan(6)
  },
  180_000,
)
