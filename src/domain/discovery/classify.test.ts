import { describe, expect, it } from 'vitest'
import { smallDossier } from '../../../test/support/dossier-files.ts'
import { classifierFor, classify } from './classify.ts'
import { readDossier } from './documents.ts'

const map = readDossier(smallDossier).dossier!.workflow
const inbound = (query: string) => ({ query, channel: 'email', requester: 'asha', fields: {} })

describe('classifying', () => {
  it.each([
    ['PLEASE reset my password', 'password_reset'],
    ['i forgt my pasword', 'password_reset'],
    ['vpn does not connect', 'vpn_trouble'],
    ['anyconnect', 'vpn_trouble'],
    ['the coffee machine leaks', null],
    ['how do I choose a good password for my bank', null],
    ['', null],
    ['🙂🙂🙂', null],
  ])('reads “%s” as %s', (query, type) => {
    expect(classify(map, inbound(query))).toBe(type)
  })

  it('leaves a query that two types’ rules claim, or a rule that cannot be decided, to a person', () => {
    const rule = (text: string) => ({ ...map, queryTypes: map.queryTypes.map((type) => ({ ...type, rules: [text] })) })
    expect(classify(rule('mentions(query, "vpn")'), inbound('vpn'))).toBeNull()
    expect(classify(rule('fields.vip'), inbound('please reset my password'))).toBeNull()
  })

  it('takes far less than a fifth of a millisecond', () => {
    const classifier = classifierFor(map)
    // The best of several batches: other work on the machine must not decide.
    const batches = Array.from({ length: 12 }, (_, batch) => {
      const started = performance.now()
      for (let i = 0; i < 50; i++)
        classifier.classify(inbound(`please reset my password number ${batch}-${i}, I forgot it over the long weekend`))
      return (performance.now() - started) / 50
    })
    expect(Math.min(...batches)).toBeLessThan(0.2)
  })
})
