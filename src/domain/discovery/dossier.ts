// A dossier: the four documents and the interviews of one workflow at one version. Its version is the hash of its canonical content.

import type { IntegrationMap } from './integration-map.ts'
import type { Interview } from './interview.ts'
import type { RoleDefinition } from './role-definition.ts'
import type { Targets } from './targets.ts'
import type { WorkflowMap } from './workflow-map.ts'

export type Dossier = {
  workflow: WorkflowMap
  role: RoleDefinition
  integrations: IntegrationMap
  targets: Targets
  interviews: readonly Interview[]
}

/** The cells a dossier declares: query type × channel. What a rollout owns is a set of these. */
export function cellsOf(dossier: Dossier): { queryType: string; channel: string }[] {
  return dossier.workflow.queryTypes.flatMap((type) =>
    dossier.workflow.channels.map((channel) => ({ queryType: type.name, channel })),
  )
}

/** One thing the compiler found: where, what, why it matters and how to mend it. An error blocks signing. */
export type Finding = {
  code: string
  severity: 'error' | 'warning'
  file: string
  line: number | null
  what: string
  why: string
  remedy: string
}
