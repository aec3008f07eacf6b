// The same for findings that take several changes, or whose place is not in the small dossier as it is.

import type { FindingCode } from '../../src/domain/compiler/findings.ts'
import { type Change, interview, map, role, systems, targets } from './finding-cases.ts'

/** A step of its own between the reply and the end, so that cases can say what is in it. */
const step = (text: string) => map('next: done}\n', `next: more}\n  - {id: more, title: More, ${text}}\n`)
const trigger = (condition: string) => map('condition: has(fields.vip) && fields.vip', `condition: ${condition}`)
const sensitive = systems(
  '{name: get_person, access: read, risk: low}',
  '{name: get_person, access: read, risk: low, sensitive: true}',
)
const confined = systems(
  'idempotent: true}',
  'idempotent: true, recipients: [id], arguments: {type: object, required: [id], properties: {id: {}, notify: {}}}}',
)
const grant = (more: string) =>
  role('{do: directory.get_person, for: [password_reset]}', `{do: directory.get_person, for: [password_reset], ${more}}`)
const write = (more: string) => systems('idempotent: true}', `idempotent: true, ${more}}`)
const seventeen = 'id: {}, notify: {}, sum: {}'

/** The same for what takes more than one change, or has no place of its own; `near` null: only that it is found. */
export const moreCases: [FindingCode, string | null, ...Change[]][] = [
  [
    'example-twice',
    'the vpn does not connect',
    map('[I forgot my password,', '[I forgot my password, the vpn does not connect,'),
  ],
  [
    'query-types-overlap',
    'name: vpn_trouble',
    map(
      '[I forgot my password, please reset my password]',
      '[alpha beta one, gamma delta two, alpha beta three, gamma delta four]',
    ),
    map(
      '[the vpn does not connect, my vpn keeps dropping]',
      '[gamma delta one, alpha beta two, gamma delta three, alpha beta four]',
    ),
  ],
  ['minor-above-share', 'major: false', { file: 'workflow.yaml', from: /major: true/g, to: 'major: false\n    perMonth: 10' }],
  [
    'major-below-share',
    'major: true',
    map('major: true', 'major: true\n    perMonth: 1000'),
    map('major: true\n    examples: [the', 'major: true\n    perMonth: 1\n    examples: [the'),
  ],
  ['rule-never-true', 'channel == "chat"', map('mentions(query, "anyconnect")', 'channel == "chat" && channel == "email"')],
  ['rule-always-true', 'has(fields', map('mentions(query, "anyconnect")', 'has(fields.vip) || !has(fields.vip)')],
  [
    'shares-above-one',
    'queryTypes',
    { file: 'workflow.yaml', from: /major: true/g, to: 'major: true\n    shareOfTimeRatio: 0.6' },
  ],
  [
    'edge-case-without-share',
    'edgeCases',
    map('people:', 'edgeCases: [{name: twins, what: Two, handling: A person looks}]\npeople:'),
  ],
  ['branch-without-outcome', 'id: done', map('next: reset}\n', 'next: done}\n')],
  [
    'branch-unreachable',
    'when: results.look_up.disabled == 1',
    map(
      '    otherwise: to_desk\n',
      '      - {when: results.look_up.disabled == 1 && results.look_up.disabled == 2, next: done}\n    otherwise: to_desk\n',
    ),
  ],
  [
    'branch-unreachable',
    'next: tell',
    map('    otherwise: to_desk\n', '      - {when: results.look_up.disabled == false, next: tell}\n    otherwise: to_desk\n'),
  ],
  ['otherwise-unreachable', 'otherwise: to_desk', map('when: results.look_up.disabled == false', 'when: "true"')],
  ['cycle-without-exit', 'id: tell', map('next: done}', 'next: tell}')],
  ['condition-names-unknown', 'condition: queryType', trigger('queryType in ["password_reset", "vpn"]')],
  ['condition-names-unknown', 'channel ==', role('mentions(query, "lawyer")', 'channel == "fax"')],
  ['result-not-yet-there', 'id: vpn_reply', map('Please sign out and in again.', "'Hello {{results.look_up.name}}'")],
  ['result-field-unknown', 'id: tell', systems('risk: low}', 'risk: low, returns: [id, disabled]}')],
  [
    'argument-missing',
    'id: reset,',
    write('arguments: {type: object, required: [id, why], properties: {id: {}, notify: {}, why: {}}}'),
  ],
  ['argument-unknown', 'id: reset,', write('arguments: {type: object, properties: {id: {}}, additionalProperties: false}')],
  [
    'input-type-unknown',
    'queryType: gone',
    map(
      'steps:',
      'inputs:\n  - {name: a, kind: webhook, title: A, queryType: gone, channel: chat, brings: x, sender: y}\nsteps:',
    ),
  ],
  [
    'input-channel-unknown',
    'channel: fax',
    map(
      'steps:',
      'inputs:\n  - {name: a, kind: webhook, title: A, queryType: vpn_trouble, channel: fax, brings: x, sender: y}\nsteps:',
    ),
  ],
  [
    'cron-invalid',
    'cron',
    map(
      'steps:',
      'inputs:\n  - {name: a, kind: schedule, title: A, queryType: vpn_trouble, channel: chat, brings: x, cron: 0 25 * * *}\nsteps:',
    ),
  ],
  [
    'time-zone-unknown',
    'cron',
    map(
      'steps:',
      'inputs:\n  - {name: a, kind: schedule, title: A, queryType: vpn_trouble, channel: chat, brings: x, cron: 0 5 * * mon-fri, timeZone: Mars}\nsteps:',
    ),
  ],
  ['channel-unknown', 'trustedChannels', map('fields:', 'trustedChannels: [fax]\nfields:')],
  [
    'person-never-named',
    'name: night',
    map('does: answers}', 'does: answers}\n  - {name: night, title: Night shift, does: waits}'),
  ],
  ['trigger-without-payload', 'name: vip', map('    payload: [query]\n', '')],
  ['payload-unknown', 'payload', map('payload: [query]', 'payload: [query, weather]')],
  ['trigger-test-field-unknown', 'test:', map('fields: {vip: true}}', 'fields: {vip: true, vap: 1}}')],
  [
    'trigger-test-taken',
    'test: {query: my vpn',
    map(
      'triggers:\n',
      'triggers:\n  - {name: all_vpn, condition: \'mentions(query, "vpn")\', who: desk, channel: chat, payload: [query], answerWithinMinutes: 5, test: {query: vpn}}\n',
    ),
  ],
  ['trigger-never-fires', 'condition: fields.seats', trigger('fields.seats > 3 && fields.seats < 2')],
  ['trigger-always-fires', 'condition: queryType', trigger('queryType != "nobody"')],
  [
    'trigger-shadowed',
    'name: late',
    map(
      'people:',
      '  - {name: late, condition: \'has(fields.vip) && fields.vip && channel == "chat"\', who: desk, channel: chat, payload: [query], answerWithinMinutes: 5, test: {query: x, fields: {vip: true}}}\npeople:',
    ),
  ],
  [
    'resolution-unsigned',
    'resolution',
    map('practice: reset after a call back', 'practice: no\n    resolution: {holds: sop, what: Call., by: " ", on: 2026-11-03}'),
  ],
  [
    'resolution-of-nothing',
    'resolution',
    map("    rules: ['", "    resolution: {holds: sop, what: Call., by: Priya, on: 2026-11-03}\n    rules: ['"),
  ],
  ['sop-and-practice-differ', 'id: more', step('kind: human, who: desk, sop: one thing, practice: another thing')],
  ['operation-unknown', 'id: more', step('kind: human, who: desk, uses: [directory.gone]')],
  ['interview-never-named', 'id: priya', map('    from: priya\n', '')],
  ['answer-empty', 'answer:', interview('answer: I call back.', "answer: ' '")],
  [
    'grant-shadowed',
    'do: directory.reset_password',
    role(
      '  - {do: directory.reset_password, for: [password_reset]}\n',
      '  - {do: directory.*, for: [password_reset]}\n  - {do: directory.reset_password, for: [password_reset]}\n',
    ),
  ],
  [
    'grant-field-not-returned',
    'get_person',
    systems('risk: low}', 'risk: low, returns: [id, disabled, name]}'),
    grant('fields: [id, disabled, name, pay]'),
  ],
  ['grant-arguments-unenforceable', 'get_person', grant('arguments: {unevaluatedItems: false}')],
  ['grant-term-without-ground', 'get_person', grant('amount: 50')],
  ['field-not-granted', 'id: tell', grant('fields: [id, disabled]')],
  ['grant-field-never-used', 'get_person', grant('fields: [id, disabled, name, pay]')],
  ['sensitive-read-without-fields', 'get_person', sensitive],
  ['nothing-forbidden', null, role('  - {do: directory.delete_person, why: never}\n', ''), role('must_not:\n', 'must_not: []\n')],
  ['prohibition-without-reason', 'delete_person', role(', why: never}', '}')],
  ['forbidden-but-open', 'delete_person', systems('delete_person, access: none', 'delete_person, access: write')],
  ['review-without-grant', 'always_review', role('escalate_when:', 'always_review: [directory.delete_person]\nescalate_when:')],
  ['review-of-a-read', 'always_review', role('escalate_when:', 'always_review: [directory.get_person]\nescalate_when:')],
  ['rule-of-two', 'directory.reset_password', sensitive],
  ['rule-of-two-requester', 'directory.reset_password', sensitive, confined],
  ['escalation-never-fires', 'when:', role('mentions(query, "lawyer")', 'channel == "chat" && channel == "email"')],
  ['escalation-always-fires', 'when:', role('mentions(query, "lawyer")', 'queryType != "nobody"')],
  ['limit-below-path', 'limits', role('escalate_when:', 'limits: {effectsPerInteraction: 2}\nescalate_when:')],
  ['limit-below-path', 'limits', role('escalate_when:', 'limits: {writesPerInteraction: 0}\nescalate_when:')],
  [
    'money-without-limit',
    null,
    write(`amount: {argument: sum, currency: EUR}, arguments: {type: object, required: [sum], properties: {${seventeen}}}`),
  ],
  ['recipients-anywhere', 'destinations', confined, role('escalate_when:', 'destinations: {rule: any}\nescalate_when:')],
  [
    'destination-malformed',
    'destinations',
    role('escalate_when:', 'destinations: {rule: directory, directory: ["*@desk.example"]}\nescalate_when:'),
  ],
  [
    'destination-malformed',
    'destinations',
    role('escalate_when:', 'destinations: {rule: directory, directory: ["@"]}\nescalate_when:'),
  ],
  [
    'directory-not-in-use',
    'destinations',
    role('escalate_when:', 'destinations: {directory: ["a@desk.example"]}\nescalate_when:'),
  ],
  ['language-unknown', 'languages', role('escalate_when:', 'languages: [English]\nescalate_when:')],
  [
    'operation-never-used',
    'name: list_all',
    systems('{name: get_person', '{name: list_all, access: read, risk: low}\n      - {name: get_person'),
  ],
  [
    'system-without-operations',
    'name: mail',
    systems('systems:\n', 'systems:\n  - {name: mail, title: Mail, owner: Platform, connector: {kind: agent}}\n'),
  ],
  [
    'credential-is-a-secret',
    'credential',
    systems('owner: Platform\n', 'owner: Platform\n    credential: sk-9f8e7d6c5b4a39281706\n'),
  ],
  ['credential-is-a-secret', 'credential', systems('owner: Platform\n', 'owner: Platform\n    credential: Sommer2026!\n')],
  ['credential-is-a-secret', 'connector', systems('http://127', 'http://root:Sommer2026@127')],
  ['system-without-country', 'name: directory', sensitive],
  ['country-unknown', 'country', systems('owner: Platform\n', 'owner: Platform\n    country: ZZ\n')],
  ['connector-address-invalid', 'connector', systems('http://127.0.0.1:1/mcp', 'directory.local')],
  ['connector-unencrypted', 'connector', systems('http://127.0.0.1:1/mcp', 'http://directory.example/mcp')],
  [
    'api-description-out-of-reach',
    'connector',
    systems(
      "{kind: mcp, url: 'http://127.0.0.1:1/mcp'}",
      "{kind: openapi, url: 'http://127.0.0.1:1', description: directory.yaml}",
    ),
  ],
  [
    'api-operation-unusable',
    'name: get_person',
    systems(
      "{kind: mcp, url: 'http://127.0.0.1:1/mcp'}",
      "{kind: openapi, url: 'http://127.0.0.1:1', description: directory.yaml, document: {openapi: 3.1.0, paths: {}}}",
    ),
  ],
  ['write-not-seen', 'name: reset_password', systems("{kind: mcp, url: 'http://127.0.0.1:1/mcp'}", '{kind: agent}')],
  ['arguments-unenforceable', 'arguments', write('arguments: {type: object, patternPropertys: {}}')],
  ['probe-unknown', 'probe', systems('owner: Platform\n', 'owner: Platform\n    probe: {operation: ping}\n')],
  ['probe-writes', 'probe', systems('owner: Platform\n', 'owner: Platform\n    probe: {operation: reset_password}\n')],
  ['tool-hash-malformed', 'name: reset_password', write('toolHash: abc')],
  [
    'amount-argument-unknown',
    'name: reset_password',
    write('amount: {argument: sum, currency: EUR}, arguments: {type: object, properties: {id: {}}}'),
  ],
  [
    'recipients-argument-unknown',
    'name: reset_password',
    write('recipients: [whom], arguments: {type: object, properties: {id: {}}}'),
  ],
  ['write-cannot-be-repeated', 'name: reset_password', systems(', idempotent: true', '')],
  ['proof-unusable', 'name: reset_password', write("lookup: get_person, proof: {when: 'found.'}")],
  ['lookup-unknown', 'name: reset_password', write('lookup: delete_person')],
  ['escalation-unbounded', 'escalation', targets('{minRatio: 0.02, maxRatio: 0.4}', '{minRatio: 0, maxRatio: 1}')],
  ['target-unprovable', 'targetRatio', targets('shadow:', 'reviewCap: 40\nshadow:')],
  ['target-hardly-provable', 'targetRatio', targets('shadow:', 'reviewCap: 150\nshadow:')],
  [
    'target-hardly-provable',
    'targetRatio',
    targets('shadow: {}', 'shadow: {}\nbaseline: {interactionsPerMonth: 50, minutesPerInteraction: 5, costPerInteractionUsd: 2}'),
  ],
  ['minimum-above-cap', 'shadow', targets('shadow: {}', 'reviewCap: 500\nshadow: {minReviews: 600}')],
  [
    'target-below-baseline',
    'targetRatio',
    targets(
      'shadow: {}',
      'shadow: {}\nbaseline: {interactionsPerMonth: 5000, minutesPerInteraction: 5, costPerInteractionUsd: 2, accuracyRatio: 0.95}',
    ),
  ],
  [
    'cost-above-baseline',
    'costPerInteractionUsd: 3',
    targets(
      'shadow: {}',
      'costPerInteractionUsd: 3\nshadow: {}\nbaseline: {interactionsPerMonth: 5000, minutesPerInteraction: 5, costPerInteractionUsd: 2}',
    ),
  ],
  [
    'reviewers-overloaded',
    'reviewers',
    targets(
      'shadow: {}',
      'shadow: {}\nreviewers: {people: 1, hoursPerWeek: 1}\nbaseline: {interactionsPerMonth: 5000, minutesPerInteraction: 5, costPerInteractionUsd: 2}',
    ),
  ],
  [
    'volumes-differ',
    'baseline',
    targets(
      'shadow: {}',
      'shadow: {}\nbaseline: {interactionsPerMonth: 5000, minutesPerInteraction: 5, costPerInteractionUsd: 2}',
    ),
    { file: 'workflow.yaml', from: /major: true/g, to: 'major: true\n    perMonth: 100' },
  ],
  [
    'minutes-differ',
    'baseline',
    targets(
      'shadow: {}',
      'shadow: {}\nbaseline: {interactionsPerMonth: 200, minutesPerInteraction: 5, costPerInteractionUsd: 2}',
    ),
    { file: 'workflow.yaml', from: /major: true/g, to: 'major: true\n    perMonth: 100\n    minutes: 20' },
  ],
]
