// Holds an interview: asks what has not been answered, keeps every answer the moment it is given, offers what it suggests. Stopping anywhere loses nothing,
// since the file is all it remembers.

import { documentNames, interviewPath, isInterviewPath, readInterview, readWorkflow } from '../../domain/discovery/documents.ts'
import { applyEdits } from '../../domain/discovery/edit.ts'
import type { Files } from '../../domain/discovery/edited.ts'
import type { Interview } from '../../domain/discovery/interview.ts'
import { freshInterviewId, type Interviewee, interviewOf, sayingOf, withSaying } from '../../domain/discovery/interview-file.ts'
import { editsOf, type Offer, offersFrom } from '../../domain/discovery/interview-offers.ts'
import { type ScriptQuestion, scriptFor } from '../../domain/discovery/interview-script.ts'
import { isRefusal, type Refusal, refuse } from '../../domain/refusal.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Asker } from './asker.ts'

/** What is known of the person before anything is asked; null for what has to be asked. */
export type Given = { person: string | null; role: string | null; doesTheWork: boolean | null }

/** The dossier's folder. `files` is read anew before every change: somebody may be writing in an editor at the same time. */
export type Folder = { files(): Files; write(file: string, text: string): void }

/** How it stood at the end. `offers` are those nobody was there to agree to, or nobody agreed to. */
export type Held = {
  who: Interviewee
  begun: boolean
  said: number
  passedOn: number
  stopped: boolean
  offers: Offer[]
  questions: ScriptQuestion[]
}

/**
 * Asks every question of the script that is neither answered nor passed on, in order, until there is none left or the person stops. Returns a Refusal when
 * nobody is named, a file of an interview cannot be read, or an answer cannot be kept; what was kept before stays.
 */
export async function conduct(
  folder: Folder,
  given: Given,
  { asker, clock }: { asker: Asker; clock: Clock },
): Promise<Held | Refusal> {
  const files = folder.files()
  const before = interviewsIn(files)
  if (isRefusal(before)) return before
  const met = await meet(given, before, { asker, today: dayOf(clock) })
  if (isRefusal(met)) return met
  const { who, interview } = met
  const workflow = readWorkflow(files)
  if (workflow === null) asker.say(`${documentNames.workflow} cannot be read, so only general questions are asked.`)
  const soFar = interview ?? { doesTheWork: who.doesTheWork, answers: [], openQuestions: [] }
  const script = scriptFor({ workflow, interview: soFar })
  const waiting = script.filter(({ answered, open }) => !answered && !open)
  asker.greet(greeting(who, interview, { waiting: waiting.length, all: script.length }))
  const held: Held = { who, begun: interview === null, said: 0, passedOn: 0, stopped: false, offers: [], questions: script }
  for (const [at, question] of waiting.entries()) {
    const refused = await askOne(folder, held, {
      asker,
      clock,
      question,
      place: `${script.length - waiting.length + at + 1}/${script.length}`,
    })
    if (refused !== null) return refused
    if (held.stopped) break
  }
  return { ...held, questions: scriptNow(folder, who) }
}

type Turn = { asker: Asker; clock: Clock; question: ScriptQuestion; place: string }

async function askOne(folder: Folder, held: Held, { asker, clock, question, place }: Turn): Promise<Refusal | null> {
  for (;;) {
    const line = await asker.ask({
      title: `${place} ${question.topic}`,
      question: question.question,
      details: [...question.followUps.map((followUp) => `And: ${followUp}`), `For: ${question.purpose}`],
    })
    if (line === null) {
      held.stopped = true
      return null
    }
    const saying = sayingOf(line)
    if (saying === null) return null
    const on = dayOf(clock)
    const file = interviewPath(held.who.id)
    const kept = withSaying(folder.files()[file] ?? null, { who: held.who, question, saying, on })
    if (!kept.ok) {
      if (!asker.present)
        return refuse('invalid_input', { where: `Question ${place}`, why: kept.why, remedy: 'What was said before it is kept.' })
      asker.say(`This cannot be kept: ${kept.why}.`)
      continue
    }
    folder.write(file, kept.text)
    if (saying.kind === 'pass') held.passedOn++
    else {
      held.said++
      await offer(folder, held, { asker, question, answer: saying.text, on })
    }
    return null
  }
}

/** Offers one number after the other; what is agreed to is written, and nothing else. */
async function offer(
  folder: Folder,
  held: Held,
  { asker, question, answer, on }: { asker: Asker; question: ScriptQuestion; answer: string; on: string },
): Promise<void> {
  const heard = offersFrom(readWorkflow(folder.files()), { question, answer, who: held.who, on })
  const settled = new Set<string>()
  for (const one of heard) {
    const place = one.place.join('.')
    if (settled.has(place)) continue
    const agreed = held.stopped ? false : await asker.agree(`${offerText(one)} Write it into ${documentNames.workflow}?`)
    if (agreed === null) held.stopped = true
    if (agreed && written(folder, held.who, one)) settled.add(place)
    else {
      held.offers.push(one)
      if (agreed) asker.say(`${documentNames.workflow} says something else there by now; nothing was written.`)
    }
  }
}

