// The published JSON Schemas of a dossier's files, made from the schemas they are read with, so that an editor completes and marks what the reader
// accepts and refuses. What a schema cannot say (one id twice, a condition that is none) stays with the reader and the compiler.

import { z } from 'zod'
import { integrationMapSchema } from './integration-map.ts'
import { interviewSchema } from './interview.ts'
import { roleFrontMatterSchema } from './role-definition.ts'
import { targetsSchema } from './targets.ts'
import { workflowMapSchema } from './workflow-map.ts'

/** The schema of each kind of file. `role` is the front matter of SOUL.md; its text is free. */
const fileSchemas = {
  workflow: { schema: workflowMapSchema, title: 'Workflow map (workflow.yaml)' },
  role: { schema: roleFrontMatterSchema, title: 'Role definition (front matter of SOUL.md)' },
  integrations: { schema: integrationMapSchema, title: 'Integration map (integrations.yaml)' },
  targets: { schema: targetsSchema, title: 'Targets (targets.yaml)' },
  interview: { schema: interviewSchema, title: 'Interview (interviews/ID.yaml)' },
} as const

export type FileKind = keyof typeof fileSchemas

export const fileKinds = Object.keys(fileSchemas) as FileKind[]

/** JSON Schema, draft 2020-12, of what may stand in a file: defaults may be left out, keys beginning with `x-` are anybody's own. */
export function jsonSchemaOf(kind: FileKind): Record<string, unknown> {
  const { schema, title } = fileSchemas[kind]
  const { $schema, description, ...rest } = z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-2020-12',
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) jsonSchema.patternProperties = { '^x-': {} }
    },
  })
  return { $schema, $id: `urn:tenure:dossier:${kind}`, title, description, ...rest }
}
