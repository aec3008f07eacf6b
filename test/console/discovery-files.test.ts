// The role definition, the integration map and the files as text, by two hands in turn: forms and texts change the same files, comments and lines of one's own
// stay, errors show while one types, and nobody's words are overwritten unseen.

import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exampleDossierFiles } from '../../examples/it-helpdesk/dossier-files.ts'
import { testDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'
import { objections } from './support/accessible.ts'
import { type Drafting, draftingWorld } from './support/drafting-world.ts'

const artifacts = path.join(import.meta.dirname, '../artifacts')
const { url } = await testDatabase()
let drafting: Drafting
let other: Drafting['other']

beforeAll(async () => {
  drafting = await draftingWorld(url)
  other = drafting.other
}, 180_000)
afterAll(() => drafting.close())

async function opened(tab: string): Promise<{ page: Page; draftId: string; complaints: string[]; close(): Promise<void> }> {
  const files = exampleDossierFiles()
  // Nobody has said yet who reviews.
  files['targets.yaml'] = (files['targets.yaml'] ?? '').replace(/^reviewers:.*\n/m, '')
  files['integrations.yaml'] = `${files['integrations.yaml']}x-inventory: CMDB-17 # our own number\n`
  const draftId = (await other.openDraft({ from: 'files', files })).id
  return drafting.opened(draftId, tab)
}

/** Nothing axe-core objects to in either scheme; leaves a picture of each to be looked at. */
async function lookedAt(page: Page, name: string): Promise<void> {
  for (const scheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.waitForSelector(`html[data-mantine-color-scheme=${scheme}]`)
    await page.screenshot({ path: path.join(artifacts, `${name}-${scheme}.png`), fullPage: true })
  }
  expect(await objections(page)).toEqual([])
}

const fileOf = async (draftId: string, file: string) => (await other.draft(draftId)).files[file] ?? ''

test('the role in forms and as text, in turn: both are the same file', async () => {
  const { page, draftId, complaints, close } = await opened('role')
  const soul = () => fileOf(draftId, 'SOUL.md')
  await page.getByLabel('How it says that it is no human being').fill('I am Mira, and I am software.')
  await page.getByLabel('How it says that it is no human being').blur()
  await until('the sentence is saved', async () => (await soul()).includes('I am Mira, and I am software.'))

  await page.getByRole('combobox', { name: 'It must never' }).fill('directory.list_salaries')
  await page.getByRole('button', { name: 'Add', exact: true }).nth(1).click()
  await page.getByLabel('Why: directory.list_salaries').fill('Nobody needs them for a ticket')
  await page.getByLabel('Why: directory.list_salaries').blur()
  await until('the rule is saved', async () => (await soul()).includes('Nobody needs them for a ticket'))
  await page.getByLabel('Changes per day').fill('250')
  await page.getByLabel('Changes per day').blur()
  await until('the limit is saved', async () => /writesPerDay: 250/.test(await soul()))
  await lookedAt(page, 'discovery-role')
  await page.getByLabel('What the agent reads').scrollIntoViewIfNeeded()
  await page.getByText('The whole file has').scrollIntoViewIfNeeded()
  await page.screenshot({ path: path.join(artifacts, 'discovery-role-body-light.png') })

  await page.getByText('As text (SOUL.md)').click()
  const editor = page.getByLabel('Text of SOUL.md')
  await editor.getByText('name: Mira').waitFor()
  await editor.click()
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('End')
  await page.keyboard.insertText('\n# Written by hand, and it stays.')
  await page.getByText('Not saved yet').waitFor()
  await page.getByRole('button', { name: 'Save the text' }).click()
  await page.getByText('Everything is saved.').waitFor()
  expect(await soul()).toContain('# Written by hand, and it stays.')

  await page.getByText('As a form').click()
  await page.getByLabel('What it is, in a line').fill('First line, and nothing else')
  await page.getByLabel('What it is, in a line').press('Enter')
  await until('the line is saved', async () => (await soul()).includes('First line, and nothing else'))
  expect(await soul()).toContain('# Written by hand, and it stays.')
  expect(complaints.filter((line) => !line.includes('401'))).toEqual([])
  await close()
}, 120_000)

test('the integration map as a matrix; a system, an operation and its risk without any YAML', async () => {
  const { page, draftId, complaints, close } = await opened('integrations')
  const map = () => fileOf(draftId, 'integrations.yaml')
  await page.getByRole('heading', { name: 'Systems and what may be done there' }).waitFor()
  await page.getByText('reset_password · high risk').waitFor()
  await lookedAt(page, 'discovery-integrations')

  await page.getByRole('button', { name: 'Add a system' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('What people call it').fill('Parcel desk')
  await dialog.getByRole('button', { name: 'Add a system' }).click()
  await page.getByText('parcel_desk', { exact: true }).waitFor()
  await page.getByLabel('Who answers for it').fill('Facilities')
  await page.getByLabel('Who answers for it').press('Enter')
  await until('the system is saved', async () => /name: parcel_desk/.test(await map()) && /owner: Facilities/.test(await map()))

  await page.getByLabel('Another operation').fill('Send a parcel')
  await page.getByRole('combobox', { name: 'Access', exact: true }).click()
  await page.getByRole('option', { name: 'Changes' }).click()
  await page.getByRole('button', { name: 'Add the operation' }).click()
  await page.getByRole('combobox', { name: 'Risk: send_a_parcel' }).click()
  await page.getByRole('option', { name: 'high risk' }).click()
  await page.getByText('send_a_parcel · high risk').waitFor()
  await page.getByRole('button', { name: 'More about send_a_parcel' }).click()
  await page.getByLabel('Shape of its arguments (JSON Schema)').fill('{"type": "object"')
  await page.getByLabel('Shape of its arguments (JSON Schema)').blur()
  await page.getByText('This is not a JSON object. It is not saved.').waitFor()
  expect(await map()).not.toContain('type: object"')
  await page.getByLabel('Shape of its arguments (JSON Schema)').fill('{"type": "object", "required": ["to"]}')
  await page.getByLabel('Shape of its arguments (JSON Schema)').blur()
  await until('the arguments are saved', async () => /send_a_parcel[\s\S]*required/.test(await map()))
  await lookedAt(page, 'discovery-system')

  expect(await map()).toContain('# Agreed with the owners on 9 November 2026.')
  expect(await map()).toContain('x-inventory: CMDB-17 # our own number')
  expect(complaints.filter((line) => !line.includes('401'))).toEqual([])
  await close()
}, 120_000)

test('errors show at their lines while one types; what is not saved survives leaving; two people see both texts', async () => {
  const { page, draftId, complaints, close } = await opened('files&item=targets.yaml')
  const targets = () => fileOf(draftId, 'targets.yaml')
  const editor = page.getByLabel('Text of targets.yaml')
  await editor.click()
  await page.keyboard.press('Control+End')
  await page.keyboard.insertText('\nreviewCap: many\n')
  await page
    .getByText(/Error in line \d+/)
    .first()
    .waitFor()
  await page.locator('.cm-lint-marker-error').first().waitFor()
  expect(await targets()).not.toContain('reviewCap: many')
  await lookedAt(page, 'discovery-file')

  await page.getByRole('tab', { name: 'Check' }).click()
  await page.getByRole('tab', { name: 'Files' }).click()
  await page.getByRole('combobox', { name: 'File', exact: true }).click()
  await page.getByRole('option', { name: 'targets.yaml' }).click()
  await page.getByText('Not saved yet').waitFor()
  await page.getByRole('button', { name: 'Give up my changes' }).click()
  await page.getByText('Everything is saved.').waitFor()

  await editor.click()
  await page.keyboard.press('Control+End')
  await page.keyboard.insertText('\n# mine\n')
  const before = await targets()
  await other.editDraft(draftId, { edits: [{ kind: 'write', file: 'targets.yaml', was: before, now: `${before}# theirs\n` }] })
  await page.getByRole('button', { name: 'Save the text' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('# theirs').waitFor()
  await dialog.getByText('# mine').waitFor()
  expect(await targets()).toContain('# theirs')
  expect(await targets()).not.toContain('# mine')
  await page.screenshot({ path: path.join(artifacts, 'discovery-conflict-light.png') })
  await dialog.getByRole('button', { name: 'Write mine over it' }).click()
  await until('mine is saved, knowingly', async () => (await targets()).includes('# mine'))
  await page.getByText('Everything is saved.').waitFor()
  expect(complaints.filter((line) => !/401|409/.test(line))).toEqual([])
  await close()
}, 120_000)

test('numbers that belong together are saved together, and the plan follows', async () => {
  const { page, draftId, complaints, close } = await opened('targets')
  const targets = () => fileOf(draftId, 'targets.yaml')
  await page.getByText('Say who reviews and for how many hours a week').waitFor()
  await page.getByLabel('How many people review').fill('2')
  await page.getByLabel('How many people review').blur()
  await page.getByText('Saved as soon as these are filled in too').waitFor()
  expect(await targets()).not.toContain('reviewers')
  await page.getByTestId('plan-shadow').waitFor()
  await page.getByLabel('Hours a week each').fill('6')
  await page.getByLabel('Hours a week each').blur()
  await page.getByText('12 are there').waitFor()
  expect(await targets()).toMatch(/reviewers:\s+people: 2\s+hoursPerWeek: 6/)
  expect(await targets()).toContain('# Agreed on 13 November 2026')
  await page.getByTestId('pareto-sentence').waitFor()
  await page.locator('.recharts-bar-rectangle').first().waitFor()
  await lookedAt(page, 'discovery-plan')
  expect(complaints.filter((line) => !line.includes('401'))).toEqual([])
  await close()
}, 120_000)
