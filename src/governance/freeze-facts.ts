// What a promotion is decided on is frozen as it is proposed: in one snapshot of the database, with the records it was taken from, and the gate read from exactly that.

import { createHmac, randomBytes } from 'node:crypto'
import { bundled, factsDigest, treeOf } from '../domain/committee/bundle.ts'
import { checkFacts } from '../domain/committee/check-facts.ts'
import type { Facts } from '../domain/committee/facts.ts'
import type { Finding } from '../domain/committee/finding.ts'
import { questionOf } from '../domain/committee/question.ts'
import { sampleOf } from '../domain/committee/sample-of.ts'
import { indexOf } from '../domain/committee/trail-index.ts'
import { invariant } from '../domain/fault.ts'
import { readGate, type StatedGate, stated } from '../domain/gates/gate.ts'
import type { EvidenceItem } from '../domain/gates/item.ts'
import { sliceName, sliceValues } from '../domain/gates/slices.ts'
import type { PromotionId, RolloutId } from '../domain/ids.ts'
import { carriedOver } from '../domain/rollout/carry-over.ts'
import { nextPhase } from '../domain/rollout/phase.ts'
import { blindCounts } from '../store/blind-counts.ts'
import {
  type EpochRow,
  epochsOfCells,
  type FlagRow,
  flagRows,
  incidentFacts,
  keysCommitted,
  leftAside,
  modelsOf,
  pinsOf,
  proposalsOfEvidence,
  type Reader,
  type RecordRow,
  recordsOfInteractions,
  recordsOfStanding,
  type StandingRow,
  standingOf,
  trafficByDay,
} from '../store/bundle-facts.ts'
import { pack } from '../store/bundles.ts'
import { replaysBehind } from '../store/carry-over.ts'
import { dossierOf, type StoredDossier } from '../store/dossiers.ts'
import { itemsOf, slicesOfEpochs } from '../store/evidence.ts'
import type { House } from '../store/house.ts'
import { planOf, type StoredPlan } from '../store/plans.ts'
import { trafficOf } from '../store/traffic.ts'

export type Asked = { id: PromotionId; override: boolean; reason: string }

/** Ready to be written down: the digest the records will carry, the facts packed, the gate as these facts have it, and where they say something else than the records. */
export type Frozen = { digest: string; packed: Buffer; gate: StatedGate; disagreements: Finding[] }

// Pages small enough for one statement each, large enough that a hundred thousand items take a handful.
const pageOfItems = 20_000
const pageOfInteractions = 5_000

/** Null: there is no promotion from its phase, or no plan was registered, so that there is nothing to be frozen. */
export async function freezeFacts(
  house: House,
  { rolloutId, asked }: { rolloutId: RolloutId; asked: Asked },
): Promise<Frozen | null> {
  const at = house.clock.now()
  const plan = await planOf(house.db, rolloutId)
  const gathered = await house.db.transaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read')
    const db: Reader = { read: (text, values) => tx.query(text, values) }
    const rollout = await standingOf(db, rolloutId)
    if (rollout === null || plan === null || nextPhase(rollout.phase) === null) return null
    const stored = await dossierOf(house.db, rollout.dossierId)
    invariant(stored !== null, 'a rollout has a stored dossier')
    return gather(db, { rollout, stored, plan, asked, at })
  })
  if (gathered === null) return null
  const { facts, records } = gathered
  const gate = stated(readGate(questionOf(facts)))
  const whole = { ...facts, gate }
  const bodies = bundled(records)
  const { trail, findings } = indexOf({ records: { evidence: bodies, decisions: [] } })
  const disagreements = [...findings, ...checkFacts(whole, trail)]
  const packed = await pack({ facts: whole, records: records.map(({ id }) => id) })
  return { digest: factsDigest(whole), packed, gate, disagreements }
}

type Setting = { rollout: StandingRow; stored: StoredDossier; plan: StoredPlan; asked: Asked; at: Date }

