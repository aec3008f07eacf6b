// A lead looks at what another version ages, replays it, has a difference judged and takes it up; looks at who reviews and how well, enters an item of known outcome and excludes
// somebody; an auditor takes home a month and a bundle; and a reviewer reads of all this only what they may. Over the real door and a real database.

import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../../src/domain/audit/record.ts'
import { registerDossier, signDossier } from '../../src/governance/sign-dossier.ts'
import { placeBlind } from '../../src/handling/place-blind.ts'
import { launchBrowser } from '../support/browser.ts'
import { tenure } from '../support/command-line.ts'
import { testDatabase } from '../support/database.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { judges, reviewsOf, waits } from '../support/reviewing.ts'
import { until } from '../support/until.ts'
import { aRollout, arrives, done, type Opened, people, rows } from '../support/world.ts'
import { objections } from './support/accessible.ts'
import { overflow, picture } from './support/all-pages.ts'
import { builtConsole } from './support/built-console.ts'
import { type Reviewer, type Reviewing, reviewingWorld } from './support/reviewing-world.ts'

const { url } = await testDatabase()
const dist = await builtConsole()
const chromium = await launchBrowser()
let reviewing: Reviewing
let opened: Opened
let lead: Reviewer
let reviewer: Reviewer
let auditor: Reviewer
/** One with a harmful change and two signatures; one with a single signature. */
const versions = { harmful: '', unsigned: '' }
let wrongOne = ''
/** Of last month, so that its key may be given out. */
const month = new Date(Date.now() - 40 * 86_400_000).toISOString().slice(0, 7)

beforeAll(async () => {
  reviewing = await reviewingWorld(chromium, url, dist)
  const { world } = reviewing
  world.clock.pass({ days: -40 })
  const [ona, rita, audie] = [
    await reviewing.joins('ops_lead'),
    await reviewing.joins('reviewer'),
    await reviewing.joins('auditor'),
  ]
  opened = await aRollout(world)
  const judging: Actor = { kind: 'person', id: rita.personId, authority: 'reviewer' }
  for (let i = 0; i < 3; i++) {
    await judged(judging, `I forgot my password, please reset my password, case ${i}`)
    await judged(judging, `the vpn does not connect, case ${i}`)
  }
  wrongOne = await judged(judging, 'my vpn keeps dropping since the update', 'wrong')
  await world.drain()
  world.clock.pass({ days: 40 })
  versions.harmful = await aVersion('notify: true', 'notify: false', 2)
  versions.unsigned = await aVersion('You are Nila.', 'You are  Nila.', 1)
  lead = await reviewing.sitsDown(ona)
  reviewer = await reviewing.sitsDown(rita)
  auditor = await reviewing.sitsDown(audie)
}, 180_000)
afterAll(async () => {
  await chromium.close()
  await reviewing.close()
})

async function judged(by: Actor, query: string, kind: 'correct' | 'wrong' = 'correct'): Promise<string> {
  const { interactionId, reviewId } = await waits(reviewing.world, opened.employeeId, { query })
  reviewing.world.clock.pass({ ms: 20_000 })
  done(await judges(reviewing.world, by, reviewId, kind))
  await reviewing.world.drain()
  return interactionId
}

async function aVersion(from: string, to: string, signatures: 1 | 2): Promise<string> {
  const { house } = reviewing.world
  const files = Object.fromEntries(Object.entries(smallDossier).map(([name, text]) => [name, text.replace(from, to)]))
  const { dossierId } = done(await registerDossier(house, { employeeId: opened.employeeId, files }, people.rita))
  for (const by of [people.ona, people.omar].slice(0, signatures)) done(await signDossier(house, { dossierId }, by))
  return dossierId
}

