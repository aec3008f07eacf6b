// `npm run tour`: every page of the console on one sheet each (light, dark, phone) in docs/tour, and docs/tour.md that shows them, from the pictures the browser tests left in
// test/artifacts. Run it after `npm test -- test/console`; a page whose pictures are missing ends it with the name of the picture.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { allPages } from '../test/console/support/all-pages.ts'
import { launchBrowser } from '../test/support/browser.ts'

const root = path.join(import.meta.dirname, '..')
const artifacts = path.join(root, 'test/artifacts')
const sheets = path.join(root, 'docs/tour/pages')

type Sheet = { name: string; pictures: string[] }

// The states of the queue, and the tabs of a dossier, as their tests name them.
const queueStates = [
  'item',
  'item-assist',
  'item-escalated',
  'item-hostile',
  'reasons',
  'reasons-note',
  'hand-over',
  'query-type',
  'edit',
  'alike',
  'diff',
  'side-by-side',
  'last',
  'done',
  'empty',
  'empty-filter',
  'auditor',
  'refused',
  'offline',
  'keys',
]
const dossierTabs = ['role', 'integrations', 'system', 'file', 'plan']

const groups: { title: string; sheets: Sheet[] }[] = [
  {
    title: 'Pages',
    sheets: allPages.map(({ name }) => ({
      name,
      pictures: ['light', 'dark', 'phone'].map((kind) => `console/${name}-${kind}.png`),
    })),
  },
  {
    title: 'States of the review queue',
    sheets: queueStates.map((state) => ({
      name: `queue-${state}`,
      pictures: ['desktop-light', 'desktop-dark', 'phone-light'].map((kind) => `queue/${state}-${kind}.png`),
    })),
  },
  {
    title: 'Tabs of a dossier',
    sheets: dossierTabs.map((tab) => ({
      name: `discovery-${tab}`,
      pictures: ['light', 'dark'].map((kind) => `discovery-${tab}-${kind}.png`),
    })),
  },
]

/** Side by side at one height, as wide as each is. */
async function draw(page: Page, { name, pictures }: Sheet): Promise<void> {
  const images = pictures.map((picture) => {
    const file = path.join(artifacts, picture)
    if (!existsSync(file)) throw new Error(`test/artifacts/${picture} is missing: run npm test -- test/console first`)
    return `<img src="data:image/png;base64,${readFileSync(file).toString('base64')}" height="350">`
  })
  await page.setContent(
    `<style>body{margin:0;background:#d8dbe2}div{display:inline-flex;gap:8px;padding:8px}</style><div>${images.join('')}</div>`,
  )
  const sheet = page.locator('div')
  await page.waitForFunction('[...document.images].every((one) => one.complete)')
  await sheet.screenshot({ path: path.join(sheets, `${name}.jpg`), type: 'jpeg', quality: 60 })
}

function document(): string {
  const lines = groups.flatMap(({ title, sheets: list }) => [
    `## ${title}`,
    '',
    ...list.flatMap(({ name }) => [`### ${name}`, '', `![${name}: light, dark and on a phone](tour/pages/${name}.jpg)`, '']),
  ])
  return [
    '# Every page of the console',
    '',
    'Written by `npm run tour` from what the browser tests photograph: light, dark, and on a phone. The words of strangers in them are hostile on purpose: they are shown, never run.',
    '',
    ...lines,
  ].join('\n')
}

rmSync(sheets, { recursive: true, force: true })
mkdirSync(sheets, { recursive: true })
const browser = await launchBrowser()
const page = await browser.newPage({ viewport: { width: 1400, height: 400 } })
for (const { sheets: list } of groups) for (const sheet of list) await draw(page, sheet)
await browser.close()
writeFileSync(path.join(root, 'docs/tour.md'), document())
console.log(`docs/tour.md shows ${groups.reduce((sum, { sheets: list }) => sum + list.length, 0)} sheets`)
