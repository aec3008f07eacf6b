// Whether a condition can ever be true, can ever be false, or is always preceded by another: decided on its syntax tree, over the values its
// names can have. What is not understood is taken for “could be either”, so nothing is claimed that is not so.

import type { ASTNode } from '@marcbachmann/cel-js'
import { serialize } from '@marcbachmann/cel-js'
import { holdsPhrase, plainText } from '../discovery/words.ts'
import { literalOf, nameOf, type Point, type Universe } from './condition-values.ts'

/** One way for a condition to be true: for some names the values they may have (as points of the universe), for the rest yes or no. */
type Way = { points: ReadonlyMap<string, ReadonlySet<number>>; atoms: ReadonlyMap<string, Atom> }
type Atom = { holds: boolean; phrase: Phrase | null }
/** `mentions(about, phrase)`. */
type Phrase = { about: string; phrase: string }

/** The ways for it to be true and to be false; null: too many to look at, so nothing can be said. */
export type Logic = { whenTrue: readonly Way[] | null; whenFalse: readonly Way[] | null }

const mostWays = 300
const free: Way = { points: new Map(), atoms: new Map() }

export function logicOf(ast: ASTNode, universe: Universe): Logic {
  return { whenTrue: ways(ast, true, universe), whenFalse: ways(ast, false, universe) }
}

/** True only when no query whatever makes the condition true. */
export function neverTrue({ whenTrue }: Logic): boolean {
  return whenTrue !== null && whenTrue.length === 0
}

/** True only when no query whatever makes the condition false. */
export function neverFalse({ whenFalse }: Logic): boolean {
  return whenFalse !== null && whenFalse.length === 0
}

/** True only when, whenever this condition is true, one of the others is true too. */
export function covered(logic: Logic, others: readonly Logic[]): boolean {
  if (logic.whenTrue === null || logic.whenTrue.length === 0) return false
  const wider = others.flatMap((other) => other.whenTrue ?? [])
  return logic.whenTrue.every((way) => wider.some((other) => follows(way, other)))
}

/** Whether the second way holds whenever the first does. */
function follows(way: Way, from: Way): boolean {
  for (const [name, wanted] of from.points) {
    const had = way.points.get(name)
    if (had === undefined || ![...had].every((point) => wanted.has(point))) return false
  }
  for (const [key, wanted] of from.atoms) {
    const had = way.atoms.get(key)
    if (had ? had.holds !== wanted.holds : ![...way.atoms.values()].some((one) => phraseFollows(one, wanted))) return false
  }
  return true
}

/** A text that mentions “ignore all previous” mentions “ignore all” too. */
function phraseFollows(had: Atom, wanted: Atom): boolean {
  if (had.phrase === null || wanted.phrase === null || had.phrase.about !== wanted.phrase.about) return false
  if (had.holds && wanted.holds) return within(had.phrase.phrase, wanted.phrase.phrase)
  return !had.holds && !wanted.holds && within(wanted.phrase.phrase, had.phrase.phrase)
}

function within(longer: string, shorter: string): boolean {
  const plain = plainText(longer)
  return holdsPhrase(longer.endsWith('*') ? plain.trimEnd() : plain, shorter)
}

function ways(node: ASTNode, sign: boolean, universe: Universe): readonly Way[] | null {
  switch (node.op) {
    case 'value':
      return typeof node.args === 'boolean' ? (node.args === sign ? [free] : []) : opaque(node, sign)
    case '!_':
      return ways(node.args, !sign, universe)
    case '&&':
    case '||': {
      const [left, right] = [ways(node.args[0], sign, universe), ways(node.args[1], sign, universe)]
      return (node.op === '&&') === sign ? both(left, right) : either(left, right)
    }
    case '?:': {
      const [test, yes, no] = node.args
      const taken = both(ways(test, true, universe), ways(yes, sign, universe))
      return either(taken, both(ways(test, false, universe), ways(no, sign, universe)))
    }
    case 'call':
      return called(node, sign, universe)
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case 'in':
      return compared(node, sign, universe)
    default: {
      const name = nameOf(node)
      return name === null ? opaque(node, sign) : among(name, sign, universe, truth)
    }
  }
}

function truth(point: Point): boolean | null {
  return point.kind === 'value' && typeof point.value === 'boolean' ? point.value : null
}

function both(left: readonly Way[] | null, right: readonly Way[] | null): readonly Way[] | null {
  // What is impossible stays so whatever the other side is.
  if (left?.length === 0 || right?.length === 0) return []
  if (left === null || right === null || left.length * right.length > mostWays) return null
  return left.flatMap((one) =>
    right.flatMap((other) => {
      const way = joined(one, other)
      return way === null ? [] : [way]
    }),
  )
}

function either(left: readonly Way[] | null, right: readonly Way[] | null): readonly Way[] | null {
  if (left === null || right === null || left.length + right.length > mostWays) return null
  return [...left, ...right]
}

