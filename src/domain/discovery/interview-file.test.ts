import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readInterview } from './documents.ts'
import {
  cleanWords,
  freshInterviewId,
  interviewOf,
  maxAnswerCharacters,
  type Saying,
  sayingOf,
  withSaying,
} from './interview-file.ts'
import { type ScriptQuestion, scriptFor } from './interview-script.ts'

const who = { id: 'priya', person: 'Priya Nair', role: 'Desk', doesTheWork: true, on: '2026-11-03' }
const [first, second] = scriptFor({ workflow: null, interview: null }) as [ScriptQuestion, ScriptQuestion]

function kept(text: string | null, question: ScriptQuestion, saying: Saying, on = who.on): string {
  const made = withSaying(text, { who, question, saying, on })
  if (!made.ok) throw new Error(made.why)
  return made.text
}

const answer = (text: string): Saying => ({ kind: 'answer', text })
const read = (text: string) => readInterview('interviews/priya.yaml', text).interview!

describe('the file of an interview', () => {
  it('begins with the first answer and carries who, role and when', () => {
    expect(read(kept(null, first, answer('Mails.')))).toEqual({
      ...who,
      answers: [{ topic: first.id, question: first.question, answer: 'Mails.', on: null }],
      openQuestions: [],
    })
  })

  it('keeps comments, keys of one’s own and other answers; another day stands with the answer', () => {
    const begun = `# told in the kitchen\n${kept(null, first, answer('Mails.'))}x-tape: 4 # side B\n`
    const text = kept(begun, second, answer('A form.'), '2026-11-05')
    expect(text).toContain('# told in the kitchen')
    expect(text).toContain('x-tape: 4 # side B')
    expect(read(text).answers.map(({ answer: said, on }) => [said, on])).toEqual([
      ['Mails.', null],
      ['A form.', '2026-11-05'],
    ])
  })

  it('passes a question on, first of all too, and takes the answer when it comes after all', () => {
    const passed = kept(null, first, { kind: 'pass', note: 'Anna knows' })
    expect(read(passed)).toMatchObject({
      answers: [{ answer: '' }],
      openQuestions: [{ question: `${first.question} (Anna knows)`, about: null, answer: null }],
    })
    expect(scriptFor({ workflow: null, interview: read(passed) })[0]).toMatchObject({ id: first.id, open: true, answered: false })
    expect(read(kept(passed, first, answer('Forms.'), '2026-11-04')).answers).toEqual([
      { topic: first.id, question: first.question, answer: 'Forms.', on: '2026-11-04' },
    ])
  })

  it('refuses a file that cannot be read and an answer that is a document', () => {
    const say = { who, question: first, saying: answer('x'), on: who.on }
    expect(withSaying('id: [', say)).toMatchObject({ ok: false, why: expect.stringContaining('interviews/priya.yaml') })
    expect(withSaying(null, { ...say, saying: answer('x'.repeat(maxAnswerCharacters + 1)) })).toMatchObject({ ok: false })
  })

  it('keeps the words of any answer, whatever characters it is made of', () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.stringMatching(/^[ #:'"a-c,[\]{}>|&*!%@`-]{0,80}$/),
      fc.constantFrom('---', '...', '- a', 'yes', '~', '\u0000', '\ud800', '\u2028', '\u0085x', '\u001b[2J', 'ends with \\'),
    )
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), (lines) => {
        let text: string | null = null
        const said: string[] = []
        for (const one of lines) {
          const saying = sayingOf(one)
          if (saying?.kind !== 'answer') continue
          text = kept(text, first, saying)
          said.push(cleanWords(one))
        }
        if (text !== null) expect(read(text).answers.map((one) => one.answer)).toEqual(said)
      }),
    )
  })
})

it('reads a line as skipped, passed on or answered', () => {
  expect([sayingOf('  '), sayingOf('\u0000'), sayingOf('?'), sayingOf('? Anna '), sayingOf(' What? ')]).toEqual([
    null,
    null,
    { kind: 'pass', note: '' },
    { kind: 'pass', note: 'Anna' },
    { kind: 'answer', text: 'What?' },
  ])
})

it('names files after people, each its own, and knows them again', () => {
  expect(freshInterviewId('Åsa Öberg-Müller', [])).toBe('asa-oberg-muller')
  expect(freshInterviewId('Priya', ['priya', 'priya-2'])).toBe('priya-3')
  expect(freshInterviewId('प्रिया', [])).toBe('interview')
  expect(freshInterviewId('../../etc/passwd', [])).toBe('etc-passwd')
  const interview = read(kept(null, first, answer('x')))
  expect(interviewOf('  priya  NAIR', [interview])).toBe(interview)
  expect(interviewOf('Priya', [interview])).toBeNull()
})
