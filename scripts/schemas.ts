// Writes docs/schemas/*.schema.json from the schemas a dossier is read with. Run after changing one; a test compares the files with what is read.

import { mkdirSync, writeFileSync } from 'node:fs'
import { fileKinds, jsonSchemaOf } from '../src/domain/discovery/json-schemas.ts'

const folder = new URL('../docs/schemas/', import.meta.url)
mkdirSync(folder, { recursive: true })
for (const kind of fileKinds)
  writeFileSync(new URL(`${kind}.schema.json`, folder), `${JSON.stringify(jsonSchemaOf(kind), null, 2)}\n`)
console.log(`docs/schemas holds ${fileKinds.length} schemas: ${fileKinds.join(', ')}`)