/** Proposed by the lead over a gate that is not met, approved by another, carried out: each by the door, which freezes what it is decided on. */
async function promoted(): Promise<void> {
  const second = await reviewing.sitsDown(await reviewing.joins('ops_lead'))
  const send = async ({ page }: Reviewer, path: string, data: object) => {
    const headers = { origin: reviewing.home, 'idempotency-key': crypto.randomUUID() }
    const answer = await page.request.post(`${reviewing.home}/api/v1${path}`, { data, headers })
    expect(answer.ok(), await answer.text()).toBe(true)
    return (await answer.json()) as { promotionId: string }
  }
  const reason = 'The team wants to see it work'
  const { promotionId } = await send(lead, at('/promotions'), { reason, override: true })
  await send(second, `/promotions/${promotionId}/approval`, { reason })
  await send(lead, `/promotions/${promotionId}/advance`, {})
  await second.close()
}

const at = (part = '') => `/rollouts/${opened.rolloutId}${part}`
const dialog = (page: Page) => page.getByRole('dialog')

/** Confirms the open dialog with a reason. */
async function because(page: Page, reason: string, button: string): Promise<void> {
  await dialog(page).getByLabel('Reason').fill(reason)
  await dialog(page).getByRole('button', { name: button }).click()
  await dialog(page).waitFor({ state: 'detached' })
}

test('a lead sees what a version ages and why, cell by cell, and why another cannot be taken up', async () => {
  const { page, complaints } = lead
  await page.goto(at())
  await page.getByRole('link', { name: 'Versions', exact: true }).click()
  const row = page.locator(`[data-version="${versions.harmful}"]`)
  await row.getByText('Signed by two').waitFor()
  await page.locator(`[data-version="${opened.dossierId}"]`).getByText('In force').waitFor()
  // By keyboard alone: the button is reached and pressed.
  await row.getByRole('button', { name: /What would age/ }).focus()
  await page.keyboard.press('Enter')
  await page.getByTestId('in-short').getByText('2 of 4 cells would start over at nothing.').waitFor()
  await page.locator('[data-change="path"]').getByText('password_reset').first().waitFor()
  const cells = page.getByTestId('aged-cells')
  const of = (type: string) => cells.getByRole('row').filter({ hasText: type }).allInnerTexts()
  expect(String(await of('password_reset'))).toMatch(/Starts over\s+because of: Path/)
  expect(String(await of('vpn_trouble'))).toContain('Keeps its evidence')
  await page.getByRole('button', { name: 'What differs in the documents' }).click()
  await page
    .getByRole('cell', { name: /notify/ })
    .first()
    .waitFor()
  expect(await objections(page)).toEqual([])
  await page.goto(at(`/versions?to=${versions.unsigned}`))
  await page.getByText('It lacks 1 signature.').first().waitFor()
  const adopt = page.getByRole('button', { name: 'Take this version up' })
  expect(await adopt.getAttribute('aria-description')).toContain('Two different people sign')
  await adopt.click({ force: true })
  expect(await dialog(page).count()).toBe(0)
  expect(complaints).toEqual([])
}, 120_000)

test('a replay is ordered, shows three lanes and what is carried over, and a difference is judged by keyboard', async () => {
  const { page } = lead
  await page.goto(at(`/versions?to=${versions.harmful}`))
  await page.getByRole('button', { name: 'Replay it first' }).click()
  await dialog(page).getByText('nothing reaches a system or a person').waitFor()
  await dialog(page).getByRole('button', { name: 'Run the replay' }).click()
  await page.waitForURL(/\/replays\/rpl_/)
  await page.getByText('Known when the last case is done.').waitFor()
  await reviewing.world.drain()
  const carried = page.getByTestId('carried')
  await carried.getByText('The gate carries nothing over: the change touches cells of this rollout.').waitFor()
  await carried.locator('[data-type=password_reset]').getByText('the change touches this type').waitFor()
  await carried.locator('[data-type=vpn_trouble]').getByText('At least').waitFor()
  const first = page.getByRole('article').first()
  await first.locator('[data-lane=again]').getByText('Did the same.').waitFor()
  await first.getByText('Only the new version:').waitFor()
  expect(await first.getByRole('listitem').allInnerTexts()).toEqual([
    expect.stringMatching(/^Only the new version: directory\.reset_password .*notify: false/),
    expect.stringMatching(/^Only what happened: directory\.reset_password .*notify: true/),
  ])
  // Unchanged cases are not put before people.
  await expect.poll(() => page.getByRole('article').count(), { timeout: 10_000 }).toBe(3)
  await first.getByRole('button', { name: 'Old one better' }).focus()
  await page.keyboard.press('Enter')
  await first.getByText('“Old one better”, said One ops_lead').waitFor()
  expect(await first.getByRole('button', { name: 'Old one better' }).getAttribute('aria-pressed')).toBe('true')
  expect(await rows(reviewing.world, 'select verdict from tenure.replay_cases where verdict is not null')).toEqual([
    { verdict: 'old_better' },
  ])
  expect(await objections(page)).toEqual([])
  await picture(page, 'replay-judged')
  await page.getByText('To be judged').click()
  await page.getByRole('article').nth(1).waitFor()
  await until('the judged one has left', async () => (await page.getByRole('article').count()) === 2)
}, 120_000)