async function gather(db: Reader, it: Setting): Promise<{ facts: Facts; records: RecordRow[] }> {
  const { rollout, stored, plan, asked, at } = it
  const cells = await epochsOfCells(db, rollout.id)
  const epochs = cells.map(({ epoch }) => epoch)
  const alias = pseudonyms()
  const incidents = await incidentFacts(db, rollout.id)
  const versions = await versionsOf(db, rollout, stored)
  const carried = await carriedIn(db, rollout.id)
  const replays = carried?.replays.map(({ replay }) => replay) ?? []
  const things = [stored.id, rollout.employeeId, ...versions.tools.map(({ id }) => id), ...replays]
  const standing = await recordsOfStanding(db, {
    rolloutId: rollout.id,
    line: rollout.line,
    things,
    incidents: incidents.map(({ id }) => id),
  })
  const judged = await everyRecord(db, epochs)
  const proposals = await proposalsOfEvidence(db, epochs)
  const sample = sampleOf({ items: await everyItem(db, epochs), proposals, records: judged, alias })
  const records = [...standing, ...judged].toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const facts: Facts = {
    promotion: {
      id: asked.id,
      from: rollout.phase,
      to: nextPhase(rollout.phase)!,
      override: asked.override,
      reason: asked.reason,
    },
    readAt: at.toISOString(),
    rollout: { id: rollout.id, openedAt: rollout.openedAt.toISOString(), phaseSince: rollout.phaseSince.toISOString() },
    employee: { id: rollout.employeeId, name: rollout.employee },
    workflow: { name: rollout.workflow, title: stored.dossier.workflow.title },
    cells: cells.map(toldCell),
    versions,
    plan: { id: plan.id, hash: plan.hash, registeredAt: plan.registeredAt.toISOString(), body: plan.plan },
    sample: { keys: await keysCommitted(db, rollout.line), ...sample },
    exclusions: await exclusionsOf(db, rollout.id, epochs, sample.setAside.length),
    traffic: await trafficByDay(db, rollout.id),
    unlisted: (await trafficOf(db, rollout.id)).unlisted,
    reviewers: await reviewersOf(db, rollout.id, epochs, alias),
    flags: (await flagRows(db, rollout.id)).map((flag) => toldFlag(flag, alias)),
    incidents: incidents.map((incident) => ({ ...incident, openedAt: incident.openedAt.toISOString() })),
    driftAlarms: [],
    carried,
    gate: { promotion: 'shadow_to_supervised', outcome: 'not_yet_known', criteria: [] },
    records: treeOf(bundled(records)),
  }
  return { facts, records }
}

/** The replays a bound is carried over from; null where none is, so that every one of them is done and has a result. */
async function carriedIn(db: Reader, rolloutId: string): Promise<Facts['carried']> {
  const behind = await replaysBehind(db, rolloutId)
  if (behind === null || carriedOver(behind.replays) === null) return null
  return { ageing: behind.ageing, replays: behind.replays.map(({ replay, result }) => ({ replay, result: result! })) }
}

async function versionsOf(db: Reader, { employeeId }: StandingRow, stored: StoredDossier): Promise<Facts['versions']> {
  const { id: dossier, hash, roleHash, policyHash } = stored
  const models = await modelsOf(db, employeeId)
  const tools = await pinsOf(
    db,
    stored.dossier.integrations.systems.map(({ name }) => name),
  )
  return { dossier, hash, roleHash, policyHash, models: models.map((one) => ({ ...one, since: one.since.toISOString() })), tools }
}

async function everyItem(db: Reader, epochs: readonly number[]): Promise<EvidenceItem[]> {
  const items: EvidenceItem[] = []
  for (let more = true; more; ) {
    const page = await itemsOf(db, epochs, { after: items.at(-1)?.reviewId ?? null, limit: pageOfItems })
    items.push(...page)
    more = page.length === pageOfItems
  }
  return items
}

async function everyRecord(db: Reader, epochs: readonly number[]): Promise<RecordRow[]> {
  const found: RecordRow[] = []
  for (let after: string | null = ''; after !== null; ) {
    const page = await recordsOfInteractions(db, epochs, { after, limit: pageOfInteractions })
    for (const record of page.records) found.push(record)
    after = page.last
  }
  return found
}

/** One name per person, of this bundle alone: the key is forgotten with it, so that nobody can follow a person from one bundle to the next by it. */
function pseudonyms(): (person: string) => string {
  const key = randomBytes(32)
  return (person) => `r-${createHmac('sha256', key).update(person).digest('hex').slice(0, 10)}`
}

function toldCell({ evidenceSince, ...cell }: EpochRow): Facts['cells'][number] {
  return { ...cell, evidenceSince: evidenceSince.toISOString() }
}

function toldFlag(
  { id, slice, openedAt, closedAt, baseline }: FlagRow,
  alias: (person: string) => string,
): Facts['flags'][number] {
  const seen = baseline === null ? null : { levels: [...baseline.levels], fractions: [...baseline.fractions] }
  return { id, slice: aliased(slice, alias), openedAt: openedAt.toISOString(), closedAt: closedAt?.toISOString() ?? null, seen }
}

/** A slice by reviewer names a person. */
function aliased(slice: string, alias: (person: string) => string): string {
  return sliceValues(slice)
    .map(({ dimension, value }) =>
      dimension === 'reviewer' && value !== 'other' ? `reviewer=${alias(value)}` : sliceName(dimension as 'reviewer', value),
    )
    .join('&')
}

async function exclusionsOf(
  db: Reader,
  rolloutId: string,
  epochs: readonly number[],
  setAside: number,
): Promise<Facts['exclusions']> {
  const counted = await leftAside(db, rolloutId, epochs)
  return setAside === 0 ? counted : [...counted, { why: 'set_aside', reviews: setAside }]
}

/** What each reviewer found of what was known to be wrong, as the gate is told. */
async function reviewersOf(
  db: Reader,
  rolloutId: string,
  epochs: readonly number[],
  alias: (person: string) => string,
): Promise<Facts['reviewers']> {
  const counts = await blindCounts(db, rolloutId, await slicesOfEpochs(db, epochs, null))
  return counts.map(({ reviewer, verdicts, caught, missed }) => ({
    reviewer: alias(reviewer),
    verdicts,
    knownWrong: caught + missed,
    knownWrongFound: caught,
  }))
}
