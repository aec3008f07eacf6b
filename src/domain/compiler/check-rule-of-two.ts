// The Rule of Two: text from outsiders, sensitive data and a change of state do not meet without a person who decides the change. Judged on what is
// permitted, not on what the paths do: an agent that was talked into something uses its permits.
// Source: ECOSYSTEM (Agents Rule of Two), AUDIT (destination rule).

import { covers } from '../discovery/role-definition.ts'
import type { QueryType } from '../discovery/workflow-map.ts'
import { argumentsOf } from './check-steps.ts'
import type { Reporter } from './findings.ts'
import type { Ground, Listed } from './ground.ts'

/**
 * An error where the write's risk is medium, high or unknown. A write that the destination rule ties to the requester has a person between it and anybody
 * else already; there remains a forged sender, which is a warning where the risk is high or unknown. A low risk is the owner's word that it does little harm.
 */
export function checkRuleOfTwo(ground: Ground, report: Reporter): void {
  const { role, workflow } = ground.dossier
  const found = new Map<string, { listed: Listed; grant: number; types: string[]; why: string }>()
  for (const type of workflow.queryTypes) {
    const permitted = ground.operations.filter(({ system, operation }) => isPermitted(ground, type, system.name, operation.name))
    const outsiders = untrustedInput(ground, permitted)
    const sensitive = permitted.find(({ operation }) => operation.sensitive)
    if (outsiders === null || sensitive === undefined) continue
    for (const listed of permitted) {
      const { system, operation } = listed
      if (operation.access !== 'write' || operation.risk === 'low') continue
      if (role.always_review.some((ref) => covers(ref, system.name, operation.name))) continue
      const grant = ground.grantFor(type.name, system.name, operation.name) ?? 0
      const why = `takes text from ${outsiders}, reads ${sensitive.system.name}.${sensitive.operation.name} (sensitive)`
      const before = found.get(`${grant} ${listed.place.join(' ')}`)
      if (before) before.types.push(type.name)
      else found.set(`${grant} ${listed.place.join(' ')}`, { listed, grant, types: [type.name], why })
    }
  }
  for (const { listed, grant, types, why } of found.values()) {
    const { system, operation } = listed
    const bound = isBoundToRequester(ground, listed)
    if (bound && operation.risk === 'medium') continue
    const name = `${system.name}.${operation.name}`
    const what = `For ${types.map((type) => `“${type}”`).join(', ')} the employee ${why}, and may do ${name} (risk ${operation.risk}) ${bound ? 'to whoever the sender says they are' : 'with no person between'}.`
    report.role(bound ? 'rule-of-two-requester' : 'rule-of-two', ['may', grant], what)
  }
}

function isPermitted({ dossier, grantFor, operation }: Ground, type: QueryType, system: string, name: string): boolean {
  return (
    operation(system, name)?.operation.access !== 'none' &&
    grantFor(type.name, system, name) !== null &&
    !dossier.role.must_not.some((rule) => covers(rule.do, system, name))
  )
}

/** Where text of outsiders comes from, in words; null when it does not. */
function untrustedInput({ dossier }: Ground, permitted: readonly Listed[]): string | null {
  const { channels, trustedChannels } = dossier.workflow
  const open = channels.filter((channel) => !trustedChannels.includes(channel))
  if (open.length > 0) return `outsiders through ${open.join(', ')}`
  const reads = permitted.find(({ operation }) => operation.untrusted)
  return reads ? `outsiders through ${reads.system.name}.${reads.operation.name}` : null
}

/** Whether anything but the requester as destination waits for a person: then words in a message reach nobody else. */
function isBoundToRequester({ dossier }: Ground, { operation }: Listed): boolean {
  const { required } = argumentsOf(operation.arguments)
  return (
    dossier.role.destinations.rule === 'requester' &&
    operation.recipients.length > 0 &&
    operation.recipients.every((argument) => required.includes(argument))
  )
}
