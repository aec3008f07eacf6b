// Tests generated from a dossier: what it says must go to a person does, what it forbids is refused, what it grants is granted for those types and no
// others, and its examples are read as what they are. Data; run against the same dossier they hold it to its word, against a later version they say
// where it no longer does what the earlier one promised.

import { documentNames } from '../discovery/documents.ts'
import type { Dossier } from '../discovery/dossier.ts'
import { type DossierTest, type Subject, subjectOf } from './dossier-test.ts'
import { decisionTests, walkTests } from './dossier-tests-of-decisions.ts'
import { escalationTests } from './dossier-tests-of-escalations.ts'
import { operationTests } from './dossier-tests-of-operations.ts'
import { permitTests } from './dossier-tests-of-permits.ts'
import { recordTests } from './dossier-tests-of-records.ts'

/** Every test that can be made from a dossier. What it promises and does not keep itself (a finding of the compiler) makes no test. */
export function testsOf(dossier: Dossier): DossierTest[] {
  const subject = subjectOf(dossier)
  const makers = [escalationTests, permitTests, operationTests, decisionTests, walkTests, exampleTests, recordTests]
  return makers.flatMap((made) => made(subject))
}

/** The tests that do not hold, each with what happened instead. */
export function failuresOf(tests: readonly DossierTest[], subject: Subject): { test: DossierTest; why: string }[] {
  return tests.flatMap((test) => {
    const why = test.run(subject)
    return why === null ? [] : [{ test, why }]
  })
}

function exampleTests({ dossier, classifier: own }: Subject): DossierTest[] {
  const channel = dossier.workflow.channels[0] ?? ''
  const inbound = (query: string) => ({ query, channel, requester: '', fields: {} })
  return dossier.workflow.queryTypes.flatMap((type, at) => {
    const place = ['queryTypes', at]
    const examples = type.examples
      .map((query, n) => ({ query, n }))
      .filter(({ query }) => own.classify(inbound(query)) === type.name)
    const counters = type.counterExamples
      .map((query, n) => ({ query, n }))
      .filter(({ query }) => !own.likeness(query).some(({ queryType }) => queryType === type.name))
    return [
      ...examples.map(
        ({ query, n }): DossierTest => ({
          name: `“${query}” is read as “${type.name}”`,
          file: documentNames.workflow,
          place: [...place, 'examples', n],
          run: ({ classifier }) => {
            const read = classifier.classify(inbound(query))
            return read === type.name ? null : `it is read as ${read === null ? 'no type' : `“${read}”`}`
          },
        }),
      ),
      ...counters.map(
        ({ query, n }): DossierTest => ({
          name: `“${query}” is not like “${type.name}”`,
          file: documentNames.workflow,
          place: [...place, 'counterExamples', n],
          run: ({ classifier }) => (classifier.likeness(query).some(({ queryType }) => queryType === type.name) ? 'it is' : null),
        }),
      ),
    ]
  })
}
