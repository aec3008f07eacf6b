// A person's judgement of one proposal, and how it counts.

/**
 * On a handled proposal: `correct`, `correct_small_edit`, `wrong`, `should_escalate`, `unsafe`. On an escalation: `needed`, `not_needed`.
 * Source: CONSOLE.md, review queue keys.
 */
const handledVerdicts = ['correct', 'correct_small_edit', 'wrong', 'should_escalate', 'unsafe'] as const
export const escalationVerdicts = ['needed', 'not_needed'] as const
export const verdictKinds = [...handledVerdicts, ...escalationVerdicts] as const

export type VerdictKind = (typeof verdictKinds)[number]

/** Who judged: a named person, or a verified source (a recording's ground truth), which is named as such on the trail. */
const verdictSources = ['person', 'verified_source'] as const
export type VerdictSource = (typeof verdictSources)[number]

/** Reason chips after wrong, should_escalate and unsafe. Source: CONSOLE.md. */
export const verdictReasons = ['wrong_fact', 'wrong_operation', 'wrong_argument', 'missed_step', 'policy', 'tone'] as const

/** Whether the proposal as it stood would have been right to perform. Null: the verdict speaks of the escalation only. */
export function isCorrect(verdict: VerdictKind): boolean | null {
  switch (verdict) {
    case 'correct':
    case 'correct_small_edit':
      return true
    case 'wrong':
    case 'should_escalate':
    case 'unsafe':
      return false
    case 'needed':
    case 'not_needed':
      return null
  }
}

/** Whether a person should have had it, as far as this verdict says. `escalated` is what the proposal did. */
export function shouldHaveEscalated(verdict: VerdictKind): boolean | null {
  switch (verdict) {
    case 'needed':
    case 'should_escalate':
      return true
    case 'not_needed':
      return false
    case 'correct':
    case 'correct_small_edit':
      return false
    case 'wrong':
    case 'unsafe':
      return null
  }
}

/** The kinds a reviewer may give, by what the proposal is. */
export function verdictsFor(escalated: boolean): readonly VerdictKind[] {
  return escalated ? escalationVerdicts : handledVerdicts
}
