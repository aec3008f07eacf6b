import { describe, expect, it } from 'vitest'
import { smallDossier } from '../../../test/support/dossier-files.ts'
import { compilePolicy } from '../compiler/policy.ts'
import { readDossier } from './documents.ts'
import { pathsOf, type Walk } from './path.ts'
import { escalationsOf } from './triggers.ts'

const asha = { query: 'please reset my password', channel: 'email', requester: 'asha', fields: {} }
const found = { known: true as const, result: { id: 'p1', name: 'Asha', disabled: false } }

function paths(from = '', to = '') {
  const { dossier, problems } = readDossier({
    ...smallDossier,
    'workflow.yaml': (smallDossier['workflow.yaml'] ?? '').replace(from, to),
  })
  expect(problems).toEqual([])
  return pathsOf(dossier!.workflow)
}

describe('a path', () => {
  it('calls, decides, fills in and replies, one need at a time', () => {
    const first = paths().start('password_reset', asha)
    expect(first.need).toMatchObject({ kind: 'call', operation: 'get_person', arguments: { id: 'asha' } })
    const second = first.resume(found)
    expect(second.need).toMatchObject({ kind: 'call', operation: 'reset_password', arguments: { id: 'p1', notify: true } })
    const third = second.resume({ known: false })
    expect(third.need).toMatchObject({ kind: 'reply', text: 'Hello Asha, a link is on its way.' })
    expect(third.resume().need).toEqual({ kind: 'end' })
    expect(first.resume(found).need).toEqual(second.need)
  })

  const reasons: [string, Walk, RegExp][] = [
    [
      'a branch reads a result that is not known yet',
      paths().start('password_reset', asha).resume({ known: false }),
      /could not be decided/,
    ],
    [
      'no branch holds and otherwise escalates',
      paths()
        .start('password_reset', asha)
        .resume({ known: true, result: { disabled: true } }),
      /not active/,
    ],
    [
      'a blank has no value',
      paths()
        .start('password_reset', asha)
        .resume({ known: true, result: { disabled: false } }),
      /results.look_up.id/,
    ],
    ['a blank has an empty value', paths().start('password_reset', { ...asha, requester: '' }), /requester/],
    ['the type is unknown', paths().start('printer', asha), /no path/],
    ['a step is missing', paths('next: active}', 'next: gone}').start('password_reset', asha).resume(found), /not a step/],
    [
      'decisions lead in a circle',
      paths('next: reset}', 'next: active}').start('password_reset', asha).resume(found),
      /60 steps/,
    ],
    [
      'a person does the step',
      paths('kind: reply, title: VPN hint, template: Please sign out and in again.', 'kind: human, title: Ring, who: desk').start(
        'vpn_trouble',
        asha,
      ),
      /done by desk/,
    ],
  ]
  it.each(reasons)('goes to a person when %s', (_, walk, reason) => {
    expect(walk.need).toMatchObject({ kind: 'escalate' })
    expect((walk.need as { reason: string }).reason).toMatch(reason)
    expect(walk.resume().need).toEqual(walk.need)
  })

  it('looks at the triggers first, and takes an undecided one for fired', () => {
    expect(paths().start('password_reset', { ...asha, fields: { vip: true } }).need).toMatchObject({
      kind: 'escalate',
      trigger: 'vip',
    })
    expect(paths('has(fields.vip) && fields.vip', 'fields.vip').start('password_reset', asha).need).toMatchObject({
      kind: 'escalate',
      trigger: 'vip',
    })
  })

  it('never reads the prototype of a result into a text', () => {
    const walk = paths('{{results.look_up.name}}', '{{results.look_up.constructor}}')
      .start('password_reset', asha)
      .resume(found)
      .resume({ known: false })
    expect(walk.need).toMatchObject({ kind: 'escalate' })
  })
})

describe('the escalations of a dossier', () => {
  it('are the triggers of the map and the rules of the role', () => {
    const escalations = escalationsOf(compilePolicy(readDossier(smallDossier).dossier!))
    expect(escalations({ ...asha, queryType: 'password_reset' })).toBeNull()
    expect(escalations({ ...asha, queryType: 'password_reset', query: 'my LAWYER will call' })).toEqual({
      trigger: 'vip',
      reason: 'legal matters go to people',
    })
  })
})
