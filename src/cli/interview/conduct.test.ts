import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { smallDossier } from '../../../test/support/dossier-files.ts'
import type { Interview } from '../../domain/discovery/interview.ts'
import { isRefusal } from '../../domain/refusal.ts'
import type { Clock } from '../../ports/clock.ts'
import { nextStep, summary } from '../dossier/interview.ts'
import { type Asker, lineAsker, terminalAsker } from './asker.ts'
import { conduct, type Folder, type Given, type Held, truthOf } from './conduct.ts'

const nobody: Given = { person: null, role: null, doesTheWork: null }
const asha: Given = { person: 'Asha Rao', role: 'Desk, Pune', doesTheWork: true }
const clockAt = (day: string): Clock => ({ now: () => new Date(`${day}T12:00:00`) })
const november = clockAt('2026-11-24')

function folderOf(files: Record<string, string> = { ...smallDossier }): Folder & { all: Record<string, string> } {
  return {
    all: files,
    files: () => files,
    write: (file, text) => {
      files[file] = text
    },
  }
}

async function* given(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines
}

function lines(...said: string[]): Asker & { heard(): string } {
  const output = new PassThrough()
  return Object.assign(lineAsker(given(said), output), { heard: () => String(output.read() ?? '') })
}

async function held(folder: Folder, who: Given, asker: Asker, clock = november): Promise<Held> {
  const outcome = await conduct(folder, who, { asker, clock })
  if (isRefusal(outcome)) throw new Error(outcome.sentence)
  return outcome
}

const answersIn = (folder: { all: Record<string, string> }, id: string) =>
  (parse(folder.all[`interviews/${id}.yaml`]!) as Interview).answers

