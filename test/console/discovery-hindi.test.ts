// Discovery in Hindi with the real server: what it finds, plans and asks is said in Hindi; what names a place in English is folded beside it and marked as English; and
// what is kept is the same as in English.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { exampleDossierFiles } from '../../examples/it-helpdesk/dossier-files.ts'
import { testDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'
import { type Drafting, draftingWorld } from './support/drafting-world.ts'

const { url } = await testDatabase()
let drafting: Drafting
let other: Drafting['other']

beforeAll(async () => {
  drafting = await draftingWorld(url)
  other = drafting.other
}, 180_000)
afterAll(() => drafting.close())

async function opened(tab: string) {
  const files = exampleDossierFiles()
  files['targets.yaml'] = (files['targets.yaml'] ?? '').replace(/^reviewers:.*\n/m, '')
  const draftId = (await other.openDraft({ from: 'files', files })).id
  const watched = await drafting.opened(draftId, tab)
  await watched.page.evaluate("localStorage.setItem('tenure.language', 'hi')")
  await watched.page.reload()
  await watched.page.waitForSelector('html[lang=hi] h1')
  return watched
}

test('what the check finds is said in Hindi, and what names the place is one click away', async () => {
  const { page, complaints, close } = await opened('check')
  const finding = page.locator('li', { hasText: 'समीक्षा कौन करेगा, यह नहीं लिखा है।' })
  await finding.waitFor()
  expect(await finding.textContent()).toContain('“reviewers” में लिखें कि कितने लोग')
  const english = finding.locator('[lang=en]')
  expect(await english.isVisible()).toBe(false)
  await finding.locator('summary').click()
  expect(await english.textContent()).toContain('Nobody is named to review.')
  expect(complaints).toEqual([])
  await close()
})

test('what a plan needs and lacks is said in Hindi, with nothing left in English', async () => {
  const { page, complaints, close } = await opened('targets')
  await page.getByText('सटीकता का न्यूनतम स्तर').first().waitFor({ state: 'attached' })
  await page.getByText('समीक्षा कौन और सप्ताह में कितने घंटे करता है: इसके बिना').waitFor()
  expect(await page.locator('section[aria-labelledby=plan] [lang=en]').count()).toBe(0)
  expect(complaints).toEqual([])
  await close()
})

test('questions are asked in Hindi, and the answer is kept under the wording by which the server knows its question', async () => {
  const { page, draftId, complaints, close } = await opened('interviews')
  await page.getByRole('button', { name: 'नया साक्षात्कार' }).click()
  await page.getByLabel('किससे पूछा जा रहा है?').fill('Sita')
  await page.getByLabel('उनकी भूमिका क्या है?').fill('Service desk')
  await page.getByLabel('आज यह काम करते हैं').check()
  await page.getByRole('button', { name: 'साक्षात्कार शुरू करें' }).click()
  // The page goes on to the new interview once it is kept.
  await page.getByRole('heading', { name: 'Sita' }).waitFor()
  const asked = page.getByLabel('आप नए सहकर्मी को ऐसा क्या बताते हैं जो कहीं लिखा नहीं है?', { exact: true })
  await asked.fill('Locked accounts of leavers stay locked.')
  await asked.blur()
  await until('the answer is kept', async () => JSON.stringify((await other.draft(draftId)).files).includes('stay locked'))
  expect(JSON.stringify((await other.draft(draftId)).files)).toContain(
    'What do you tell a new colleague that is written nowhere?',
  )
  expect(complaints).toEqual([])
  await close()
})
