// A small dossier as its files, without any error; tests change one text and look at what is found. Second judgements and blind items are drawn by chance, so it asks for none:
// what is in a queue is then what a test put there.

export const smallDossier: Readonly<Record<string, string>> = {
  'workflow.yaml': `workflow: it-desk
title: IT desk
employee: Nila
channels: [email, chat]
fields: {vip: boolean, seats: number}
queryTypes:
  - name: password_reset
    title: Password reset
    major: true
    examples: [I forgot my password, please reset my password]
    counterExamples: [how do I choose a good password for my bank]
    sop: Reset after a call back.
    practice: reset after a call back
    start: look_up
    from: priya
  - name: vpn_trouble
    title: VPN trouble
    major: true
    examples: [the vpn does not connect, my vpn keeps dropping]
    rules: ['mentions(query, "anyconnect")']
    start: vpn_reply
steps:
  - {id: look_up, kind: action, title: Look the person up, system: directory, operation: get_person, arguments: {id: '{{requester}}'}, next: active}
  - id: active
    kind: decision
    title: Is the account active?
    branches:
      - {when: results.look_up.disabled == false, next: reset}
    otherwise: to_desk
  - {id: reset, kind: action, title: Reset, system: directory, operation: reset_password, arguments: {id: '{{results.look_up.id}}', notify: true}, next: tell}
  - {id: tell, kind: reply, title: Tell them, template: 'Hello {{results.look_up.name}}, a link is on its way.', next: done}
  - {id: to_desk, kind: escalate, title: To the desk, reason: The account is not active}
  - {id: vpn_reply, kind: reply, title: VPN hint, template: Please sign out and in again.}
  - {id: done, kind: end, title: Done}
triggers:
  - name: vip
    condition: has(fields.vip) && fields.vip
    who: desk
    channel: chat
    payload: [query]
    answerWithinMinutes: 15
    test: {query: my vpn is slow, fields: {vip: true}}
people:
  - {name: desk, title: Service desk, does: answers}
`,
  'SOUL.md': `---
name: Nila
role: IT desk employee
may:
  - {do: directory.get_person, for: [password_reset]}
  - {do: directory.reset_password, for: [password_reset]}
  - {do: reply}
must_not:
  - {do: directory.delete_person, why: never}
escalate_when:
  - {when: 'mentions(query, "lawyer")', why: legal matters go to people, trigger: vip}
---
You are Nila.
`,
  'integrations.yaml': `systems:
  - name: directory
    title: Directory
    owner: Platform
    connector: {kind: mcp, url: 'http://127.0.0.1:1/mcp'}
    operations:
      - {name: get_person, access: read, risk: low}
      - {name: reset_password, access: write, risk: high, idempotent: true}
      - {name: delete_person, access: none}
`,
  'targets.yaml': `accuracy: {targetRatio: 0.9}
escalation: {minRatio: 0.02, maxRatio: 0.4}
shadow: {}
supervised: {}
evidence: {doubleRatio: 0, blindRatio: 0}
`,
  'interviews/priya.yaml': `id: priya
person: Priya
role: Service desk
doesTheWork: true
on: 2026-11-12
answers:
  - {topic: resets, question: How?, answer: I call back.}
`,
}

/** The same with the rates a dossier has that names none: second judgements and blind items come, by chance. */
export const doubledDossier: Readonly<Record<string, string>> = {
  ...smallDossier,
  'targets.yaml': smallDossier['targets.yaml']!.replace(/^evidence:.*\n/m, ''),
}