describe('an interview by lines', () => {
  it('asks who it is when nobody said, keeps what is said, and ends with the input', async () => {
    const folder = folderOf()
    const asker = lines('Åsa Öberg', 'Desk, Graz', 'yes', 'Mails.', '', '?Anna knows')
    const outcome = await held(folder, nobody, asker)
    expect(outcome).toMatchObject({
      who: { id: 'asa-oberg', person: 'Åsa Öberg', role: 'Desk, Graz', doesTheWork: true, on: '2026-11-24' },
      begun: true,
      said: 1,
      passedOn: 1,
      stopped: true,
    })
    expect(answersIn(folder, 'asa-oberg').map(({ answer }) => answer)).toEqual(['Mails.'])
    expect(asker.heard()).toContain('Who is interviewed?')
  })

  it('goes on at the first question left, on another day under its own date', async () => {
    const folder = folderOf()
    await held(folder, asha, lines('one', '', 'three'))
    const second = await held(folder, { ...nobody, person: 'asha  rao' }, lines('two', 'four'), clockAt('2026-11-26'))
    expect(second.begun).toBe(false)
    expect(answersIn(folder, 'asha-rao').map(({ answer, on }) => [answer, on ?? null])).toEqual([
      ['one', null],
      ['three', null],
      ['two', '2026-11-26'],
      ['four', '2026-11-26'],
    ])
    const questions = answersIn(folder, 'asha-rao').map(({ question }) => question)
    expect(new Set(questions).size).toBe(4)
  })

  it('asks everything once and then nothing more', async () => {
    const folder = folderOf()
    const first = await held(folder, asha, lines(...Array.from({ length: 200 }, (_, at) => `answer ${at}`)))
    expect(first).toMatchObject({ stopped: false, said: first.questions.length })
    expect(await held(folder, asha, lines('more'))).toMatchObject({ said: 0, stopped: false })
    expect(summary(first)).toContain('Every question has been asked.')
  })

  it('keeps what somebody writes into the file in the meantime', async () => {
    const folder = folderOf()
    const file = 'interviews/asha-rao.yaml'
    async function* withAnEditor() {
      yield 'one'
      folder.all[file] = `# from the tape\n${folder.all[file]}`
      yield 'two'
    }
    await held(folder, asha, lineAsker(withAnEditor(), null))
    expect(folder.all[file]).toMatch(/^# from the tape\n/)
    expect(answersIn(folder, 'asha-rao')).toHaveLength(2)
  })

  it('holds with no map at all, and says that only general questions are asked', async () => {
    const folder = folderOf({})
    const asker = lines('Mails.')
    expect((await held(folder, asha, asker)).said).toBe(1)
    expect(asker.heard()).toContain('only general questions')
  })

  it('refuses an unreadable interview, an unnamed person, and an answer that is a document; what was kept stays', async () => {
    const refused = async (folder: Folder, who: Given, asker: Asker) => {
      const outcome = await conduct(folder, who, { asker, clock: november })
      return isRefusal(outcome) ? outcome.sentence : 'held'
    }
    expect(await refused(folderOf({ 'interviews/x.yaml': 'id: [' }), asha, lines())).toContain('interviews/x.yaml')
    expect(await refused(folderOf(), nobody, lines())).toContain('--person')
    expect(await refused(folderOf(), { ...asha, doesTheWork: null }, lines('perhaps'))).toContain('--does-the-work')
    const folder = folderOf()
    expect(await refused(folder, asha, lines('one', 'x'.repeat(20_000)))).toContain('at most 10000 characters')
    expect(answersIn(folder, 'asha-rao')).toHaveLength(1)
  })

  it('hears numbers and offers them, and writes none of them', async () => {
    const folder = folderOf()
    const before = folder.all['workflow.yaml']
    const { questions } = await held(folder, asha, lines())
    const at = questions.findIndex(({ id }) => id === 'volumes.vpn_trouble')
    const outcome = await held(folder, asha, lines(...Array.from({ length: at }, () => ''), '300 a month, 14 minutes each'))
    expect(outcome.offers).toMatchObject([
      { place: ['queryTypes', 'vpn_trouble', 'perMonth'], value: 300 },
      { place: ['queryTypes', 'vpn_trouble', 'minutes'], value: 14 },
    ])
    expect(folder.all['workflow.yaml']).toBe(before)
    expect(summary(outcome).join('\n')).toContain('queryTypes.vpn_trouble.minutes = 14. Not written')
    expect(nextStep('desk', outcome)).toMatch(/--person "Asha Rao".*from: asha-rao.*tenure dossier check desk/)
  })
})

describe('an interview with somebody there', () => {
  /** Says what it is told to: an answer by the id of its question, and yes or no to offers. */
  function present(answers: readonly string[], agrees: boolean | null): Asker & { offered: string[] } {
    const left = [...answers]
    const offered: string[] = []
    return {
      present: true,
      offered,
      greet: () => undefined,
      say: () => undefined,
      part: () => undefined,
      ask: async () => left.shift() ?? null,
      agree: async (sentence) => {
        offered.push(sentence)
        return agrees
      },
    }
  }
  const map = smallDossier['workflow.yaml']!.replace('title: VPN trouble', 'title: VPN trouble # told by Jonas').replace(
    'people:',
    'openQuestions:\n  - question: Who decides about contractors?\npeople:',
  )

  async function upTo(id: string, answer: string, agrees: boolean | null) {
    const folder = folderOf({ ...smallDossier, 'workflow.yaml': map })
    const { questions } = await held(folder, asha, lines())
    const at = questions.findIndex((one) => one.id === id)
    const asker = present([...Array.from({ length: at }, () => ''), answer], agrees)
    const outcome = await held(folder, asha, asker)
    return { outcome, asker, text: folder.all['workflow.yaml']! }
  }

  it('writes a number that was agreed to, with the interview it came from, and keeps comments', async () => {
    const { text, outcome } = await upTo('volumes.vpn_trouble', '300 a month, 14 minutes', true)
    expect(parse(text).queryTypes[1]).toMatchObject({ perMonth: 300, minutes: 14, from: 'asha-rao' })
    expect(text).toContain('title: VPN trouble # told by Jonas')
    expect(outcome.offers).toEqual([])
  })

  it('writes nothing that was not agreed to, and stops when the person does', async () => {
    const no = await upTo('volumes.vpn_trouble', '300 a month, 14 minutes', false)
    expect(no.text).toBe(map)
    expect(no.asker.offered).toHaveLength(2)
    const stopped = await upTo('volumes.vpn_trouble', '300 a month, 14 minutes', null)
    expect(stopped.text).toBe(map)
    expect(stopped.outcome).toMatchObject({ stopped: true, offers: [{ value: 300 }, { value: 14 }] })
    expect(stopped.asker.offered).toHaveLength(1)
  })

  it('answers an open question of the map when that is agreed to', async () => {
    const { text } = await upTo('open-questions.who-decides-about-contractors', 'Their sponsor.', true)
    expect(parse(text).openQuestions[0].answer).toEqual({ text: 'Their sponsor.', by: 'Asha Rao, Desk, Pune', on: '2026-11-24' })
  })
})

describe('prompts at a terminal', () => {
  function terminal() {
    const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input })
    const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 40 })
    return { asker: terminalAsker({ input, output }), input, shown: () => String(output.read() ?? '') }
  }

  it('take typed words, show the question without what steers a terminal, and end on Ctrl-C', async () => {
    const { asker, input, shown } = terminal()
    const said = asker.ask({ title: 'inputs', question: 'What \u202Ecame in?', details: ['For: the map'] })
    input.write('Mails')
    input.write('\r')
    expect(await said).toBe('Mails')
    expect(shown()).toMatch(/What \uFFFDcame in\?/)
    const ended = asker.ask({ title: 'inputs', question: 'And then?', details: [] })
    input.write('\u0003')
    expect(await ended).toBeNull()
  })

  it('take Enter alone as a skipped question', async () => {
    const { asker, input } = terminal()
    const said = asker.ask({ title: 'inputs', question: 'What came in?', details: [] })
    input.write('\r')
    expect(await said).toBe('')
  })
})

it('reads yes and no as people type them', () => {
  expect(['Yes', 'ja', 'sí', 'हाँ', 'n', 'nein', 'maybe', ''].map(truthOf)).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
    null,
    null,
  ])
})
