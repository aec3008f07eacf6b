// What stands for a proposal when more than one person judged it (GATES.md section 7: “the adjudicated verdict counts; until then wrong”).

/** What one person's verdict says. `correct` null: it speaks of an escalation. */
export type Said = { correct: boolean | null; shouldEscalate: boolean | null; by: string; at: Date }

export type Standing = {
  /** What counts; null: nothing does yet. */
  outcome: Said | null
  /** The two differ and nobody has settled it. */
  disputed: boolean
}

/**
 * Whether two verdicts count differently anywhere: one takes it for right and the other does not, or only one says that a person should have had it. The latter decides
 * about missed and unneeded escalations, so it is a difference even where both say “wrong”.
 */
export function differ(a: Pick<Said, 'correct' | 'shouldEscalate'>, b: Pick<Said, 'correct' | 'shouldEscalate'>): boolean {
  return a.correct !== b.correct || (a.shouldEscalate === true) !== (b.shouldEscalate === true)
}

/**
 * The primary verdict stands until a second person says otherwise; then the worse of the two for the employee does, until a third has settled it. What a third person
 * said stands whatever the first two do afterwards. An escalation in dispute counts as unneeded, a handled proposal as wrong, and as missed if either says so.
 */
export function standing(
  escalated: boolean,
  { primary, double, adjudication }: { primary: Said | null; double: Said | null; adjudication: Said | null },
): Standing {
  if (adjudication !== null) return { outcome: adjudication, disputed: false }
  if (primary === null || double === null || !differ(primary, double)) return { outcome: primary, disputed: false }
  const { by, at } = primary
  if (escalated) return { outcome: { correct: primary.correct, shouldEscalate: false, by, at }, disputed: true }
  const missed = primary.shouldEscalate === true || double.shouldEscalate === true
  return { outcome: { correct: false, shouldEscalate: missed ? true : null, by, at }, disputed: true }
}
