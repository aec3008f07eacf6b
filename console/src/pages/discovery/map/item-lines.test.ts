import { expect, it } from 'vitest'
import { linesOfItem } from './item-lines.ts'

const text = `# head
title: T
people:
  - name: anna # the lead
    does: all
  # about bo
  - does: some
    name: 'bo'

steps:
- id: look
  next: anna
- id: end
`

it('finds an item by its name, however it is quoted, in its own list only', () => {
  expect(linesOfItem(text, 'people', 'anna')).toEqual({ first: 4, last: 6 })
  expect(linesOfItem(text, 'people', 'bo')).toEqual({ first: 7, last: 9 })
  expect(linesOfItem(text, 'steps', 'look')).toEqual({ first: 11, last: 12 })
  expect(linesOfItem(text, 'steps', 'anna')).toBeNull()
  expect(linesOfItem(text, 'triggers', 'anna')).toBeNull()
})

it('finds nothing in what is no list of lines', () => {
  expect(linesOfItem('people: {name: anna}', 'people', 'anna')).toBeNull()
  expect(linesOfItem('people: []', 'people', 'anna')).toBeNull()
  expect(linesOfItem('', 'people', 'anna')).toBeNull()
})
