// Generated tests of what was said and agreed: answers of interviews, what stands beside procedure and practice and who settled it, the targets
// registered before any evidence, and the role's word on refusals, approvals and languages. A later version may add; it takes nothing back unnoticed.

import { canonical } from '../audit/canonical.ts'
import { documentNames, interviewPath, type Place } from '../discovery/documents.ts'
import type { Dossier } from '../discovery/dossier.ts'
import type { DossierTest, Subject } from './dossier-test.ts'

type Said = { name: string; file: string; place: Place; said: unknown; now(dossier: Dossier): unknown }

export function recordTests({ dossier }: Subject): DossierTest[] {
  return [...answersIn(dossier), ...saidIn(dossier), ...agreedIn(dossier), ...wordsOf(dossier)].map(
    ({ name, file, place, said, now }) => {
      const wanted = canonical(said)
      return {
        name,
        file,
        place,
        run: (subject) => {
          const found = now(subject.dossier)
          if (found === undefined) return 'it is gone'
          return canonical(found) === wanted ? null : `it was ${wanted.slice(0, 200)} and is ${canonical(found).slice(0, 200)}`
        },
      }
    },
  )
}

function answersIn({ interviews }: Dossier): Said[] {
  return interviews.flatMap(({ id, person, answers }) =>
    answers.map(({ question, answer }, at) => ({
      name: `${person} said to “${question}” what is written down`,
      file: interviewPath(id),
      place: ['answers', at],
      said: answer,
      now: (dossier) => dossier.interviews.find((one) => one.id === id)?.answers.find((one) => one.question === question)?.answer,
    })),
  )
}

function saidIn({ workflow }: Dossier): Said[] {
  const part = ({
    sop,
    practice,
    resolution,
    from,
  }: Dossier['workflow']['steps'][number] | Dossier['workflow']['queryTypes'][number]) => ({
    sop,
    practice,
    resolution,
    from,
  })
  return [
    ...workflow.queryTypes.map(
      (type, at): Said => ({
        name: `what SOP and people say of “${type.name}”, and who said so`,
        file: documentNames.workflow,
        place: ['queryTypes', at],
        said: { ...part(type), perMonth: type.perMonth, minutes: type.minutes, shareOfTimeRatio: type.shareOfTimeRatio },
        now: ({ workflow: map }) => {
          const one = map.queryTypes.find(({ name }) => name === type.name)
          return one && { ...part(one), perMonth: one.perMonth, minutes: one.minutes, shareOfTimeRatio: one.shareOfTimeRatio }
        },
      }),
    ),
    ...workflow.steps.map(
      (step, at): Said => ({
        name: `what SOP and people say of the step “${step.id}”, and who said so`,
        file: documentNames.workflow,
        place: ['steps', at],
        said: part(step),
        now: ({ workflow: map }) => map.steps.flatMap((one) => (one.id === step.id ? [part(one)] : []))[0],
      }),
    ),
    ...workflow.people.map(
      (person, at): Said => ({
        name: `who “${person.name}” is and how to reach them`,
        file: documentNames.workflow,
        place: ['people', at],
        said: person,
        now: ({ workflow: map }) => map.people.find(({ name }) => name === person.name),
      }),
    ),
    ...workflow.edgeCases.map(
      (edge, at): Said => ({
        name: `the edge case “${edge.name}”`,
        file: documentNames.workflow,
        place: ['edgeCases', at],
        said: edge,
        now: ({ workflow: map }) => map.edgeCases.find(({ name }) => name === edge.name),
      }),
    ),
  ]
}

function agreedIn({ targets }: Dossier): Said[] {
  return (Object.keys(targets) as (keyof typeof targets)[]).map((key) => ({
    name: `the target “${key}” is as registered`,
    file: documentNames.targets,
    place: [key],
    said: targets[key],
    now: (dossier) => dossier.targets[key],
  }))
}

function wordsOf({ role }: Dossier): Said[] {
  const words = {
    on_refusal: (one: Dossier) => one.role.on_refusal,
    limits: (one: Dossier) => one.role.limits,
    destinations: (one: Dossier) => one.role.destinations,
    languages: (one: Dossier) => one.role.languages,
  }
  return (Object.keys(words) as (keyof typeof words)[]).map((key) => ({
    name: `the role’s word on ${key}`,
    file: documentNames.role,
    place: [key],
    said: role[key],
    now: words[key],
  }))
}
