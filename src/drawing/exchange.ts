// Every form a dossier can leave in: one table, so that the command line and the HTTP door offer the same.

import { dossierHash, policyHashOf } from '../domain/audit/dossier-hash.ts'
import { checkDossier } from '../domain/compiler/check.ts'
import { compilePolicy } from '../domain/compiler/policy.ts'
import type { Source } from '../domain/discovery/documents.ts'
import type { Dossier } from '../domain/discovery/dossier.ts'
import { planOf } from '../domain/planning/plan.ts'
import { bpmnOf } from './bpmn-export.ts'
import { flowOf } from './flow.ts'
import { mermaidOf } from './mermaid.ts'
import { printOf } from './print.ts'
import { svgOf } from './svg.ts'

export const exportFormats = ['mermaid', 'svg', 'bpmn', 'html'] as const
export type ExportFormat = (typeof exportFormats)[number]

export type Exported = { name: string; mediaType: string; text: string }

type Material = { dossier: Dossier; source: Source; signatures: readonly { name: string; at: string }[] }

/** The dossier in another form, named after its workflow. */
export async function exported(format: ExportFormat, { dossier, source, signatures }: Material): Promise<Exported> {
  const { workflow, integrations } = dossier
  const named = (ending: string, mediaType: string, text: string) => ({ name: `${workflow.workflow}.${ending}`, mediaType, text })
  switch (format) {
    case 'mermaid':
      return named('mmd', 'text/vnd.mermaid', mermaidOf(flowOf(workflow, integrations)))
    case 'svg':
      return named('svg', 'image/svg+xml', svgOf(flowOf(workflow, integrations), workflow.title))
    case 'bpmn':
      return named('bpmn', 'application/xml', await bpmnOf(workflow))
    case 'html':
      return named(
        'html',
        'text/html',
        printOf({
          dossier,
          hash: dossierHash(dossier),
          policyHash: policyHashOf(compilePolicy(dossier)),
          findings: checkDossier(dossier, source),
          plan: planOf(dossier),
          signatures,
        }),
      )
  }
}
