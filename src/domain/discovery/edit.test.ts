import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { smallDossier } from '../../../test/support/dossier-files.ts'
import { readDossier } from './documents.ts'
import { applyEdits } from './edit.ts'
import type { Edit, Files } from './edited.ts'

const commented: Files = {
  ...smallDossier,
  'workflow.yaml': `# The desk, told by Priya.
workflow: it-desk # its name
title: IT desk
employee: Nila
channels: [email, chat]
x-jira: DESK # ours
queryTypes:
  # a third of all mail
  - name: password_reset
    title: Password reset # in her words
    x-owner: priya
    major: true
    perMonth: 520 # counted in October
    examples:
      - I forgot my password # typical
      - please reset my password
    start: tell
  # loud but few
  - name: printer
    title: Printer
    major: false
    start: tell
steps:
  - {id: tell, kind: reply, title: Tell them, template: 'Hello {{results.look.name}}', next: done} # last word
  - {id: look, kind: action, title: Look, system: directory, operation: get_person, arguments: {id: '{{requester}}'}, next: tell}
  - {id: done, kind: end, title: Done}
triggers:
  - {name: upset, condition: 'queryType == "printer" && mentions(query, "angry")', who: anna, channel: phone}
people:
  - {name: anna, title: Anna, does: takes what is delicate}
# the end
`,
}

const at = 'workflow.yaml'

function edited(...edits: Edit[]): Files {
  const done = applyEdits(commented, edits)
  if (!done.ok) throw new Error(JSON.stringify(done))
  return done.files
}

