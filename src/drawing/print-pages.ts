// The chapters of a printed dossier, one per document and one for the people.

import type { Dossier } from '../domain/discovery/dossier.ts'
import { floorRatio } from '../domain/discovery/targets.ts'
import type { Step } from '../domain/discovery/workflow-map.ts'
import type { Plan } from '../domain/planning/planned.ts'
import { escaped } from './escaped.ts'
import { type Cell, heading, lines, smallHeading, table } from './print-parts.ts'

export function peoplePages({ interviews, workflow }: Dossier): string {
  const asked = interviews.map(({ person, role, doesTheWork, on, answers }) => [person, role, doesTheWork, on, answers.length])
  const open = [
    ...workflow.openQuestions.map((one) => ({ ...one, of: 'workflow.yaml' })),
    ...interviews.flatMap(({ id, openQuestions }) => openQuestions.map((one) => ({ ...one, of: id }))),
  ]
  const answered = open.map(({ question, answer, of }) => [
    question,
    of,
    answer === null ? 'OPEN' : `${answer.text} (${answer.by}, ${answer.on})`,
  ])
  return [
    heading('Who was asked'),
    table(['Person', 'Role', 'Does the work', 'When', 'Answers'], asked),
    smallHeading('Questions that were open'),
    table(['Question', 'From', 'Answer'], answered),
    smallHeading('People of the workflow'),
    table(
      ['Person or team', 'Does', 'Reached at'],
      workflow.people.map(({ title, does, contact }) => [title, does, contact]),
    ),
  ].join('\n')
}

export function workPages({ workflow }: Dossier): string {
  const types = workflow.queryTypes.map((type) => [
    type.title,
    type.major ? 'major' : 'minor',
    type.perMonth,
    type.minutes,
    percent(type.shareOfTimeRatio),
    lines(type.examples.slice(0, 3)),
    type.from,
  ])
  const said = [...workflow.queryTypes, ...workflow.steps]
    .filter(({ sop, practice }) => sop !== null || practice !== null)
    .map(({ title, sop, practice, resolution }) => [
      title,
      sop,
      practice,
      resolution === null
        ? 'they agree, or only one is known'
        : `${resolution.holds} holds: ${resolution.what} (${resolution.by}, ${resolution.on})`,
    ])
  return [
    heading('What comes in'),
    table(['Query type', 'Weight', 'A month', 'Minutes', 'Share of time', 'Examples', 'Interview'], types),
    smallHeading('Inputs that are not messages'),
    table(
      ['Input', 'Kind', 'Brings', 'Starts'],
      workflow.inputs.map(({ title, kind, brings, queryType }) => [title, kind, brings, queryType]),
    ),
    smallHeading('What the SOP says, and what is done'),
    table(['Where', 'SOP', 'Practice', 'What holds'], said),
    heading('Steps'),
    table(['Step', 'Kind', 'What', 'Then'], workflow.steps.map(stepRow)),
    heading('When it goes to a person'),
    table(
      ['Trigger', 'Condition', 'Who', 'Through', 'With', 'Within minutes'],
      workflow.triggers.map(({ name, condition, who, channel, payload, answerWithinMinutes }) => [
        name,
        condition,
        who,
        channel,
        lines(payload),
        answerWithinMinutes,
      ]),
    ),
    smallHeading('Edge cases'),
    table(
      ['Case', 'Share of time', 'Handling', 'Interview'],
      workflow.edgeCases.map(({ what, shareOfTimeRatio, handling, from }) => [what, percent(shareOfTimeRatio), handling, from]),
    ),
  ].join('\n')
}

/** With its id, by which “then” and branches refer to it. */
function named({ id, title }: Step): Cell {
  return { html: `${escaped(title)}<br><span class="quiet">${escaped(id)}</span>` }
}

function stepRow(step: Step): Cell[] {
  switch (step.kind) {
    case 'action':
      return [named(step), 'action', `${step.system}.${step.operation}`, step.next]
    case 'decision':
      return [
        named(step),
        'decision',
        lines(step.branches.map(({ when, next }) => `${when} → ${next}`)),
        step.otherwise && `otherwise ${step.otherwise}`,
      ]
    case 'reply':
      return [named(step), 'reply', step.template, step.next ?? 'end']
    case 'human':
      return [named(step), 'a person', step.who, step.next ?? 'end']
    case 'escalate':
      return [named(step), 'hand over', step.reason, step.trigger ?? 'no trigger named']
    case 'wait':
      return [named(step), 'wait', `${step.minutes} minutes`, step.next]
    case 'start':
      return [named(step), 'start', '', step.next]
    case 'end':
      return [named(step), 'end', '', '']
  }
}

export function rolePages({ role }: Dossier): string {
  return [
    heading('What the employee may do'),
    table(
      ['May', 'For', 'Purpose', 'Data fields'],
      role.may.map((grant) => [
        grant.do,
        grant.for.length === 0 ? 'every query type' : lines(grant.for),
        grant.purpose,
        grant.fields === null ? 'all' : lines(grant.fields),
      ]),
    ),
    smallHeading('Must never'),
    table(
      ['Act', 'Why'],
      role.must_not.map((rule) => [rule.do, rule.why]),
    ),
    smallHeading('Always decided by a person'),
    table(
      ['Act'],
      role.always_review.map((ref) => [ref]),
    ),
    smallHeading('Hands over when'),
    table(
      ['Condition', 'Why'],
      role.escalate_when.map(({ when, why }) => [when, why]),
    ),
    limitPages(role),
    smallHeading('What the employee reads about itself'),
    `<pre>${escaped(role.body)}</pre>`,
  ].join('\n')
}

