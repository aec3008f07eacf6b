// `tenure dossier interview`: asks somebody about the work, question by question, and keeps every answer in interviews/ID.yaml as it is given.

import path from 'node:path'
import { Readable } from 'node:stream'
import type { Command } from 'commander'
import { interviewPath } from '../../domain/discovery/documents.ts'
import { isRefusal, type Refusal } from '../../domain/refusal.ts'
import { systemClock } from '../../ports/clock.ts'
import { readDossierFolder, readRecording } from '../dossier-folder.ts'
import { type Asker, lineAsker, linesOf, terminalAsker } from '../interview/asker.ts'
import { conduct, type Held, offerText } from '../interview/conduct.ts'
import { type ExitCode, exitCodes, plain, printJson, runCommand } from '../print.ts'
import { writeWhole } from '../whole-file.ts'

type Options = { person?: string; role?: string; doesTheWork?: boolean; answers?: string; json: boolean }

const help = `
At a terminal it prompts. Otherwise it reads answers from standard input or a file, one line for each question it still has: an empty line skips,
“?who may know” passes the question on, the end of the input stops. Every answer is kept at once; run it again to go on at the first question left.

Examples:
  tenure dossier interview helpdesk/
  tenure dossier interview helpdesk/ --person "Priya Nair" --role "Service desk, Pune" --does-the-work < answers.txt
  tenure dossier interview helpdesk/ --person "Priya Nair" --json < /dev/null     what is still open`

export function addTo(dossier: Command): void {
  dossier
    .command('interview')
    .argument('<dir>', 'folder of the dossier; workflow.yaml may still be missing')
    .description('ask somebody about the work, and keep every answer')
    .option('--person <name>', 'who is interviewed')
    .option('--role <role>', 'what they do, and where')
    .option('--does-the-work', 'they do this work today')
    .option('--no-does-the-work', 'they answer for a system or a rule instead')
    .option('--answers <file>', 'read answers from a file instead, one line for each question')
    .option('--json', 'answer as JSON', false)
    .addHelpText('after', help)
    .action((dir: string, options: Options) => runCommand(() => interview(dir, options)))
}

async function interview(dir: string, { person, role, doesTheWork, answers, json }: Options): Promise<Refusal | ExitCode> {
  const asker = askerFor(answers, json)
  const folder = {
    files: () => readDossierFolder(dir),
    write: (file: string, text: string) => writeWhole(path.join(dir, file), text),
  }
  const given = { person: person ?? null, role: role ?? null, doesTheWork: doesTheWork ?? null }
  const held = await conduct(folder, given, { asker, clock: systemClock })
  if (isRefusal(held)) return held
  if (json) printJson(answerOf(held))
  else {
    asker.say(summary(held).join('\n'))
    asker.part(nextStep(dir, held))
  }
  return exitCodes.done
}

function askerFor(answers: string | undefined, json: boolean): Asker {
  const output = json ? process.stderr : process.stdout
  if (answers !== undefined) return lineAsker(linesOf(Readable.from([readRecording(answers)])), json ? null : output)
  if (process.stdin.isTTY && output.isTTY) return terminalAsker({ input: process.stdin, output })
  return lineAsker(linesOf(process.stdin), json ? null : output)
}

/** What a program learns: who, how much was said, every question with its standing, and what was heard but not written. */
function answerOf({ who, begun, said, passedOn, stopped, offers, questions }: Held) {
  return {
    interview: who.id,
    file: interviewPath(who.id),
    person: who.person,
    role: who.role,
    doesTheWork: who.doesTheWork,
    begun,
    said,
    passedOn,
    stopped,
    left: questions.filter(({ answered, open }) => !answered && !open).length,
    questions,
    suggestions: offers.map(({ place, ...offer }) => ({ place: place.join('.'), ...offer })),
  }
}

/** How it stands, in sentences: what was kept, what was heard, what is left. */
export function summary({ who, said, passedOn, offers, questions }: Held): string[] {
  const left = questions.filter(({ answered, open }) => !answered && !open)
  const kept = questions.some(({ answered, open }) => answered || open)
  return [
    `${said} answered and ${passedOn} passed on this time${kept ? `; all of it is in ${interviewPath(who.id)}` : ''}.`,
    ...offers.map((offer) => `${offerText(offer)} Not written; put it into workflow.yaml if it is right.`),
    left.length === 0
      ? 'Every question has been asked.'
      : `${left.length} of ${questions.length} questions are left. The next ones:`,
    ...left.slice(0, 3).map(({ topic, question }) => `  ${topic}: ${question}`),
  ]
}

/** What to do next, as commands. */
export function nextStep(dir: string, { who, questions }: Held): string {
  const more = questions.some(({ answered, open }) => !answered && !open)
  const goOn = `To go on: tenure dossier interview ${dir} --person ${JSON.stringify(plain(who.person))}. `
  return `${more ? goOn : ''}Write what was said into the map, with “from: ${who.id}” where it came from this interview; then: tenure dossier check ${dir}`
}
