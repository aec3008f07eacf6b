// The example's dossier as the files it is, read from beside this one.

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { examplePort } from './systems/start.ts'

const folder = path.join(import.meta.dirname, 'dossier')

/** The folder itself, for commands that take one. */
export const exampleDossierFolder = folder

/** The dossier's files by path. With `systemsUrl` the integration map leads there instead of to the example's usual port. */
export function exampleDossierFiles(systemsUrl?: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(yaml|md)$/.test(name))
  const files = Object.fromEntries(
    paths.map((name) => [name.split(path.sep).join('/'), readFileSync(path.join(folder, name), 'utf8')]),
  )
  if (systemsUrl === undefined) return files
  return {
    ...files,
    'integrations.yaml': (files['integrations.yaml'] ?? '').replaceAll(`http://127.0.0.1:${examplePort}`, systemsUrl),
  }
}
