// The bundle of a promotion, put together from what was frozen when it was proposed and from what has been decided since, and signed. The same promotion in the same stage
// gives the same bytes.

import { type Bundle, buildBundle, bundled, type Decision, type DecisionAct } from '../domain/committee/bundle.ts'
import { invariant } from '../domain/fault.ts'
import type { PromotionId } from '../domain/ids.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import type { Signer } from '../ports/signer.ts'
import { namesOf, type RecordRow, recordsById, recordsOfPromotion } from '../store/bundle-facts.ts'
import { frozenOf, promotionExists } from '../store/bundles.ts'
import type { House } from '../store/house.ts'

// Ids in one statement; a record has a few hundred bytes.
const pageOfRecords = 20_000

export async function makeBundle(
  house: House,
  signer: Signer,
  { promotionId }: { promotionId: PromotionId },
): Promise<Bundle | Refusal> {
  const frozen = await frozenOf(house.db, promotionId)
  if (frozen === null)
    return (await promotionExists(house.db, promotionId))
      ? refuse('bundle_missing', { promotion: promotionId })
      : refuse('not_found', { what: 'promotion', id: promotionId })
  const { facts } = frozen
  const [name, id] = signer.vkey.split('+')
  const decided = await recordsOfPromotion(house.db, {
    rolloutId: facts.rollout.id,
    promotionId,
    keySubject: `${name}+${id}`,
  })
  const evidence = await recordsInOrder(house, frozen.records)
  const decisions = await decisionsIn(house, decided)
  return buildBundle({ facts, decisions, records: { evidence: bundled(evidence), decisions: bundled(decided) } }, signer)
}

async function recordsInOrder(house: House, ids: readonly string[]): Promise<RecordRow[]> {
  const found: RecordRow[] = []
  for (let at = 0; at < ids.length; at += pageOfRecords)
    found.push(...(await recordsById(house.db, ids.slice(at, at + pageOfRecords))))
  invariant(found.length === ids.length, 'records of the trail are never removed')
  return found
}

const acts: Readonly<Record<string, DecisionAct>> = {
  'promotion.proposed': 'proposed',
  'promotion.approved': 'approved',
  'promotion.withdrawn': 'withdrawn',
  'rollout.advanced': 'carried_out',
}

type Recorded = { id: string; at: string; kind: string; actor: { id: string } }

async function decisionsIn(house: House, records: readonly RecordRow[]): Promise<Decision[]> {
  const read = records.map(({ body }) => JSON.parse(body) as Recorded).filter(({ kind }) => kind in acts)
  const names = await namesOf(
    house.db,
    read.map(({ actor }) => actor.id),
  )
  const decisions = read.map(({ id, at, kind, actor }) => ({
    act: acts[kind]!,
    by: { id: actor.id, name: names.get(actor.id) ?? actor.id },
    at,
    record: id,
  }))
  // Decisions of one instant stand in the order in which they can only have been taken.
  const order = Object.values(acts)
  return decisions.toSorted((a, b) => (a.at === b.at ? order.indexOf(a.act) - order.indexOf(b.act) : a.at < b.at ? -1 : 1))
}
