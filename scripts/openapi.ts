// Writes docs/openapi.json from the doors. Run after changing a route; a test compares the file with what is served.

import { writeFileSync } from 'node:fs'
import packageFile from '../package.json' with { type: 'json' }
import { describe } from '../src/http/description.ts'
import { doors, servedAt } from '../src/http/doors.ts'

const file = new URL('../docs/openapi.json', import.meta.url)
writeFileSync(file, `${JSON.stringify(describe(doors, packageFile.version, servedAt), null, 2)}\n`)
console.log(`docs/openapi.json describes ${doors.length} routes`)
