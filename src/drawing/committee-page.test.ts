// The page holds other people's words, and some of them want to be markup. Whatever they are, it stays one page that runs nothing, loads nothing and says what the facts say.

import { describe, expect, test } from 'vitest'
import { aBundle, signer } from '../../test/support/a-bundle.ts'
import { readVkey } from '../domain/audit/signed-note.ts'
import { type Bundle, bundleText } from '../domain/committee/bundle.ts'
import { verifyBundle } from '../domain/committee/verify.ts'
import { committeePage } from './committee-page.ts'

const bundle = aBundle({ n: 60, wrong: 0, leftOut: 10 })
const page = committeePage(bundle)

const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style><script>alert(1)</script>',
  '</svg><iframe src=//evil.test>',
  'javascript:alert(1)',
  ']]><!--',
  '\u202Egnp.exe',
  'url(https://evil.test/x)',
]

/** Everything a person, an agent or a tool may have written, replaced. */
function poisoned(words: string): Bundle {
  const one = JSON.parse(JSON.stringify(bundle)) as Bundle
  const { facts } = one
  facts.employee.name = words
  facts.workflow.title = words
  facts.promotion.reason = words
  facts.versions.models[0]!.model = words
  facts.versions.tools[0]!.system = words
  facts.versions.tools[0]!.tool = words
  facts.incidents[0]!.tool = words
  facts.incidents[0]!.queryTypes = [words]
  facts.cells[0]!.queryType = words
  facts.reviewers[0]!.reviewer = words
  facts.flags.push({ id: 'flg_1', slice: `query_type=${words}`, openedAt: facts.readAt, closedAt: null, seen: null })
  facts.gate.criteria[0]!.reason = words
  facts.gate.criteria[0]!.name = words
  for (const item of facts.sample.items) item.queryType = words
  for (const decision of one.decisions) decision.by.name = words
  one.head.key = words
  one.head.promotion = words
  return one
}

const tags = (html: string) => [...html.matchAll(/<\/?([a-z0-9]+)/gi)].map((match) => match[1]!.toLowerCase())
const attributes = (html: string) =>
  [...html.matchAll(/<[a-z][^>]*>/gi)].flatMap((tag) => [...tag[0].matchAll(/\s([a-z-]+)=/gi)].map((m) => m[1]!))

describe.each(hostile)('%j written wherever anybody may write', (words) => {
  const html = committeePage(poisoned(words), verifyBundle(bundleText(poisoned(words)), null))

  test('adds no tag and no attribute to the page', () => {
    const known = new Set([...tags(page), 'li', 'br', 'line'])
    expect(tags(html).filter((tag) => !known.has(tag))).toEqual([])
    expect(attributes(html).filter((name) => /^(on|src|href|srcdoc|action|formaction|style)/i.test(name))).toEqual([])
    expect(html).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/)
    expect(html.match(/<style>/g)).toHaveLength(1)
    expect(html.match(/<\/style>/g)).toHaveLength(1)
  })
})

test('it loads nothing and runs nothing, by its own policy too', () => {
  expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|https?:/i)
  expect(page).toContain("default-src 'none'")
})

test('it says what is asked, by whom, how it stands, and what it does not say', () => {
  for (const said of [
    'Nila, IT desk: from supervised to autonomous',
    'the desk agrees',
    'Ona Lind',
    'Omar Haddad',
    'Approved, as the second person',
    'All 17 lines of the gate are met.',
    'What these numbers do not say',
    'tenure rollout verify BUNDLE --key KEY',
    bundle.head.facts,
    bundle.head.records.root,
  ])
    expect(page).toContain(said)
  expect(page.match(/<svg /g)).toHaveLength(3)
  expect(page).not.toContain('This is an override')
  const overridden = { ...bundle, facts: { ...bundle.facts, promotion: { ...bundle.facts.promotion, override: true } } }
  expect(committeePage(overridden)).toContain('This is an override')
})

test('verified, it says by which key; not verified, it says so before anything else', () => {
  const named = committeePage(bundle, verifyBundle(bundleText(bundle), readVkey(signer.vkey)))
  expect(named).toContain('It is signed with the key that was given.')
  expect(committeePage(bundle, verifyBundle(bundleText(bundle), null))).toContain('no key was given')
  const altered = JSON.parse(bundleText(bundle)) as Bundle
  altered.facts.sample.items[0]!.verdicts[0]!.correct = false
  const html = committeePage(altered, verifyBundle(bundleText(altered), readVkey(signer.vkey)))
  expect(html).toContain('This bundle does not verify')
  expect(html.indexOf('does not verify')).toBeLessThan(html.indexOf('Who asks'))
  expect(html).toContain(`verdict of review ${altered.facts.sample.items[0]!.review}`)
})

test('nothing judged, one day, and an open decision are drawn without a break', () => {
  const none = {
    ...bundle,
    facts: { ...bundle.facts, sample: { ...bundle.facts.sample, items: [] } },
    decisions: bundle.decisions.slice(0, 1),
  }
  const html = committeePage(none)
  expect(html).toContain('nothing counts yet')
  expect(html).toContain('still to come')
  const day = committeePage({
    ...bundle,
    facts: { ...bundle.facts, sample: { ...bundle.facts.sample, items: bundle.facts.sample.items.slice(0, 3) } },
  })
  expect(day).not.toMatch(/NaN|undefined|Infinity/)
  expect(html).not.toMatch(/NaN|undefined|Infinity/)
  expect(page).not.toMatch(/NaN|undefined|Infinity/)
})
