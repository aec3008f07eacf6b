// Conditions of a dossier, in CEL: compiled and type-checked before anything runs, pure and bounded when they do. Never evaluated as code.
// A condition that cannot be decided says so (`undecided`); callers hand over to a person. It never turns into a silent “false”.

import { type ASTNode, Environment } from '@marcbachmann/cel-js'
import { holdsPhrase, plainText } from './words.ts'
import type { WorkflowMap } from './workflow-map.ts'

/** Where a condition stands, which decides what it may speak of: a type's rule, a trigger, or a branch after a step. */
export type ConditionPlace = 'rule' | 'trigger' | 'step'

export type DeclaredFields = WorkflowMap['fields']

/** What a condition is asked about. `result` is the last step's, `results` those of all steps so far, by step id. */
export type ConditionContext = {
  query: string
  fields: Readonly<Record<string, unknown>>
  channel: string
  requester: string
  queryType?: string
  result?: unknown
  results?: Readonly<Record<string, unknown>>
}

type Decided = boolean | 'undecided'

export type Condition = {
  text: string
  /** The step ids the condition reads through `results`, and whether it reads `result`. */
  reads: { results: readonly string[]; result: boolean }
  /** What the parser made of the text, for those who look at a condition without a query. */
  ast: ASTNode
  evaluate(context: ConditionContext): Decided
}

/** `column` counts from 1 within the condition's text. */
export type CompiledCondition =
  | { ok: true; condition: Condition; evaluate: Condition['evaluate'] }
  | { ok: false; why: string; column: number }

// A condition is at most 500 characters (conditionSchema); these keep its tree as small, and comprehensions are not nested, so that the cost of
// one evaluation is at most linear in a result's size.
export const conditionLimits = { maxAstNodes: 400, maxDepth: 32, maxListElements: 64, maxMapEntries: 8, maxCallArguments: 8 }

let lastText = ''
let lastPlain = plainText('')

/** One query is asked dozens of `mentions` in a row; its plain form is made once. */
function plainOf(text: string): string {
  if (text !== lastText) {
    lastPlain = plainText(text)
    lastText = text
  }
  return lastPlain
}

function environment(fields: DeclaredFields, place: ConditionPlace): Environment {
  const schema = Object.fromEntries(
    Object.entries(fields).map(([name, type]) => [name, { string: 'string', number: 'dyn', boolean: 'bool' }[type]]),
  )
  const env = new Environment({ limits: conditionLimits })
    .registerVariable('query', 'string')
    .registerVariable('channel', 'string')
    .registerVariable('requester', 'string')
    .registerVariable({ name: 'fields', schema })
    .registerFunction('mentions(string, string): bool', (text: string, phrase: string) => holdsPhrase(plainOf(text), phrase))
    .registerFunction('mentions(string, list<string>): bool', (text: string, phrases: string[]) =>
      phrases.some((phrase) => holdsPhrase(plainOf(text), phrase)),
    )
  if (place !== 'rule') env.registerVariable('queryType', 'string')
  if (place === 'step') env.registerVariable('result', 'dyn').registerVariable('results', 'map<string, dyn>')
  return env
}

/**
 * Compiles a condition: parsed, type-checked against the declared fields, its cost bounded (no regular expressions, no nested comprehensions).
 * The result's `evaluate` never throws: an absent field, a value of another type than declared, or a non-boolean outcome is `undecided`.
 *
 * Beyond CEL there is `mentions(text, phrase)` and `mentions(text, [phrases])`: whole words, whatever the case and accents; `passw*` goes on.
 */
export function compileCondition(text: string, fields: DeclaredFields, place: ConditionPlace = 'step'): CompiledCondition {
  const env = environment(fields, place)
  const checked = env.check(text)
  if (!checked.valid) {
    return { ok: false, why: checked.error?.summary ?? 'it is not a condition', column: (checked.error?.range?.start ?? 0) + 1 }
  }
  if (checked.type !== 'bool' && checked.type !== 'dyn')
    return { ok: false, why: `it says ${checked.type}, not yes or no`, column: 1 }
  const parsed = env.parse(text)
  const found = inspect(parsed.ast, fields)
  if (found.problem) return { ok: false, ...found.problem }
  const numbers = [...found.fields].filter((name) => fields[name] === 'number')
  const evaluate = (context: ConditionContext): Decided => {
    if (numbers.some((name) => name in context.fields && typeof context.fields[name] !== 'number')) return 'undecided'
    try {
      const outcome: unknown = parsed(context)
      return typeof outcome === 'boolean' ? outcome : 'undecided'
    } catch {
      // The evaluator is pure; whatever it throws means that this condition could not be decided on this context.
      return 'undecided'
    }
  }
  return {
    ok: true,
    evaluate,
    condition: { text, reads: { results: [...found.steps], result: found.result }, ast: parsed.ast, evaluate },
  }
}

const comprehensions = new Set(['all', 'exists', 'exists_one', 'map', 'filter'])

type Inspection = {
  fields: Set<string>
  steps: Set<string>
  result: boolean
  unbounded: string | null
  problem: { why: string; column: number } | null
}

function inspect(ast: ASTNode, fields: DeclaredFields): Inspection {
  const found: Inspection = { fields: new Set(), steps: new Set(), result: false, unbounded: null, problem: null }
  const complain = (node: ASTNode, why: string) => {
    found.problem ??= { why, column: node.start + 1 }
  }
  const tooLong = (node: ASTNode, why: string) => {
    found.unbounded ??= why
    complain(node, why)
  }
  const visit = (node: ASTNode, within: boolean): void => {
    const call = node.op === 'rcall' || node.op === 'call' ? node.args[0] : null
    if (call === 'matches') tooLong(node, 'regular expressions are not allowed here: use mentions(query, "word*")')
    if (call === 'bind') tooLong(node, 'cel.bind is not allowed here: write the value out')
    const loop = node.op === 'rcall' && comprehensions.has(node.args[0])
    if (loop && within) tooLong(node, 'one comprehension inside another could take too long: split the decision in two')
    if (node.op === 'id' && node.args === 'result') found.result = true
    const member = memberOf(node)
    if (member?.of === 'fields') {
      if (member.name === null) complain(node, 'name the field itself: fields.name')
      else if (!Object.hasOwn(fields, member.name))
        complain(node, `fields.${member.name} is not declared under “fields” in workflow.yaml`)
      else found.fields.add(member.name)
    }
    if (member?.of === 'results' && member.name !== null) found.steps.add(member.name)
    for (const child of partsOf(node)) visit(child, within || loop)
  }
  visit(ast, false)
  return found
}

/** Why a condition could take too long, whatever it speaks of; null: it cannot. */
export function whyUnbounded(ast: ASTNode): string | null {
  return inspect(ast, {}).unbounded
}

function memberOf(node: ASTNode): { of: string; name: string | null } | null {
  if (node.op !== '.' && node.op !== '[]') return null
  const [target, key] = node.args
  if (target.op !== 'id') return null
  if (typeof key === 'string') return { of: target.args, name: key }
  return { of: target.args, name: key.op === 'value' && typeof key.args === 'string' ? key.args : null }
}

/** The parts of a node of a condition, in order. */
export function partsOf(node: ASTNode): ASTNode[] {
  const found: ASTNode[] = []
  const collect = (part: unknown): void => {
    if (Array.isArray(part)) for (const item of part) collect(item)
    else if (typeof part === 'object' && part !== null && 'op' in part && 'args' in part) found.push(part as ASTNode)
  }
  collect(node.args)
  return found
}