function written(folder: Folder, who: Interviewee, offered: Offer): boolean {
  const files = folder.files()
  const workflow = readWorkflow(files)
  const edited = workflow === null ? null : applyEdits(files, editsOf(offered, workflow, who))
  const text = edited?.ok ? edited.files[documentNames.workflow] : undefined
  if (text === undefined) return false
  folder.write(documentNames.workflow, text)
  return true
}

/** What was heard and where it would go, in a sentence. */
export function offerText({ place, value, was, words, how }: Offer): string {
  const now = was === null ? '' : ` (it says ${JSON.stringify(was)} now)`
  const what = typeof value === 'number' ? String(value) : 'this answer'
  const short = [...words].slice(0, 80).join('')
  return `Heard “${short}”${how === null ? '' : `, ${how}`}: ${place.join('.')} = ${what}${now}.`
}

function interviewsIn(files: Files): Interview[] | Refusal {
  const interviews: Interview[] = []
  for (const [file, text] of Object.entries(files).filter(([name]) => isInterviewPath(name))) {
    const { interview, problems } = readInterview(file, text)
    if (interview === null || interviewPath(interview.id) !== file)
      return refuse('invalid_input', {
        where: `${file}${problems[0]?.line ? `:${problems[0].line}` : ''}`,
        why: problems[0]?.what.replace(/\.$/, '') ?? 'its id is not its name',
        remedy: 'Mend it first: it may be the interview you want to go on with.',
      })
    interviews.push(interview)
  }
  return interviews
}

type Met = { who: Interviewee; interview: Interview | null }

/** Who it is: from the options, else asked. Somebody who was interviewed before is known, and asked nothing about themselves again. */
async function meet(
  given: Given,
  before: readonly Interview[],
  { asker, today }: { asker: Asker; today: string },
): Promise<Met | Refusal> {
  const asked = async (title: string, question: string) =>
    (await asker.ask({ title, question, details: [] }))
      ?.replace(/\p{Cc}/gu, ' ')
      .trim()
      .slice(0, 200) ?? ''
  const person = given.person?.trim() || (await asked('person', 'Who is interviewed? The name, as colleagues know it.'))
  if (person === '') return unnamed('who is interviewed', '--person "NAME"')
  const interview = interviewOf(person, before)
  if (interview !== null) return { who: interview, interview }
  const role = given.role?.trim() || (await asked('role', `What does ${person} do, and where?`))
  if (role === '') return unnamed('what this person does', '--role "ROLE"')
  const doesTheWork = given.doesTheWork ?? (await worker(asker, person))
  if (doesTheWork === null) return unnamed('whether this person does the work today', '--does-the-work or --no-does-the-work')
  const id = freshInterviewId(
    person,
    before.map((one) => one.id),
  )
  return { who: { id, person: person.toWellFormed(), role: role.toWellFormed(), doesTheWork, on: today }, interview: null }
}

async function worker(asker: Asker, person: string): Promise<boolean | null> {
  const question = `Does ${person} do this work today?`
  if (asker.present) return asker.agree(question)
  const line = await asker.ask({ title: 'does the work', question: `${question} (yes or no)`, details: [] })
  return line === null ? null : truthOf(line)
}

/** Yes or no as people type it, or null. */
export function truthOf(line: string): boolean | null {
  const word = line.trim().toLowerCase()
  if (/^(?:y|yes|true|1|j|ja|s|si|sí|हाँ|हां|haan)$/u.test(word)) return true
  return /^(?:n|no|false|0|nein|नहीं|nahi)$/u.test(word) ? false : null
}

function unnamed(what: string, remedy: string): Refusal {
  return refuse('invalid_input', { where: 'dossier interview', why: `it does not say ${what}`, remedy: `Add ${remedy}.` })
}

function greeting(who: Interviewee, interview: Interview | null, { waiting, all }: { waiting: number; all: number }): string {
  const name = `${who.person} (${who.role})`
  if (interview === null) return `Interview with ${name}: ${all} questions. Stop whenever you like; every answer is kept at once.`
  return `The interview with ${name} goes on: ${waiting} of ${all} questions are left.`
}

function scriptNow(folder: Folder, who: Interviewee): ScriptQuestion[] {
  const files = folder.files()
  const text = files[interviewPath(who.id)]
  const interview = text === undefined ? null : readInterview(interviewPath(who.id), text).interview
  return scriptFor({
    workflow: readWorkflow(files),
    interview: interview ?? { doesTheWork: who.doesTheWork, answers: [], openQuestions: [] },
  })
}

/** The day where the interview is held. */
function dayOf(clock: Clock): string {
  const now = clock.now()
  const two = (part: number) => String(part).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}
