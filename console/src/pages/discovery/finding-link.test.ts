import { expect, test } from 'vitest'
import type { Draft } from '../../api.ts'
import { linkOf } from './finding-link.ts'

const files = {
  'workflow.yaml': 'workflow: desk\nqueryTypes:\n  - name: reset\n    title: Reset\nopenQuestions:\n  - question: Who?\n',
  'integrations.yaml': 'systems:\n  - name: directory\n    owner: x\n',
  'targets.yaml': 'accuracy: [',
  'interviews/priya.yaml': 'id: priya\n',
}
const draft = {
  files,
  documents: {
    workflow: { workflow: 'desk' },
    role: null,
    integrations: { systems: [] },
    targets: null,
    interviews: { priya: { id: 'priya' } },
  },
} as unknown as Draft
const at = (file: string, line: number | null) => linkOf(draft, { file, line }).search

test('a finding leads to the form of the thing it is about', () => {
  expect(at('workflow.yaml', 4)).toEqual({ tab: 'map', item: 'queryTypes:reset' })
  expect(at('workflow.yaml', 1)).toEqual({ tab: 'map', item: 'general' })
  expect(at('workflow.yaml', 6)).toEqual({ tab: 'check' })
  expect(at('workflow.yaml', null)).toEqual({ tab: 'map' })
  expect(at('integrations.yaml', 3)).toEqual({ tab: 'integrations', item: 'directory' })
  expect(at('interviews/priya.yaml', 1)).toEqual({ tab: 'interviews', item: 'priya' })
})

test('what cannot be read leads to its text, at its line', () => {
  expect(at('targets.yaml', 1)).toEqual({ tab: 'files', item: 'targets.yaml:1' })
  expect(at('SOUL.md', null)).toEqual({ tab: 'files', item: 'SOUL.md' })
  expect(at('interviews/gone.yaml', 2)).toEqual({ tab: 'files', item: 'interviews/gone.yaml:2' })
})