function limitPages(role: Dossier['role']): string {
  const { limits, destinations } = role
  const limit = (name: string, value: number | null) => [name, value === null ? 'no limit' : value]
  return [
    smallHeading('Limits'),
    table(
      ['Limit', 'Value'],
      [
        limit('Effects per interaction', limits.effectsPerInteraction),
        limit('Writes per interaction', limits.writesPerInteraction),
        limit('Writes per day', limits.writesPerDay),
        limit('Money per interaction', limits.moneyPerInteraction),
        limit('Money per day', limits.moneyPerDay),
        limit('Recipients per interaction', limits.recipientsPerInteraction),
        limit('Minutes an approval holds', limits.approvalMinutes),
        [
          'May send to',
          destinations.rule === 'any'
            ? 'anybody'
            : destinations.rule === 'requester'
              ? 'the person who asked'
              : lines([
                  'the person who asked',
                  ...(destinations.rule === 'query' ? ['whomever the query names'] : []),
                  ...destinations.directory,
                ]),
        ],
        ['What is not granted', role.on_refusal === 'refuse' ? 'is refused' : 'hands the whole query over'],
        ['Languages', role.languages.join(', ')],
        ['Says of itself', role.disclosure],
      ],
    ),
  ].join('\n')
}

export function systemPages({ integrations }: Dossier): string {
  const systems = integrations.systems.map(({ title, owner, country, connector, credential, probe }) => [
    title,
    owner,
    country,
    connector.kind,
    credential ?? 'none',
    probe?.operation ?? null,
  ])
  const operations = integrations.systems.flatMap((system) =>
    system.operations.map(({ name, access, risk, sensitive, untrusted, idempotent }) => [
      `${system.name}.${name}`,
      access,
      risk,
      lines([
        ...(sensitive ? ['holds personal or confidential data'] : []),
        ...(untrusted ? ['holds text of outsiders'] : []),
        ...(idempotent ? ['safe to repeat'] : []),
      ]) ?? '',
    ]),
  )
  return [
    heading('Systems it reaches'),
    table(['System', 'Owner', 'Country', 'Connector', 'Credential (name only)', 'Health probe'], systems),
    smallHeading('Operations. What is not listed is refused.'),
    table(['Operation', 'Access', 'Risk', 'Notes'], operations),
  ].join('\n')
}

function percent(ratio: number | null): Cell {
  return ratio === null ? null : `${Number((ratio * 100).toFixed(1))} %`
}

export function targetPages({ targets }: Dossier, plan: Plan): string {
  const { accuracy, escalation, shadow, supervised, autonomous } = targets
  return [
    heading('Targets, agreed before any evidence'),
    table(
      ['Target', 'Value'],
      [
        ['Of what it handles, right', percent(accuracy.targetRatio)],
        ['Shown before it acts at all (floor)', percent(floorRatio(targets))],
        ['Chance of a wrong promotion at the target, at most', percent(accuracy.alphaRatio)],
        [
          'Handed over to people',
          { html: `${escaped(String(percent(escalation.minRatio)))} to ${escaped(String(percent(escalation.maxRatio)))}` },
        ],
        ['Handled that should have been handed over, at most', percent(escalation.missedCapRatio)],
        ['Shadow: at least', `${shadow.minReviews} reviews, ${shadow.minDays} days`],
        [
          'Supervised: at least',
          `${supervised.minReviews} reviews, ${supervised.minDays} days, ${Math.round(supervised.sampleRatio * 100)} % sampled`,
        ],
        ['Autonomous: sampled', `${autonomous.samplePerDay} a day`],
        ['Time to resolution', targets.timeToResolutionMinutes === null ? null : `${targets.timeToResolutionMinutes} minutes`],
        ['Satisfied', percent(targets.satisfactionRatio)],
        ['Cost of an interaction', targets.costPerInteractionUsd === null ? null : `${targets.costPerInteractionUsd} USD`],
      ],
    ),
    smallHeading(`The plan, taking ${Number((plan.assumedAccuracyRatio * 100).toFixed(1))} % for the true accuracy`),
    table(
      ['Phase', 'Reviews', 'Days', 'What takes longest'],
      plan.phases.map(({ phase, reviews, days, binding }) => [
        phase,
        reviews ?? 'not by the cap',
        days ?? 'not known or ongoing',
        binding,
      ]),
    ),
    plan.unprovable.length === 0
      ? ''
      : table(
          ['Cannot be proven', 'Why', 'Honest ways'],
          plan.unprovable.map(({ what, reason, options }) => [what, reason, lines(options.map(({ sentence }) => sentence))]),
        ),
    smallHeading('Business case, a month'),
    table(
      ['', 'Cost (USD)', 'Hours'],
      [
        ['Today', plan.businessCase.today.costUsd, plan.businessCase.today.hours],
        ['Expected', plan.businessCase.expected.costUsd, plan.businessCase.expected.hours],
        ['Saving', plan.businessCase.savingPerMonthUsd, plan.businessCase.hoursFreedPerMonth],
      ],
    ),
  ].join('\n')
}
