// What the client throws when the server says no: the code and the sentence, ready to show.

import type { Problem } from '@tenure/contract/problem'

/** A “no” of the server, or its failure. `code` is stable; `message` is the sentence a person reads; `errors` name wrong fields. */
export class TenureRefusal extends Error {
  readonly code: string
  readonly sentence: string
  readonly status: number
  readonly blanks: Readonly<Record<string, string | number>>
  readonly errors: NonNullable<Problem['errors']>
  /** An id to quote when it was a bug. */
  readonly quote: string | null

  constructor(problem: Problem) {
    super(problem.detail)
    this.name = 'TenureRefusal'
    this.code = problem.code
    this.sentence = problem.detail
    this.status = problem.status
    this.blanks = problem.blanks ?? {}
    this.errors = problem.errors ?? []
    this.quote = problem.quote ?? null
  }
}