/** Both ways at once, or null when that cannot be. */
function joined(one: Way, other: Way): Way | null {
  const points = new Map(one.points)
  for (const [name, set] of other.points) {
    const before = points.get(name)
    const shared = before === undefined ? set : new Set([...set].filter((point) => before.has(point)))
    if (shared.size === 0) return null
    points.set(name, shared)
  }
  const atoms = new Map(one.atoms)
  for (const [key, atom] of other.atoms) {
    if (atoms.has(key) && atoms.get(key)?.holds !== atom.holds) return null
    atoms.set(key, atom)
  }
  const list = [...atoms.values()]
  const impossible = list.some(
    (had) => had.holds && list.some((missing) => !missing.holds && phraseFollows(had, { ...missing, holds: true })),
  )
  return impossible ? null : { points, atoms }
}

function opaque(node: ASTNode, sign: boolean): readonly Way[] {
  return [atom(serialize(node), { holds: sign, phrase: null })]
}

function atom(key: string, value: Atom): Way {
  return { points: new Map(), atoms: new Map([[key, value]]) }
}

/** The points of a name at which it is decided as wanted; a point at which it is undecided is neither true nor false. */
function among(name: string, sign: boolean, universe: Universe, decide: (point: Point) => boolean | null): readonly Way[] {
  const set = new Set<number>()
  for (const [at, point] of universe.pointsOf(name).entries()) if (decide(point) === sign) set.add(at)
  return set.size === 0 ? [] : [{ points: new Map([[name, set]]), atoms: new Map() }]
}

function called(node: Extract<ASTNode, { op: 'call' }>, sign: boolean, universe: Universe): readonly Way[] | null {
  const [name, [first, second]] = node.args
  if (name === 'has' && first) {
    const about = nameOf(first)
    return about === null ? opaque(node, sign) : among(about, sign, universe, (point) => point.kind !== 'absent')
  }
  if (name !== 'mentions' || !first || !second) return opaque(node, sign)
  const phrases = second.op === 'list' ? second.args.map(literalOf) : [literalOf(second)]
  if (!phrases.every((one): one is { value: string } => typeof one?.value === 'string')) return opaque(node, sign)
  const about = serialize(first)
  const each = phrases.map(({ value }): readonly Way[] => {
    const phrase = plainText(value).trim() + (value.endsWith('*') ? '*' : '')
    if (phrase === '' || phrase === '*') return sign ? [] : [free]
    return [atom(`mentions ${about} ${phrase}`, { holds: sign, phrase: { about, phrase } })]
  })
  return each.reduce<readonly Way[] | null>(sign ? either : both, sign ? [] : [free])
}

type Comparison = Extract<ASTNode, { op: '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' }>

function compared(node: Comparison, sign: boolean, universe: Universe): readonly Way[] | null {
  const [left, right] = node.args
  if (node.op === 'in') {
    const name = nameOf(left)
    const list = right.op === 'list' ? right.args.map(literalOf) : null
    if (name === null || list === null || list.includes(null)) return opaque(node, sign)
    return among(name, sign, universe, (point) =>
      point.kind === 'absent' ? null : list.some((one) => point.kind === 'value' && point.value === one?.value),
    )
  }
  const [a, b] = [literalOf(left), literalOf(right)]
  if (a && b) {
    const outcome = decide(node.op, a.value, b.value)
    return outcome === null ? opaque(node, sign) : outcome === sign ? [free] : []
  }
  const literal = a ?? b
  const other = a ? right : left
  if (literal === null) return opaque(node, sign)
  const name = nameOf(other)
  const op = a ? mirrored[node.op] : node.op
  if (name !== null && (op === '==' || op === '!=' || typeof literal.value === 'number'))
    return among(name, sign, universe, (point) => atPoint(op, point, literal.value))
  if (typeof literal.value === 'boolean' && isYesOrNo(other) && (op === '==' || op === '!='))
    return ways(other, (literal.value === sign) === (op === '=='), universe)
  return opaque(node, sign)
}

const mirrored = { '==': '==', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const
const yesOrNo = new Set(['!_', '&&', '||', '==', '!=', '<', '<=', '>', '>=', 'in'])

function isYesOrNo(node: ASTNode): boolean {
  return yesOrNo.has(node.op) || (node.op === 'call' && (node.args[0] === 'has' || node.args[0] === 'mentions'))
}

type Op = keyof typeof mirrored

function atPoint(op: Op, point: Point, literal: unknown): boolean | null {
  if (point.kind === 'absent') return null
  if (point.kind === 'other') return op === '==' ? false : op === '!=' ? true : null
  return decide(op, point.value, literal)
}

function decide(op: Op, a: unknown, b: unknown): boolean | null {
  if (op === '==') return a === b
  if (op === '!=') return a !== b
  if (typeof a !== 'number' || typeof b !== 'number') return null
  return op === '<' ? a < b : op === '<=' ? a <= b : op === '>' ? a > b : a >= b
}
