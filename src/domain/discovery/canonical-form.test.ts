import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse, parseDocument, stringify } from 'yaml'
import { smallDossier } from '../../../test/support/dossier-files.ts'
import { canonicalText } from './canonical-form.ts'
import { commentsIn } from './comments.ts'
import { readDossier } from './documents.ts'
import { applyEdits, yamlWidth } from './edit.ts'

function formed(file: string, text: string): string {
  const made = canonicalText(file, text)
  if (typeof made !== 'string') throw new Error(`${made.line}: ${made.what}`)
  return made
}

// Everything an author may do to a file that means the same.
const untidy = `# Targets of the desk.
# Agreed in November.

supervised: {} # nothing special
shadow:   # from the pilot
  # weeks, not days
  minReviews: 2.0e2

  # two weeks
  minDays: 0xE
  x-note: ~
x-approved: { by: 'Priya', # said on the telephone
  on: 2026-11-13 }
escalation: {maxRatio: .4, minRatio: 0.020}
accuracy: {targetRatio: 0.9}


reviewCap: 500
# the end
`

describe('the canonical form', () => {
  it('puts keys in the order of the schema, one’s own last, and keeps comments and groups', () => {
    expect(formed('targets.yaml', untidy)).toBe(`# Targets of the desk.
# Agreed in November.

accuracy: { targetRatio: 0.9 }
escalation: { minRatio: 0.02, maxRatio: 0.4 }
shadow: # from the pilot
  # two weeks
  minDays: 14
  # weeks, not days
  minReviews: 200
  x-note: null
supervised: {} # nothing special

reviewCap: 500
x-approved:
  by: Priya # said on the telephone
  on: 2026-11-13

# the end
`)
  })

  it('writes long text as a folded block, lines as a literal one, and quotes only what needs them', () => {
    const text = formed(
      'interviews/priya.yaml',
      `answers:\n  - {answer: "${'so it goes '.repeat(20).trim()}", question: 'How?', topic: resets}\n  - {answer: "one\\ntwo\\n", question: "no", topic: '12'}\nid: 'priya'\n`,
    )
    expect(text).toBe(`id: priya
answers:
  - topic: resets
    question: How?
    answer: >-
      ${'so it goes '.repeat(10)}so
      it goes ${'so it goes '.repeat(9).trim()}
  - topic: "12"
    question: no
    answer: |
      one
      two
`)
  })

  it('is the same for SOUL.md, whose text below stays', () => {
    const text = formed(
      'SOUL.md',
      '---\r\nmay: [{for: [x], do: reply}]\r\nname: Nila # ours\r\n---\r\n\r\n# Nila\r\n\r\nBe kind.  \r\nBe short.\r\n\r\n',
    )
    expect(text).toBe('---\nname: Nila # ours\nmay: [ { do: reply, for: [ x ] } ]\n---\n# Nila\n\nBe kind.  \nBe short.\n')
  })

  it('refuses what cannot be read, with its line, and mends nothing', () => {
    expect(canonicalText('workflow.yaml', 'workflow: x\ntitle: [\n')).toMatchObject({ code: 'document-unreadable', line: 3 })
    expect(canonicalText('SOUL.md', 'no front matter')).toMatchObject({ code: 'document-unreadable' })
    expect(canonicalText('targets.yaml', 'a: &x 1\nb: *x\n')).toMatchObject({ code: 'document-unreadable' })
    expect(canonicalText('../targets.yaml', 'a: 1\n')).toMatchObject({ what: 'A dossier has no such file.' })
  })

  it('keeps a comment in one piece that other programs would break', () => {
    expect(formed('targets.yaml', 'reviewCap: 5 # one\u2028two\rthree\n')).toBe('reviewCap: 5 # one two three\n')
  })

  it('keeps a text of nothing but spaces and lines, wherever it stands', () => {
    for (const blank of [' \n', '\n \n', ' \n ', '\t\n', '  \n\n'])
      for (const own of [blank, [blank], { a: blank }, [{ '': [blank] }]])
        expect(parse(formed('targets.yaml', `x-own: ${JSON.stringify(own)}\n`))).toEqual({ 'x-own': own })
  })

  it('leaves the dossier what it was', () => {
    const after = Object.fromEntries(Object.entries(smallDossier).map(([file, text]) => [file, formed(file, text)]))
    expect(after).not.toEqual(smallDossier)
    expect(readDossier(after).dossier).toEqual(readDossier(smallDossier).dossier)
  })

  it('is the layout edits write, so that an edit touches only its own lines', () => {
    for (const [file, text] of Object.entries(smallDossier).filter(([name]) => name !== 'SOUL.md'))
      expect(parseDocument(formed(file, text)).toString({ lineWidth: yamlWidth })).toBe(formed(file, text))
    const files = { ...smallDossier, 'workflow.yaml': formed('workflow.yaml', smallDossier['workflow.yaml']!) }
    const place = ['queryTypes', 'vpn_trouble', 'title']
    const edited = applyEdits(files, [{ kind: 'set', file: 'workflow.yaml', place, was: 'VPN trouble', now: 'VPN' }])
    expect(edited.ok && edited.files['workflow.yaml']).toBe(files['workflow.yaml'].replace('title: VPN trouble', 'title: VPN'))
  })

  it('keeps every comment, wherever it stands, and settles at once', () => {
    const bases: [string, string][] = [
      ...Object.entries(smallDossier).filter(([name]) => name !== 'SOUL.md'),
      ['targets.yaml', untidy],
    ]
    const remark = fc.record({
      line: fc.nat(60),
      ownLine: fc.boolean(),
      indent: fc.nat(10),
      blank: fc.boolean(),
      words: fc.constantFrom('why', 'Ärger: {see [x]}', 'a # b', '- not a list', ''),
    })
    fc.assert(
      fc.property(fc.constantFrom(...bases), fc.array(remark, { minLength: 1, maxLength: 5 }), ([file, base], remarks) => {
        const lines = base.split('\n')
        for (const { line, ownLine, indent, blank, words } of remarks) {
          const at = line % lines.length
          if (ownLine) lines.splice(at, 0, `${blank ? '\n' : ''}${' '.repeat(indent)}# ${words}`)
          else lines[at] += ` # ${words}`
        }
        const text = lines.join('\n')
        const document = parseDocument(text)
        fc.pre(document.errors.length === 0 && document.warnings.length === 0)
        const made = formed(file, text)
        const trimmed = (yaml: string) =>
          commentsIn(yaml)
            .map((one) => one.text.trim())
            .toSorted()
        expect(trimmed(made).filter((one) => one !== '')).toEqual(trimmed(text).filter((one) => one !== ''))
        expect(formed(file, made)).toBe(made)
        expect(parse(made)).toEqual(parse(text))
      }),
      { numRuns: 60 },
    )
  })

  it('keeps every value, whatever its characters, and settles at once', () => {
    const words = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.stringMatching(/^[ \n#:'"a-c,[\]{}>|-]{0,200}$/),
      fc.constantFrom('yes', '~', '0x1F', '1e3', '---', '...', ' x', 'x ', '\n', 'a\n\n', '{{requester}}', 'पासवर्ड '.repeat(40)),
    )
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        words,
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.constantFrom(null, true),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(
          fc.oneof(
            fc.constantFrom('a', 'b'),
            words.filter((word) => word !== '__proto__'),
          ),
          tie('value'),
          { maxKeys: 4 },
        ),
      ),
    })).value
    const style = fc.record({
      lineWidth: fc.constantFrom(0, 40, 80),
      collectionStyle: fc.constantFrom('any' as const, 'flow' as const),
      defaultStringType: fc.constantFrom('PLAIN' as const, 'QUOTE_SINGLE' as const, 'BLOCK_FOLDED' as const),
    })
    fc.assert(
      fc.property(value, style, (own, how) => {
        const text = stringify({ 'x-own': own }, how)
        fc.pre(parseDocument(text).errors.length === 0)
        const made = canonicalText('targets.yaml', text)
        fc.pre(
          typeof made === 'string' ||
            made.why !== 'Nothing of a dossier is used while one of its documents cannot be read whole.',
        )
        expect(made).toBeTypeOf('string')
        expect(parse(made as string)).toEqual(parse(text))
        expect(formed('targets.yaml', made as string)).toBe(made)
      }),
      { numRuns: 150 },
    )
  })
})
