import { describe, expect, it } from 'vitest'
import type { Part } from './part.ts'
import { fromSop } from './sop.ts'
import { conditionOf, forbids, handsOverTo, sentencesOf, unconditional } from './sop-sentences.ts'

const sop = `# Service desk first line

## Purpose

This says how the first line works. Agents must never share passwords by e-mail.

## 1. Password reset

A colleague cannot log in. Verify who is asking.

1. Look the person up in the directory.
2. If the account is locked, unlock the account first.
3. If the person is a VIP, escalate to the identity team.
4. Reset the password.

## Rules

- Escalate to the security team when a message mentions ransomware.
- Do not close a ticket unless the requester agrees.
- If the printer is on fire, leave the building.
`

function read(markdown: string): Part {
  const made = fromSop(markdown, 'the SOP sop.md')
  if (!made.ok) throw new Error(made.why)
  return made.part
}

describe('an SOP in Markdown', () => {
  const part = read(sop)

  it('gives a query type per chapter with numbered steps, in order, with the sentence it came from', () => {
    expect(part.workflow).toBe('service_desk_first_line')
    expect(part.types).toMatchObject([
      { name: 'password_reset', title: 'Password reset', sop: 'A colleague cannot log in.', seen: null },
    ])
    const start = part.steps.find(({ id }) => id === part.types[0]?.start)
    expect(start).toMatchObject({ kind: 'human', sop: 'Look the person up in the directory.', who: 'to_be_named' })
    const second = part.steps.find(({ id }) => start?.kind === 'human' && id === start.next)
    expect(second).toMatchObject({ kind: 'decision', sop: 'If the account is locked, unlock the account first.' })
    expect(part.steps.at(-1)).toMatchObject({ kind: 'end' })
  })

  it('makes “if … then …” a decision on a field nobody fills, so that the query goes to a person until somebody says how it is told', () => {
    const decisions = part.steps.flatMap((step) => (step.kind === 'decision' ? [step] : []))
    expect(decisions.map(({ branches }) => branches[0]?.when)).toEqual([
      'fields.case_the_account_is_locked',
      'fields.case_the_person_is_a_vip',
    ])
    expect(part.fields).toMatchObject({ case_the_account_is_locked: 'boolean' })
    const then = part.steps.find(({ id }) => id === decisions[1]?.branches[0]?.next)
    expect(then).toMatchObject({ kind: 'escalate', trigger: 'the_person_is_a_vip' })
  })

  it('makes hand-overs triggers with whom they name, and prohibitions sentences; nothing else becomes either', () => {
    expect(part.triggers.map(({ name, who }) => [name, who])).toEqual([
      ['the_person_is_a_vip', 'identity_team'],
      ['a_message_mentions_ransomware', 'security_team'],
    ])
    expect(part.forbidden.map(({ sentence, unconditional: always }) => [sentence, always])).toEqual([
      ['Agents must never share passwords by e-mail.', true],
      ['Do not close a ticket unless the requester agrees.', false],
    ])
    expect(part.people.map(({ name }) => name).sort()).toEqual(['identity_team', 'security_team', 'to_be_named'])
  })

  it('asks of every step, decision and trigger whether it is so in practice, and settles nothing itself', () => {
    for (const step of part.steps)
      if (step.sop !== null)
        expect(
          part.questions.some(({ about, question }) => about === `steps.${step.id}` && question.includes('in practice')),
          step.id,
        ).toBe(true)
    for (const { name } of part.triggers) expect(part.questions.some(({ about }) => about === `triggers.${name}`)).toBe(true)
    expect(part.questions.some(({ question }) => question.includes('printer is on fire'))).toBe(true)
    expect(JSON.stringify(part)).not.toMatch(/"resolution"|"practice"|"from"/)
  })

  it('proposes chapters that say what to do without numbering it, without a path, and not those that only describe', () => {
    const bullets = read(
      '# Airline\n\n## Book flight\n\nThe agent asks for dates.\n\n- At most five passengers.\n- You must not waive fees.\n- Ask for the names.\n\n## User\n\nA user has:\n\n- a name\n- an address\n',
    )
    expect(bullets.types).toMatchObject([{ name: 'book_flight', start: null, sop: 'The agent asks for dates.' }])
    expect(bullets.steps).toEqual([])
    expect(bullets.forbidden).toHaveLength(1)
  })

  it('refuses what is no procedure, and more steps than people read', () => {
    expect(fromSop('Hello there.', 'x')).toMatchObject({
      ok: false,
      line: 1,
      why: expect.stringContaining('nothing in it reads as a procedure'),
    })
    const long = `# A\n\n## B\n\n${Array.from({ length: 400 }, (_, n) => `${n + 1}. Do thing ${n}.`).join('\n')}\n`
    expect(fromSop(long, 'x')).toMatchObject({ ok: false, why: expect.stringContaining('more than 300 steps') })
  })

  it('reads hostile Markdown as text: markup, half characters and very long lines stay harmless and quick', () => {
    const start = performance.now()
    const evil = read(
      `# A\n\n## <script>alert(1)</script> __proto__\n\n1. ${'if '.repeat(20_000)}\n2. [x](javascript:alert(1)) \uD800 then ${', then '.repeat(5_000)}\n`,
    )
    expect(performance.now() - start).toBeLessThan(3_000)
    for (const { id, title } of evil.steps) {
      expect(id).toMatch(/^[a-z0-9][a-z0-9_.-]{0,79}$/)
      expect(title.length).toBeLessThanOrEqual(120)
    }
    expect(JSON.stringify(evil).isWellFormed()).toBe(true)
  })
})

describe('sentences of an SOP', () => {
  it.each([
    ['If the account is locked, then unlock it.', { when: 'the account is locked', follows: 'unlock it' }],
    ['Call back when the line is free.', { when: 'the line is free', follows: 'Call back' }],
    ['Send it if possible.', null],
    ['Reset the password.', null],
  ])('%s', (sentence, expected) => {
    expect(conditionOf(sentence)).toEqual(expected)
  })

  it.each([
    ['Escalate to the security team when in doubt.', 'security team'],
    ['Hand it over to a supervisor.', 'supervisor'],
    ['Escalate immediately.', ''],
    ['Report the number of tickets to date.', null],
    ['Transfer the file to the folder.', null],
    ['Refer to the general agent policy for details.', null],
    ['Reset the password.', null],
  ])('hands over: %s', (sentence, who) => {
    expect(handsOverTo(sentence)).toBe(who)
  })

  it('tells prohibitions from inability, and whether they always hold', () => {
    expect(forbids('Employees must not read salaries.')).toBe(true)
    expect(forbids('A colleague cannot log in.')).toBe(false)
    expect(unconditional('You must not read salaries.')).toBe(true)
    expect(unconditional('Never refund without approval.')).toBe(false)
  })

  it('splits sentences, not abbreviations and numbers', () => {
    expect(sentencesOf('Use a form, e.g. Form 5. Then wait 2.5 hours. Done!')).toEqual([
      'Use a form, e.g. Form 5.',
      'Then wait 2.5 hours.',
      'Done!',
    ])
  })
})
