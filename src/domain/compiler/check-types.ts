// Checks of the query types: enough examples that tell them apart, a path, volumes and minutes, and what they share of all the time.

import { classifierFor } from '../discovery/classify.ts'
import { plainText } from '../discovery/words.ts'
import { type QueryType, unlisted } from '../discovery/workflow-map.ts'
import { checkCondition } from './check-steps.ts'
import { logicOf, neverFalse, neverTrue } from './condition-logic.ts'
import { universeOf } from './condition-values.ts'
import type { Reporter } from './findings.ts'
import type { Ground } from './ground.ts'

export function checkTypes(ground: Ground, report: Reporter): void {
  const { queryTypes } = ground.dossier.workflow
  if (!queryTypes.some((type) => type.major))
    report.workflow('no-major-type', ['queryTypes'], 'No query type is marked as major.')
  for (const at of queryTypes.keys()) checkType(ground, report, at)
  checkShares(ground, report)
  checkSameExamples(ground, report)
  checkOverlap(ground, report)
}

function checkType(ground: Ground, report: Reporter, at: number): void {
  const { workflow } = ground.dossier
  const type = workflow.queryTypes[at]!
  const place = ['queryTypes', at]
  if (type.name === unlisted) report.workflow('name-reserved', [...place, 'name'], `A query type is called “${unlisted}”.`)
  if (type.start === null) report.workflow('type-without-path', place, `“${type.name}” has no path.`)
  if (type.examples.length < 2)
    report.workflow('type-with-few-examples', place, `“${type.name}” has ${type.examples.length} of at least 2 examples.`)
  if (type.perMonth === null)
    report.workflow('type-without-volume', place, `Nobody has said how many “${type.name}” arrive in a month.`)
  if (type.minutes === null) report.workflow('type-without-minutes', place, `Nobody has said how long “${type.name}” takes.`)
  for (const [n, text] of type.rules.entries()) {
    const spot = [...place, 'rules', n]
    const ast = checkCondition(ground, report, { text, where: 'rule', place: spot })
    if (ast === null) continue
    const logic = logicOf(ast, universeOf(workflow, [ast]))
    if (neverTrue(logic)) report.workflow('rule-never-true', spot, `The rule “${text}” can never be true.`)
    if (neverFalse(logic)) report.workflow('rule-always-true', spot, `The rule “${text}” is always true.`)
  }
  for (const [n, query] of type.start === null ? [] : type.examples.entries()) {
    const read = ground.classifier.classify({ query, channel: workflow.channels[0] ?? '', requester: '', fields: {} })
    if (read !== type.name)
      report.workflow(
        'example-misread',
        [...place, 'examples', n],
        `The example “${query}” of “${type.name}” is read as ${read === null ? 'no type' : `“${read}”`}.`,
      )
  }
}

function checkShares({ dossier }: Ground, report: Reporter): void {
  const { queryTypes, edgeCases } = dossier.workflow
  for (const [key, list] of [
    ['queryTypes', queryTypes],
    ['edgeCases', edgeCases],
  ] as const) {
    const sum = list.reduce((total, { shareOfTimeRatio }) => total + (shareOfTimeRatio ?? 0), 0)
    if (sum > 1 + 1e-9) report.workflow('shares-above-one', [key], `The shares of “${key}” come to ${Math.round(sum * 100)} %.`)
  }
  if (edgeCases.length === 0) report.workflow('no-edge-cases', ['edgeCases'], 'No edge case is listed.')
  for (const [at, edge] of edgeCases.entries()) {
    if (!edge.handling?.trim())
      report.workflow('edge-case-without-handling', ['edgeCases', at], `Nobody has said how “${edge.name}” is handled.`)
    if (edge.shareOfTimeRatio === null)
      report.workflow(
        'edge-case-without-share',
        ['edgeCases', at],
        `Nobody has said what share of the time “${edge.name}” takes.`,
      )
  }
  const total = queryTypes.reduce((sum, { perMonth }) => sum + (perMonth ?? 0), 0)
  if (total === 0 || queryTypes.some(({ perMonth }) => perMonth === null)) return
  const { majorShareRatio } = dossier.targets.coverage
  for (const [at, { name, major, perMonth }] of queryTypes.entries()) {
    const share = (perMonth ?? 0) / total
    if (major === share >= majorShareRatio) continue
    const what = `“${name}” is ${(share * 100).toFixed(1)} % of the volume; types from ${(majorShareRatio * 100).toFixed(1)} % are major.`
    report.workflow(major ? 'major-below-share' : 'minor-above-share', ['queryTypes', at, 'major'], what)
  }
}

function checkSameExamples({ dossier }: Ground, report: Reporter): void {
  const seen = new Map<string, string>()
  for (const [at, type] of dossier.workflow.queryTypes.entries()) {
    for (const [n, example] of type.examples.entries()) {
      const plain = plainText(example)
      const before = seen.get(plain)
      seen.set(plain, before ?? type.name)
      if (before !== undefined)
        report.workflow('example-twice', ['queryTypes', at, 'examples', n], `“${example}” is an example of “${before}” already.`)
    }
    const own = new Set(type.examples.map(plainText))
    for (const [n, example] of type.counterExamples.entries())
      if (own.has(plainText(example)))
        report.workflow(
          'example-twice',
          ['queryTypes', at, 'counterExamples', n],
          `“${example}” is an example and a counter-example of “${type.name}”.`,
        )
  }
}

// Below this likeness the classifier claims nothing (scoreFloor of classify.ts); so low a nearness says nothing about overlap either.
const nearEnough = 0.24

/**
 * Each half of the examples is read by the other half. Two types overlap when more than half of the examples of each lie nearer to the other's than
 * to those of their own type: then no example tells them apart. Types with few examples say too little and are left alone.
 */
function checkOverlap({ dossier }: Ground, report: Reporter): void {
  const { workflow } = dossier
  const types = workflow.queryTypes.filter((type) => type.examples.length >= 4)
  const halves = [0, 1].map((half) => {
    const kept = types.map((type) => ({ ...type, rules: [], examples: type.examples.filter((_, n) => n % 2 === half) }))
    return classifierFor({ ...workflow, queryTypes: kept })
  })
  const toward = new Map(types.map((type) => [type.name, nearestOthers(type, halves)]))
  for (const [n, one] of types.entries()) {
    for (const other of types.slice(n + 1)) {
      const [there, back] = [toward.get(one.name)?.get(other.name) ?? 0, toward.get(other.name)?.get(one.name) ?? 0]
      if (there * 2 <= one.examples.length || back * 2 <= other.examples.length) continue
      const what = `${there} of ${one.examples.length} examples of “${one.name}” are nearest to “${other.name}”, and ${back} of ${other.examples.length} the other way.`
      report.workflow('query-types-overlap', ['queryTypes', workflow.queryTypes.indexOf(other)], what)
    }
  }
}

function nearestOthers(type: QueryType, halves: readonly ReturnType<typeof classifierFor>[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const [n, example] of type.examples.entries()) {
    const [best] = halves[(n + 1) % 2]?.likeness(example) ?? []
    if (best && best.score >= nearEnough && best.queryType !== type.name)
      counts.set(best.queryType, (counts.get(best.queryType) ?? 0) + 1)
  }
  return counts
}