test('somebody enters an item of known outcome, a reviewer misses it, and the numbers say so; then they are excluded and readmitted', async () => {
  const { page } = lead
  const { world } = reviewing
  await page.goto('/')
  await page.getByRole('heading', { name: 'Board' }).waitFor()
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder(/Go to/).fill('sampling nila')
  await page.getByRole('button', { name: /^Sampling and reviewers: Nila/ }).click()
  await page.waitForURL(/\/sampling$/)
  await page.getByRole('button', { name: 'Enter a blind item' }).click()
  const entry = dialog(page)
  expect(await entry.getByRole('button', { name: 'Enter it' }).isDisabled()).toBe(true)
  await entry.getByRole('combobox', { name: 'Which interaction' }).fill('since the update')
  await page.getByRole('option', { name: /since the update/ }).click()
  await entry.getByLabel('Known wrong').check()
  await picture(page, 'known-item-entered')
  expect(await objections(page)).toEqual([])
  await entry.getByRole('button', { name: 'Enter it' }).click()
  await entry.waitFor({ state: 'detached' })
  await page.locator('[data-item]').getByText('Entered by hand').waitFor()
  expect(await rows(world, 'select source_interaction_id as id, known from tenure.blind_items')).toEqual([
    { id: wrongOne, known: 'wrong' },
  ])
  const copy = (await placeBlind(world.house, opened.rolloutId))!
  world.clock.pass({ ms: 20_000 })
  const [row] = await rows<{ interactionId: string }>(
    world,
    'select interaction_id as "interactionId" from tenure.reviews where id = $1',
    [copy],
  )
  expect((await reviewsOf(world, row!.interactionId))[0]!.purpose).toBe('blind')
  done(await judges(world, { kind: 'person', id: (await reviewing.joins('reviewer')).personId, authority: 'reviewer' }, copy))
  await page.reload()
  const known = page.locator('[data-item]')
  await known.waitFor()
  await expect
    .poll(() => known.getByRole('cell').allInnerTexts(), { timeout: 10_000 })
    .toEqual(expect.arrayContaining(['1', '0', '1']))
  await page.getByTestId('pooled').getByText('Together they found 0 of 1 known to be wrong').waitFor()
  // Where the copy waits, or which it was, is nowhere on the page.
  expect(await page.locator('main').innerHTML()).not.toContain(row!.interactionId)

  const theirs = page.locator(`[data-reviewer="${reviewer.who.personId}"]`)
  await theirs.getByRole('button', { name: 'Exclude' }).click()
  await dialog(page).getByText('The rule finds neither haste nor blindness here.').waitFor()
  await because(page, 'They judged while on the phone', 'Exclude')
  await theirs.getByText('Excluded').waitFor()
  await page.getByText('They judged while on the phone').waitFor()
  const stands = () => rows<{ n: number }>(world, "select count(*)::int as n from tenure.reviews where state = 'open'")
  expect((await stands())[0]!.n).toBe(6)
  expect(await objections(page)).toEqual([])
  await picture(page, 'reviewer-excluded')
  await page.getByRole('button', { name: 'Readmit' }).click()
  await because(page, 'It was somebody else', 'Readmit')
  await theirs.getByRole('button', { name: 'Exclude' }).waitFor()
  expect((await stands())[0]!.n).toBe(0)
}, 120_000)

