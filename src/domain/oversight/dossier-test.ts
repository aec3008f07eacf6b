// One test generated from a dossier, and what it is run against: the dossier and what was compiled from it.

import { compilePolicy, type Policy } from '../compiler/policy.ts'
import { type Classifier, classifierFor } from '../discovery/classify.ts'
import type { Place } from '../discovery/documents.ts'
import type { Dossier } from '../discovery/dossier.ts'
import { escalationsOf, type Triggers } from '../discovery/triggers.ts'

/** What a test is run against, compiled once. */
export type Subject = { dossier: Dossier; policy: Policy; classifier: Classifier; escalates: Triggers }

/** `place` is in the dossier the test was made from. `run` answers null when it holds, else what happened instead, as a sentence. */
export type DossierTest = { name: string; file: string; place: Place; run(subject: Subject): string | null }

export function subjectOf(dossier: Dossier): Subject {
  const policy = compilePolicy(dossier)
  return { dossier, policy, classifier: classifierFor(dossier.workflow), escalates: escalationsOf(policy) }
}
