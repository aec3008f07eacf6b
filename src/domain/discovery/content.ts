// A dossier as it lies in the database: parsed once more on the way in, so that only a whole and valid one is ever enforced.

import { z } from 'zod'
import type { Dossier } from './dossier.ts'
import { integrationMapSchema } from './integration-map.ts'
import { interviewSchema } from './interview.ts'
import { roleFrontMatterSchema } from './role-definition.ts'
import { targetsSchema } from './targets.ts'
import { workflowMapSchema } from './workflow-map.ts'

const contentSchema = z.strictObject({
  workflow: workflowMapSchema,
  role: roleFrontMatterSchema.extend({ body: z.string() }),
  integrations: integrationMapSchema,
  targets: targetsSchema,
  interviews: z.array(interviewSchema),
})

/** Reads a stored dossier. Throws when it is not one: that is a damaged row, never a person's mistake. */
export function readContent(content: unknown): Dossier {
  return contentSchema.parse(content)
}
