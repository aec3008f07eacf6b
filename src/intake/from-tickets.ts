// Tickets as a part of a draft: proposed query types with sizes and examples, and the channels they came through.

import type { Progress } from './cluster.ts'
import { emptyPart, type Part } from './part.ts'
import { proposeTypes } from './query-types.ts'
import type { Ticket } from './tickets.ts'

/** The part of at least one ticket. `types` fixes how many are proposed; null: chosen (cluster.ts). */
export function fromTickets(
  tickets: readonly Ticket[],
  source: string,
  { types, progress }: { types: number | null; progress: Progress },
): { part: Part; leftovers: number } {
  const proposed = proposeTypes(tickets, types, progress)
  const questions = [...proposed.questions]
  if (proposed.leftovers > 0)
    questions.push({
      question: `${proposed.leftovers} of ${tickets.length} tickets are like no group and would be unlisted. Read some of them: which kinds of query are missing from the list?`,
      about: 'queryTypes',
    })
  const channels = [...new Set(tickets.flatMap(({ channel }) => channel ?? []))]
  return { part: { ...emptyPart(source), channels, types: proposed.types, questions }, leftovers: proposed.leftovers }
}