test('a reviewer is shown the plan and the versions, and is told nothing of what is known beforehand or how others judge', async () => {
  const { page, complaints } = reviewer
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.goto(at('/sampling'))
  await page.getByTestId('plan').getByText('Judged twice, blind').waitFor()
  for (const title of ['The draw, month by month', 'Reviewers', 'Blind items'])
    await page.getByRole('region', { name: title }).getByText('would tell what is known beforehand').waitFor()
  const text = await page.locator('main').textContent()
  for (const secret of ['since the update', 'Entered by hand', 'on the phone', 'kappa']) expect(text).not.toContain(secret)
  expect(await page.getByRole('button', { name: 'Enter a blind item' }).count()).toBe(0)
  expect(asked.filter((path) => /reviewers$|blind-items|\/trail|samples/.test(path))).toEqual([])
  // The sibling: it is the server that would say no.
  const refused = await page.request.get(`${reviewing.home}/api/v1${at('/blind-items')}`)
  expect(refused.status()).toBe(403)
  await page.goto(at(`/versions?to=${versions.harmful}`))
  const adopt = page.getByRole('button', { name: 'Take this version up' })
  expect(await adopt.getAttribute('aria-description')).toBe('Your role (Reviewer) may not take up versions.')
  await page.setViewportSize({ width: 390, height: 844 })
  await expect.poll(() => overflow(page), { timeout: 10_000 }).toBeNull()
  expect(complaints).toEqual([])
}, 120_000)

test('a month that is over is given to auditors, and the file one takes home is verified by the command the page names', async () => {
  const { page } = lead
  await page.goto(at('/sampling'))
  const row = page.locator(`[data-month="${month}"]`)
  await row.getByRole('button', { name: 'Give to auditors' }).click()
  await dialog(page).getByText('You do not see the key').waitFor()
  await dialog(page).getByRole('button', { name: 'Give to auditors' }).click()
  await row.getByRole('button', { name: 'Give to auditors' }).waitFor({ state: 'detached' })
  expect(await row.getByRole('button', { name: 'Download the sample' }).getAttribute('aria-description')).toContain(
    'may not read samples',
  )
  await auditor.page.goto(at('/sampling'))
  const theirs = auditor.page.locator(`[data-month="${month}"]`)
  const downloading = auditor.page.waitForEvent('download')
  await theirs.getByRole('button', { name: 'Download the sample' }).click()
  const file = await (await downloading).path()
  const said = await tenure({}, 'audit', 'verify', '--sampling', file)
  expect(said.out + said.err).toContain(month)
  expect(said.code).toBe(0)
}, 120_000)

test('the version is taken up after all: what it touches starts over, and it says so on every page', async () => {
  const { page } = lead
  await page.goto(at(`/versions?to=${versions.harmful}`))
  await page.getByRole('button', { name: 'Take this version up' }).click()
  await dialog(page).getByText('2 of 4 cells would start over at nothing.').waitFor()
  await because(page, 'People asked not to be mailed twice', 'Take this version up')
  await page.locator(`[data-version="${versions.harmful}"]`).getByText('In force').waitFor()
  expect(await rows(reviewing.world, 'select dossier_id as id from tenure.rollouts where id = $1', [opened.rolloutId])).toEqual([
    { id: versions.harmful },
  ])
  // The attempts: what began with opening, and what begins again now.
  await page.getByRole('listitem').filter({ hasText: 'Opened' }).getByText('4 cells').waitFor()
  await page.getByRole('listitem').filter({ hasText: /^Path/ }).getByText('2 cells · 0 verdicts').waitFor()
}, 120_000)

