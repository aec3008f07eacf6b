// What was agreed before any evidence, and what stood when the gate was read: the plan, the versions, the phase and the incidents, held against the records.

import { canonical } from '../audit/canonical.ts'
import { digest } from '../audit/tree.ts'
import type { Facts } from './facts.ts'
import type { Finding } from './finding.ts'
import type { TrailIndex } from './trail-index.ts'

export function checkPlan(facts: Facts, trail: TrailIndex): Finding[] {
  return [
    ...checkVersions(facts, trail),
    ...checkRegistered(facts, trail),
    ...checkKeys(facts, trail),
    ...checkTools(facts, trail),
    ...checkPhase(facts, trail),
    ...checkFlags(facts, trail),
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

/** The thresholds: the plan whose hash was registered on the trail, the first one before the first verdict was given (GATES.md 8). */
function checkRegistered({ plan, sample }: Facts, trail: TrailIndex): Finding[] {
  const where = 'thresholds of the plan'
  const hash = digest(canonical(plan.body))
  const registered = trail.of('plan.registered')
  const record = registered.find(({ says }) => says.plan === plan.id)
  if (record === undefined) return [{ where, what: `no record registers the plan ${plan.id}` }]
  const findings: Finding[] = []
  if (record.says.hash !== hash)
    findings.push({ where, what: `they have the hash ${hash}, and record ${record.id} registered ${record.says.hash}` })
  if (plan.hash !== record.says.hash || plan.registeredAt !== record.at)
    findings.push({ where, what: `record ${record.id} registered ${record.says.hash} at ${record.at}` })
  const later = registered.filter(({ says }) => says.replaces === plan.id)
  if (later.length > 0) findings.push({ where, what: `record ${later[0]!.id} replaced this plan` })
  const began = registered.map(({ at }) => at).toSorted()[0]!
  const early = sample.items.flatMap(({ verdicts }) => verdicts).find(({ givenAt }) => givenAt < began)
  if (early !== undefined)
    findings.push({ where, what: `the verdict of review ${early.review} was given before any plan was registered` })
  return findings
}

/** Every key drawn with was committed to on the trail before it was: nobody chose one afterwards that draws what suits them. */
function checkKeys({ sample, readAt }: Facts, trail: TrailIndex): Finding[] {
  const committed = trail.by('sampling.key_committed', ({ subject, says }) => `${subject} ${says.month}`)
  return sample.keys.flatMap(({ rollout, month, digest: key }) => {
    const record = committed.get(`${rollout} ${month}`)
    if (record?.says.key === key && record.at <= readAt) return []
    const what =
      record === undefined ? 'no record commits to it' : `record ${record.id} commits to ${record.says.key} at ${record.at}`
    return [{ where: `sampling key of ${rollout} for ${month}`, what }]
  })
}

/** The tools are the ones people have looked at: the definition pinned, or approved since. */
function checkTools({ versions }: Facts, trail: TrailIndex): Finding[] {
  const pinned = new Map<string, { id: string; definition: string }>()
  const told = [...trail.of('tool.pinned'), ...trail.of('tool.approved')].toSorted((a, b) => (a.id < b.id ? -1 : 1))
  for (const { id, says } of told) pinned.set(says.tool, { id, definition: says.definition })
  return versions.tools.flatMap(({ id, system, tool, definition }) => {
    const known = pinned.get(id)
    if (known?.definition === definition) return []
    const what = known === undefined ? 'no record pins it' : `record ${known.id} pins another definition`
    return [{ where: `tool ${system}.${tool}`, what }]
  })
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

/** A flag is open until a record closes it, and none that was raised is left away. */
function checkFlags({ flags }: Facts, trail: TrailIndex): Finding[] {
  const opened = trail.by('flag.opened', ({ says }) => says.flag)
  const closed = trail.by('flag.closed', ({ says }) => says.flag)
  const known = new Set(flags.map(({ id }) => id))
  return [
    ...flags.flatMap(({ id, slice, openedAt, closedAt }) => {
      const where = `flag on ${slice}`
      if (opened.get(id)?.at !== openedAt) return [{ where, what: 'no record opens it then' }]
      const ended = closed.get(id)?.at ?? null
      return ended === closedAt ? [] : [{ where, what: ended === null ? 'no record closes it' : `it was closed at ${ended}` }]
    }),
    ...[...opened].flatMap(([id, record]) =>
      known.has(id)
        ? []
        : [{ where: `flag on ${record.says.slice}`, what: `record ${record.id} opens it, and it is left away here` }],
    ),
  ]
}
