// The dossiers people might have written for two recorded workflows (test/dossiers), as texts by path.

import path from 'node:path'
import { readDossierFolder } from '../../src/cli/dossier-folder.ts'

export function recordedDossier(name: 'airline' | 'telecom'): Record<string, string> {
  return readDossierFolder(path.join(import.meta.dirname, '../dossiers', name))
}
