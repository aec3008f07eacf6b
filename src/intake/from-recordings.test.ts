import { describe, expect, it } from 'vitest'
import { checkDossier } from '../domain/compiler/check.ts'
import { readDossier } from '../domain/discovery/documents.ts'
import type { RecordedInteraction } from '../domain/discovery/recorded-interaction.ts'
import { draftDossier } from './from-recordings.ts'
import { questionsName } from './questions.ts'

const call = (system: string, name: string, access: 'read' | 'write') => ({
  i: 1,
  system,
  name,
  access,
  arguments: {},
  result: '',
})

function record(n: number, changes: Partial<RecordedInteraction> = {}): RecordedInteraction {
  return {
    id: `r${n}`,
    workflow: 'airline-desk',
    queryType: 'change',
    channel: 'chat',
    requester: 'a',
    query: `change flight ${n}`,
    messages: [],
    toolCalls: [call('crm', 'get_user', 'read'), call('flights', 'rebook', 'write'), call('handoff', 'transfer', 'write')],
    reply: 'done',
    escalated: true,
    model: 'm',
    ...changes,
  }
}

const records = [
  ...Array.from({ length: 48 }, (_, n) => record(n)),
  record(48, {
    queryType: 'refund',
    channel: 'email',
    query: 'refund #1: "now"',
    toolCalls: Array.from({ length: 40 }, () => call('crm', 'get_user', 'write')),
  }),
  record(49, { queryType: 'refund', query: '- refund & more: yes' }),
]

function drafted(from: readonly RecordedInteraction[]) {
  const draft = draftDossier(from)
  if (!draft.ok) throw new Error(draft.why)
  return { files: draft.files, ...readDossier(draft.files) }
}

describe('a draft from recordings', () => {
  it('can be read, with what was seen and nothing of the hand-over', () => {
    const { dossier, problems } = drafted(records)
    expect(problems).toEqual([])
    expect(dossier?.workflow.queryTypes.map(({ name, major, examples }) => [name, major, examples.length])).toEqual([
      ['change', true, 6],
      ['refund', true, 2],
    ])
    expect(
      drafted([...records, ...Array.from({ length: 50 }, (_, n) => record(100 + n))]).dossier?.workflow.queryTypes[1],
    ).toMatchObject({ name: 'refund', major: false })
    expect(dossier?.workflow.channels).toEqual(['chat', 'email'])
    expect(
      dossier?.integrations.systems.map((system) => [
        system.name,
        system.connector.kind,
        system.operations.map((one) => one.access),
      ]),
    ).toEqual([
      ['crm', 'recorded', ['write']],
      ['flights', 'recorded', ['write']],
    ])
    expect(dossier?.role.limits).toMatchObject({ effectsPerInteraction: 41, writesPerInteraction: 40 })
  })

  it('is not fit to be signed, for the reasons only people can mend, and says that it is a draft', () => {
    const { dossier, source, files } = drafted(records)
    const codes = new Set(checkDossier(dossier!, source).map((finding) => finding.code))
    for (const code of ['type-without-path', 'interview-missing', 'few-triggers', 'operation-risk-unknown'])
      expect(codes).toContain(code)
    expect(dossier!.workflow.openQuestions.length).toBeGreaterThan(3)
    for (const text of Object.values(files)) expect(text).toMatch(/[Dd]rafted from 50 recorded interactions/)
    expect(files[questionsName]).toContain('**flights**: Who owns it?')
  })

  it('names several workflows by what they have in common, and refuses names a dossier cannot hold', () => {
    const { dossier } = drafted([record(1, { workflow: 'star-hotel' }), record(2, { workflow: 'star-ride' })])
    expect(dossier?.workflow.workflow).toBe('star')
    expect(draftDossier([record(1, { queryType: 'Flight Change' })])).toMatchObject({
      ok: false,
      where: 'the recorded name “Flight Change”',
    })
  })
})
