// Where in the console a finding is mended: the tab of its document and, where its line tells, the very thing. A document that cannot be read has no form, so
// its findings lead to its text.

import type { Draft, Finding } from '../../api.ts'
import { documentOf, files, isRaw } from './documents.ts'
import { placeAtLine } from './place-at-line.ts'

export type FindingLink = { search: { tab: string; item?: string }; thing: string | null }

/** Lists of the map that have forms of their own; everything else of it is in its general form. */
const listsOfTheMap = ['queryTypes', 'steps', 'triggers', 'people', 'edgeCases', 'inputs']

export function linkOf(draft: Draft, { file, line }: Pick<Finding, 'file' | 'line'>): FindingLink {
  if (!isRaw(documentOf(draft, file)))
    return { search: { tab: 'files', item: line === null ? file : `${file}:${line}` }, thing: line === null ? null : file }
  const [top, name] = line === null ? [] : placeAtLine(draft.files[file] ?? '', line)
  if (file === files.workflow) return linkInMap(top, name)
  if (file === files.integrations)
    return { search: { tab: 'integrations', ...(name === undefined ? {} : { item: name }) }, thing: name ?? null }
  if (file === files.targets) return { search: { tab: 'targets' }, thing: null }
  if (file === files.role) return { search: { tab: 'role' }, thing: null }
  const interview = /^interviews\/(.+)\.yaml$/.exec(file)?.[1]
  return interview === undefined
    ? { search: { tab: 'files', item: file }, thing: null }
    : { search: { tab: 'interviews', item: interview }, thing: interview }
}

function linkInMap(top: string | undefined, name: string | undefined): FindingLink {
  if (top === undefined) return { search: { tab: 'map' }, thing: null }
  if (top === 'openQuestions') return { search: { tab: 'check' }, thing: null }
  if (!listsOfTheMap.includes(top)) return { search: { tab: 'map', item: 'general' }, thing: null }
  return { search: { tab: 'map', item: name === undefined ? top : `${top}:${name}` }, thing: name ?? null }
}
