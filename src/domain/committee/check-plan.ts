// What was agreed before any evidence, and what stood when the gate was read: the plan, the versions, the phase and the incidents, held against the records.

import { canonical } from '../audit/canonical.ts'
import { digest } from '../audit/tree.ts'
import type { Facts } from './facts.ts'
import type { Finding } from './finding.ts'
import type { TrailIndex } from './trail-index.ts'

export function checkPlan(facts: Facts, trail: TrailIndex): Finding[] {
  return [
    ...checkVersions(facts, trail),
    ...checkTargets(facts, trail),
    ...checkKeys(facts, trail),
    ...checkPhase(facts, trail),
    ...checkIncidents(facts, trail),
  ]
}

function checkVersions({ versions }: Facts, trail: TrailIndex): Finding[] {
  const record = trail.by('dossier.registered', ({ says }) => says.dossier).get(versions.dossier)
  const where = 'versions'
  if (record === undefined) return [{ where, what: `no record registers dossier ${versions.dossier}` }]
  const { says } = record
  return (['hash', 'roleHash', 'policyHash'] as const).flatMap((name) =>
    versions[name] === says[name] ? [] : [{ where: `${where}, ${name}`, what: `record ${record.id} names ${says[name]}` }],
  )
}

export const targetsPlace = 'threshold: targets of the plan'

/** The thresholds: those of the dossier two people signed, registered for this rollout before the first verdict was given. */
function checkTargets(facts: Facts, trail: TrailIndex): Finding[] {
  const { plan, versions, sample, rollout } = facts
  const where = targetsPlace
  const hash = digest(canonical(plan.targets))
  const registered = trail.by('dossier.registered', ({ says }) => says.dossier).get(versions.dossier)
  const opened = trail.by('rollout.opened', ({ subject }) => subject).get(rollout.id)
  const findings: Finding[] = []
  if (registered !== undefined && registered.says.targetsHash !== hash)
    findings.push({ where, what: `they are not the ones of the signed dossier (record ${registered.id})` })
  if (opened !== undefined && opened.says.hash === versions.hash && opened.says.targetsDigest !== hash)
    findings.push({ where, what: `they are not the ones registered when the rollout was opened (record ${opened.id})` })
  const first = sample.items.flatMap(({ verdict }) => verdict?.givenAt ?? []).toSorted()[0]
  if (registered !== undefined && first !== undefined && registered.at > first)
    findings.push({ where, what: `they were registered after the first verdict was given (record ${registered.id})` })
  return findings
}

/** The draws' keys were committed to on the trail: nobody chose a key afterwards that draws what suits them. */
function checkKeys({ sample, readAt }: Facts, trail: TrailIndex): Finding[] {
  const committed = new Set([
    ...trail.of('rollout.opened').map(({ says }) => says.samplingSecretDigest),
    ...trail.of('rollout.split').map(({ says }) => says.samplingSecretDigest),
  ])
  return sample.keys.flatMap((key) =>
    committed.has(key)
      ? []
      : [{ where: 'sampling key', what: `no record before ${readAt} commits to the key with the digest ${key}` }],
  )
}

/** Since when the phase has lasted: the instant of the record that began it. */
function checkPhase({ rollout, promotion }: Facts, trail: TrailIndex): Finding[] {
  const begun = [
    ...trail.of('rollout.opened').map(({ at, says }) => ({ at, to: says.phase })),
    ...trail.of('rollout.advanced').map(({ at, says }) => ({ at, to: says.to })),
    ...trail.of('rollout.demoted').map(({ at, says }) => ({ at, to: says.to })),
    ...trail.of('rollout.resumed').map(({ at, says }) => ({ at, to: says.to })),
  ]
  if (begun.some(({ at, to }) => to === promotion.from && at === rollout.phaseSince)) return []
  return [{ where: 'duration of the phase', what: `no record lets ${promotion.from} begin at ${rollout.phaseSince}` }]
}

function checkIncidents({ incidents }: Facts, trail: TrailIndex): Finding[] {
  const opened = trail.by('incident.opened', ({ says }) => says.incident)
  const remedied = trail.by('incident.remedied', ({ says }) => says.incident)
  const closed = trail.by('incident.closed', ({ says }) => says.incident)
  const known = new Set(incidents.map(({ id }) => id))
  const state = (id: string) => (closed.has(id) ? 'closed' : remedied.has(id) ? 'remedied' : 'open')
  return [
    ...incidents.flatMap(({ id, severity, ...incident }) => {
      const where = `incident ${id}`
      const record = opened.get(id)
      if (record === undefined) return [{ where, what: 'no record opens it' }]
      if (record.says.severity !== severity || record.at !== incident.openedAt)
        return [{ where, what: `record ${record.id} opens it as ${record.says.severity} at ${record.at}` }]
      return state(id) === incident.state ? [] : [{ where, what: `by the records it is ${state(id)}` }]
    }),
    ...[...opened].flatMap(([id, record]) =>
      known.has(id) ? [] : [{ where: `incident ${id}`, what: `record ${record.id} opens it, and it is left away here` }],
    ),
  ]
}