test('a decided promotion has a signed bundle that verifies offline, and a page for a committee in a tab of its own', async () => {
  const { page } = lead
  await promoted()
  await page.goto(at())
  const promotion = page.getByRole('article', { name: 'Shadow to Supervised' })
  await promotion.getByText('Carried out').waitFor()
  const downloading = page.waitForEvent('download')
  await promotion.getByRole('button', { name: 'Signed bundle' }).click()
  const file = await (await downloading).path()
  const name = (await downloading).suggestedFilename()
  await promotion.getByText(`tenure rollout verify ${name}`).waitFor()
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ facts: { rollout: { id: opened.rolloutId } } })
  const said = await tenure({}, 'rollout', 'verify', file)
  expect(said.out + said.err).not.toContain('does not')
  expect(said.code).toBe(0)
  const refused: string[] = []
  page.context().on('console', (message) => void (message.type() === 'error' && refused.push(message.text())))
  const opening = page.context().waitForEvent('page')
  await promotion.getByRole('link', { name: 'Page for a committee' }).click()
  const committee = await opening
  await committee.getByRole('heading', { level: 1 }).waitFor()
  // Its own style is let in: the policy of the console’s pages would leave it bare.
  expect(await committee.evaluate("getComputedStyle(document.querySelector('h2')).borderBottomStyle")).toBe('solid')
  expect(refused).toEqual([])
  await committee.close()
}, 120_000)

test('a change elsewhere is declared: the supervised rollout is back in shadow, and its evidence starts over', async () => {
  const { page } = lead
  await page.goto(at('/versions'))
  await page.getByRole('button', { name: 'Declare a change' }).click()
  const save = dialog(page).getByRole('button', { name: 'Declare a change' })
  await dialog(page).getByText('its rollouts go back to shadow').waitFor()
  await dialog(page).getByLabel('Reason').fill('The vendor changed what it is told')
  expect(await save.isDisabled()).toBe(true)
  await dialog(page).getByLabel('What it was').fill('system prompt 14')
  await because(page, 'The vendor changed what it is told', 'Declare a change')
  await page
    .getByRole('listitem')
    .filter({ hasText: /^Prompt/i })
    .getByText('4 cells · 0 verdicts')
    .waitFor()
  expect(await rows(reviewing.world, 'select phase from tenure.rollouts where id = $1', [opened.rolloutId])).toEqual([
    { phase: 'shadow' },
  ])
}, 120_000)

test('a lead signs a month that is over with what its review came to; what becomes known later marks the signature, and the new numbers are signed anew', async () => {
  const { page, complaints } = lead
  await page.goto(`/month?month=${month}`)
  const sign = page.getByRole('button', { name: 'Sign this month' })
  await sign.click()
  await dialog(page).getByText('go on the trail').waitFor()
  await dialog(page).getByLabel('What the review of the month came to').fill('Stay in shadow: too few verdicts.')
  await dialog(page).getByRole('button', { name: 'Sign this month' }).click()
  const signed = page.locator('[data-signature]')
  await signed.getByText('Stay in shadow: too few verdicts.').waitFor()
  expect(await sign.getAttribute('aria-description')).toContain('You have signed these numbers')
  expect(await objections(page)).toEqual([])
  await picture(page, 'month-signed')

  // One more query of that month becomes known.
  const { world } = reviewing
  world.clock.pass({ days: -40 })
  await arrives(world, opened.employeeId, 'the vpn does not connect, told later')
  await world.drain()
  world.clock.pass({ days: 40 })
  await page.reload()
  await signed.getByText('The numbers have changed since').waitFor()
  await sign.click()
  await dialog(page).getByLabel('What the review of the month came to').fill('One more came in.')
  await dialog(page).getByRole('button', { name: 'Sign this month' }).click()
  await expect.poll(() => signed.count(), { timeout: 10_000 }).toBe(2)
  expect(complaints).toEqual([])
}, 120_000)
