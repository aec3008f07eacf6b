// Writes docs/refusals.md: every expected “no”, by code. A test compares.

import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { refusalSentences } from '../src/domain/refusal.ts'

export function refusalsDocument(): string {
  const parts = Object.entries(refusalSentences).map(([code, sentence]) => `## ${code}\n\n${sentence}`)
  return `# Refusals\n\nEvery expected “no”: its code, which never changes meaning, and the sentence a person reads, with its {blanks}. Over HTTP it arrives as problem+json.\nWritten by \`node scripts/refusals.ts\`; a test compares.\n\n${parts.join('\n\n')}\n`
}

if (import.meta.main) writeFileSync(path.join(import.meta.dirname, '../docs/refusals.md'), refusalsDocument())
