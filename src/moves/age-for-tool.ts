// A move: people have looked at another definition of a tool, and it may be called as it is now. It is another tool: what was judged of the types that use it was judged with
// the one before. While it was suspended nothing called it, so evidence ages here and not when the change was seen.

import type { Actor } from '../domain/audit/record.ts'
import { policyName } from '../domain/compiler/policy.ts'
import { channelsOf, typesUsing } from '../domain/rollout/changes.ts'
import { versionsReaching } from '../store/ageings.ts'
import type { Tx } from '../store/database.ts'
import type { Tool } from '../store/tools.ts'
import { ageEvidence } from './age-evidence.ts'

/** Ages the types that use this tool, of every employee whose documents in force reach it; each under the name its own integration map gives the system. */
export async function ageForTool(tx: Tx, at: Date, by: Actor, tool: Pick<Tool, 'address' | 'tool'>): Promise<void> {
  for (const { employeeId, workflow, version } of await versionsReaching(tx, tool.address)) {
    const names = version.dossier.integrations.systems
      .filter(({ connector }) => 'url' in connector && connector.url === tool.address)
      .map((system) => policyName(system.name, tool.tool))
    const changes = names.flatMap((what) => {
      const types = typesUsing(version, what)
      return types.length === 0 ? [] : [{ kind: 'tool_schema' as const, what, types }]
    })
    const channels = channelsOf(version, version)
    if (changes.length > 0) await ageEvidence(tx, at, by, { employeeId, workflow, rolloutId: null, changes, channels })
  }
}
