// Every word the pages ask for exists.

import { createInstance } from 'i18next'
import { expect, test } from 'vitest'
import { en } from './en.ts'

const files = import.meta.glob<string>('../**/*.tsx', { query: '?raw', import: 'default', eager: true })

test('no page asks for a word that is not there', async () => {
  const words = createInstance()
  await words.init({ lng: 'en', resources: { en: { translation: en } } })
  const asked = Object.entries(files).flatMap(([file, text]) =>
    [...text.matchAll(/\bt\(\s*'([\w.]+)'/g)].map((found) => ({ key: found[1] ?? '', file })),
  )
  expect(asked.length).toBeGreaterThan(200)
  expect(asked.filter(({ key }) => !words.exists(key) && !words.exists(key, { count: 2 }))).toEqual([])
})