const commentsOf = (text: string) => [...text.matchAll(/#\s*([^\n]+)/g)].map(([, words]) => words)

describe('an edit', () => {
  it('changes one value and leaves every comment and key of one’s own', () => {
    const text = edited({ kind: 'set', file: at, place: ['queryTypes', 'password_reset', 'perMonth'], was: 520, now: 610 })[at]!
    expect(text).toContain('perMonth: 610 # counted in October')
    expect(text).toContain('x-owner: priya')
    expect(commentsOf(text)).toEqual(commentsOf(commented[at]!))
  })

  it('makes what is missing on the way, and an empty list into one that can be read', () => {
    const text = edited(
      { kind: 'set', file: 'SOUL.md', place: ['limits', 'writesPerDay'], now: 40 },
      { kind: 'add', file: at, place: ['edgeCases'], value: { name: 'vip', what: 'the board writes' }, at: null },
    )
    expect(text['SOUL.md']).toMatch(/writesPerDay: 40/)
    expect(text[at]).toMatch(/edgeCases:\n {2}- name: vip\n/)
  })

  it('answers with what stands there when it is not what the editor saw, and changes nothing', () => {
    const edits: Edit[] = [
      { kind: 'set', file: at, place: ['title'], was: 'IT desk', now: 'Help desk' },
      { kind: 'set', file: at, place: ['queryTypes', 'password_reset', 'perMonth'], was: 500, now: 610 },
    ]
    expect(applyEdits(commented, edits)).toEqual({
      ok: false,
      kind: 'conflict',
      file: at,
      place: 'queryTypes.password_reset.perMonth',
      theirs: 520,
    })
  })

  it('does not put a second thing of one name beside the first', () => {
    const add: Edit = { kind: 'add', file: at, place: ['queryTypes'], value: { name: 'printer', title: 'Mine' }, at: null }
    expect(applyEdits(commented, [add])).toMatchObject({ ok: false, kind: 'conflict', place: 'queryTypes.printer' })
  })

  it('takes an item out and keeps the comments that stood at it', () => {
    const was = { name: 'printer', title: 'Printer', major: false, start: 'tell' }
    const text = edited({ kind: 'remove', file: at, place: ['queryTypes', 'printer'], was })[at]!
    expect(text).not.toContain('name: printer')
    expect(commentsOf(text).toSorted()).toEqual(commentsOf(commented[at]!).toSorted())
  })

  it('writes a whole list over the old one and keeps the nodes of what stays', () => {
    const was = ['I forgot my password', 'please reset my password']
    const now = ['password gone', 'I forgot my password', 'please reset my password']
    const text = edited({ kind: 'set', file: at, place: ['queryTypes', 'password_reset', 'examples'], was, now })[at]!
    expect(text).toContain('- password gone\n      - I forgot my password # typical')
  })

  it('sets a whole thing without dropping keys of one’s own that no form shows', () => {
    const was = { name: 'printer', title: 'Printer', major: false, start: 'tell' }
    const withOwn = applyEdits(
      { ...commented, [at]: commented[at]!.replace('title: Printer\n', 'title: Printer\n    x-floor: 3\n') },
      [
        {
          kind: 'set',
          file: at,
          place: ['queryTypes', 'printer'],
          was: { ...was, 'x-floor': 3 },
          now: { ...was, title: 'Printers' },
        },
      ],
    )
    expect(withOwn.ok && withOwn.files[at]).toMatch(/title: Printers\n {4}x-floor: 3/)
  })

  it('sets the text below the front matter of SOUL.md', () => {
    const body = readDossier(commented).dossier?.role.body ?? readDossier(smallDossier).dossier!.role.body
    const text = edited({ kind: 'set', file: 'SOUL.md', place: ['body'], was: body, now: '# SOUL.md - Nila\n\nBe kind.' })[
      'SOUL.md'
    ]!
    expect(text.endsWith('---\n# SOUL.md - Nila\n\nBe kind.\n')).toBe(true)
    expect(text.split('---')[1]).toBe(smallDossier['SOUL.md']!.split('---')[1])
  })

  it.each([
    ['writes beside the dossier', { kind: 'write', file: '../../etc/passwd', was: null, now: 'x' }],
    ['opens a file that is not there', { kind: 'set', file: 'interviews/nobody.yaml', place: ['person'], now: 'x' }],
    ['walks through a text', { kind: 'set', file: at, place: ['title', 'name'], now: 'x' }],
    ['names an item that is not there', { kind: 'set', file: at, place: ['queryTypes', 'nothing', 'title'], now: 'x' }],
    ['adds to what is no list', { kind: 'add', file: at, place: ['title'], value: 'x', at: null }],
  ] satisfies [string, Edit][])('is refused with a reason when it %s', (_, edit) => {
    expect(applyEdits(commented, [edit])).toMatchObject({ ok: false, kind: 'impossible', why: expect.stringMatching(/.{10}/) })
  })
})

describe('a name', () => {
  it('is changed wherever it is meant', () => {
    const text = edited(
      { kind: 'rename', what: 'queryType', from: 'printer', to: 'printing' },
      { kind: 'rename', what: 'step', from: 'look', to: 'look_up' },
      { kind: 'rename', what: 'person', from: 'anna', to: 'anna-b' },
      { kind: 'rename', what: 'system', from: 'directory', to: 'people' },
    )
    expect(text[at]).toMatch(/name: printing\n/)
    expect(text[at]).toContain('queryType == "printing"')
    expect(text[at]).toContain('{{results.look_up.name}}')
    expect(text[at]).toContain('who: anna-b')
    expect(text[at]).toContain('system: people')
    expect(text['SOUL.md']).toContain('people.get_person')
    expect(text['SOUL.md']).not.toContain('directory.')
    expect(text['integrations.yaml']).toContain('name: people')
  })

  it('is refused when it is taken, no name, or gone', () => {
    const rename = (from: string, to: string) => applyEdits(commented, [{ kind: 'rename', what: 'queryType', from, to }])
    expect(rename('printer', 'password_reset')).toMatchObject({ kind: 'impossible' })
    expect(rename('printer', 'No Name')).toMatchObject({ kind: 'impossible' })
    expect(rename('gone', 'new')).toMatchObject({ kind: 'conflict' })
  })
})

it('keeps every comment and key of one’s own, whatever is edited', () => {
  const places = ['workflow', 'title', 'employee', 'channels', 'queryTypes', 'steps', 'triggers', 'people'] as const
  const value = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.array(fc.string()),
    fc.record({ name: fc.constantFrom('a', 'b'), title: fc.string() }),
  )
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...places), fc.oneof(value, fc.constant(undefined))), { minLength: 1, maxLength: 5 }),
      (changes) => {
        let files = commented
        for (const [place, now] of changes) {
          const was = (parse(files[at]!) as Record<string, unknown>)[place]
          const done = applyEdits(files, [
            now === undefined
              ? { kind: 'remove', file: at, place: [place], was }
              : { kind: 'set', file: at, place: [place], was, now },
          ])
          expect(done.ok).toBe(true)
          if (done.ok) files = done.files
        }
        const text = files[at]!
        for (const words of commentsOf(commented[at]!)) expect(text).toContain(words)
        expect(text).toContain('x-jira: DESK')
      },
    ),
    { numRuns: 300 },
  )
})
