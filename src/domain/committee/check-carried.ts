// What was carried over from the version before: the replays, held against the records that say what they showed and when the version was taken up.

import { canonical } from '../audit/canonical.ts'
import { digest } from '../audit/tree.ts'
import type { Facts } from './facts.ts'
import type { Finding } from './finding.ts'
import type { TrailIndex } from './trail-index.ts'

const where = 'what is carried over'

export function checkCarried({ carried, cells, versions, rollout }: Facts, trail: TrailIndex): Finding[] {
  if (carried === null) return []
  const aged = trail.of('evidence.aged').find(({ says }) => says.ageing === carried.ageing)
  if (aged === undefined) return [{ where, what: `no record says that evidence was aged by ${carried.ageing}` }]
  const { dossierBefore, dossierAfter } = aged.says
  const findings: Finding[] = []
  if (dossierAfter !== versions.dossier)
    findings.push({ where, what: `record ${aged.id} takes up ${dossierAfter}, and the version here is ${versions.dossier}` })
  const known = new Set(aged.says.cells.map(({ queryType, channel }) => `${queryType}/${channel}`))
  const old = cells.find((cell) => cell.evidenceSince !== aged.at || !known.has(`${cell.queryType}/${cell.channel}`))
  if (old !== undefined)
    findings.push({ where, what: `the evidence of ${old.queryType} on ${old.channel} did not begin with record ${aged.id}` })
  const ordered = trail
    .of('replay.ordered')
    .filter(
      ({ at, says }) => says.rollout === rollout.id && says.from === dossierBefore && says.to === dossierAfter && at <= aged.at,
    )
  const given = new Set(carried.replays.map(({ replay }) => replay))
  for (const { id, says } of ordered)
    if (!given.has(says.replay))
      findings.push({ where, what: `record ${id} orders replay ${says.replay}, and it is left away here` })
  const begun = new Set(ordered.map(({ says }) => says.replay))
  const ended = trail.by('replay.ended', ({ says }) => says.replay)
  for (const { replay, result } of carried.replays) {
    const end = ended.get(replay)
    if (!begun.has(replay) || end === undefined || end.at > aged.at || end.says.state !== 'done')
      findings.push({
        where: `replay ${replay}`,
        what: 'no record says that it was done between the two versions before the new one was taken up',
      })
    else if (end.says.result !== digest(canonical(result)))
      findings.push({ where: `replay ${replay}`, what: `record ${end.id} has another result` })
  }
  return findings
}
