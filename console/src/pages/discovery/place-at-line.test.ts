import { expect, test } from 'vitest'
import { placeAtLine } from './place-at-line.ts'

const map = `# The desk.
workflow: it-helpdesk
queryTypes:
  - name: password_reset
    title: Forgotten password
    examples:
      - I forgot my password
      - reset it please
    resolution:
      { holds: practice }
  - title: Locked account
    # said by Priya
    name: account_unlock
    minutes: 5
steps:
- id: pw_person
  kind: decision
  branches:
    - when: result.found
      next: pw_reset
  otherwise: to_people
triggers: []
`
const at = (words: string) => placeAtLine(map, map.split('\n').findIndex((line) => line.includes(words)) + 1)

test('a line leads to the thing it belongs to', () => {
  expect(at('workflow: it')).toEqual(['workflow'])
  expect(at('name: password_reset')).toEqual(['queryTypes', 'password_reset'])
  expect(at('Forgotten password')).toEqual(['queryTypes', 'password_reset', 'title'])
  expect(at('reset it please').slice(0, 2)).toEqual(['queryTypes', 'password_reset'])
  expect(at('holds: practice').slice(0, 2)).toEqual(['queryTypes', 'password_reset'])
  expect(at('title: Locked')).toEqual(['queryTypes', 'account_unlock'])
  expect(at('minutes: 5')).toEqual(['queryTypes', 'account_unlock', 'minutes'])
})

test('lists that stand as far in as their key, and lists in lists', () => {
  expect(at('kind: decision')).toEqual(['steps', 'pw_person', 'kind'])
  expect(at('next: pw_reset').slice(0, 2)).toEqual(['steps', 'pw_person'])
  expect(at('otherwise')).toEqual(['steps', 'pw_person', 'otherwise'])
  expect(at('triggers')).toEqual(['triggers'])
})

test('a line that is not there, or no text at all, leads nowhere and breaks nothing', () => {
  expect(placeAtLine('', 7)).toEqual([])
  expect(placeAtLine(map, 9999)).toEqual(['triggers'])
  expect(placeAtLine('- - -\n   ??', 2)).toEqual([])
})
