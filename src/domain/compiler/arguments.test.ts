import { expect, test } from 'vitest'
import type { Operation } from '../discovery/integration-map.ts'
import { wrongArgument } from './arguments.ts'

const operation = (schema: unknown) => ({ name: 'do', arguments: schema }) as unknown as Operation
const ask = (schema: unknown, given: Record<string, unknown>) => wrongArgument(operation(schema), given)
/** One argument `x` under a schema. */
const one = (schema: unknown, x: unknown) =>
  ask({ type: 'object', properties: { x: schema }, additionalProperties: false }, { x })

const card = { title: 'card', type: 'object', properties: { id: { type: 'string', pattern: '^card_' } }, required: ['id'] }

test.each<[string, unknown, unknown, unknown, string]>([
  ['type', { type: 'string' }, 'a', 1, 'must be of type string'],
  ['types', { type: ['string', 'null'] }, null, 1, 'must be of type string or null'],
  ['integer', { type: 'integer' }, 2, 2.5, 'must be of type integer'],
  ['a list is no object', { type: 'object' }, {}, [], 'must be of type object'],
  ['enum', { enum: ['economy', 'business'] }, 'business', 'first', 'must be one of: economy, business'],
  ['enum of numbers', { enum: [50, 100] }, 50, '50', 'must be one of: 50, 100'],
  ['const', { const: { a: [1] } }, { a: [1] }, { a: [2] }, 'is not the one value allowed'],
  ['minimum', { minimum: 1 }, 1, 0, 'must be at least 1'],
  ['maximum', { maximum: 2 }, 2, 2.1, 'must be at most 2'],
  ['exclusiveMinimum', { exclusiveMinimum: 0 }, 0.5, 0, 'must be more than 0'],
  ['exclusiveMaximum', { exclusiveMaximum: 3 }, 2, 3, 'must be less than 3'],
  ['multipleOf', { multipleOf: 0.1 }, 0.3, 0.35, 'must be a multiple of 0.1'],
  ['minLength', { minLength: 2 }, 'ab', 'a', 'must have at least 2 characters'],
  ['maxLength in characters', { maxLength: 1 }, '😀', 'ab', 'must have at most 1 characters'],
  ['pattern', { pattern: '^[A-Z]{3}$' }, 'JFK', 'jfk', 'does not have the form it must have'],
  ['a text too long to be tested', { pattern: '^a' }, 'a', 'a'.repeat(2_001), 'does not have the form it must have'],
  ['date', { type: 'string', format: 'date' }, '2026-11-24', '2026-02-30', 'is not a date'],
  ['minItems without items', { type: 'array', minItems: 1 }, [0], [], 'must have at least 1 entries'],
  ['maxItems', { maxItems: 1 }, [1], [1, 2], 'must have at most 1 entries'],
  ['uniqueItems', { uniqueItems: true }, [1, '1'], [{ a: 1 }, { a: 1 }], 'has an entry twice'],
  [
    'at most one card',
    { contains: card, minContains: 0, maxContains: 1 },
    [{ id: 'gift_1' }],
    [{ id: 'card_1' }, { id: 'card_2' }],
    'must have at most 1 entries that are “card”',
  ],
  ['at least one card', { contains: card }, [{ id: 'card_1' }], [], 'must have at least 1 entries that are “card”'],
  ['minProperties', { minProperties: 1 }, { a: 1 }, {}, 'must have at least 1 parts'],
  ['anyOf', { anyOf: [{ type: 'number' }, { type: 'null' }] }, null, 'a', 'does not fit one of the 2 forms it may have'],
  ['oneOf', { oneOf: [{ minimum: 2 }, { maximum: 5 }] }, 1, 3, 'does not fit one of the 2 forms it may have'],
  ['allOf', { allOf: [{ minimum: 1 }, { maximum: 2 }] }, 2, 3, 'must be at most 2'],
  ['not', { not: { const: 'all' } }, 'mine', 'all', 'is what it must not be'],
  ['if, then', JSON.parse('{"if": {"minimum": 300}, "then": {"multipleOf": 100}}'), 250, 350, 'must be a multiple of 100'],
  ['nullable', { type: 'string', nullable: true }, null, 1, 'must be of type string'],
  ['left out', {}, 1, undefined, ''],
])('%s', (_, schema, fits, breaks, why) => {
  expect(one(schema, fits)).toBeNull()
  expect(one(schema, breaks)).toBe(why === '' ? null : `argument “x” ${why}`)
})

test('the place of what is wrong is named through lists and objects, and no value is repeated', () => {
  const schema = {
    type: 'object',
    required: ['people'],
    properties: {
      people: { type: 'array', items: { $ref: '#/$defs/person' } },
      pair: { prefixItems: [{ type: 'string' }], items: { type: 'number' } },
    },
    $defs: {
      person: {
        type: 'object',
        required: ['dob'],
        properties: { dob: { type: 'string', format: 'date' } },
        additionalProperties: false,
      },
    },
  }
  expect(ask(schema, {})).toBe('argument “people” is missing')
  expect(ask(schema, { people: [{ dob: '1990-01-02' }, {}] })).toBe('argument “people[1].dob” is missing')
  expect(ask(schema, { people: [{ dob: 'my secret' }] })).toBe('argument “people[0].dob” is not a date')
  expect(ask(schema, { people: [{ dob: '1990-01-02', seat: 1 }] })).toBe('argument “people[0].seat” is not part of the operation')
  expect(ask(schema, { people: [], pair: ['a', 'b'] })).toBe('argument “pair[1]” must be of type number')
})

test('names every object has are arguments like any other', () => {
  const schema = {
    type: 'object',
    required: ['constructor'],
    properties: { toString: { type: 'string' } },
    additionalProperties: false,
  }
  expect(ask(schema, {})).toBe('argument “constructor” is missing')
  expect(ask({ ...schema, required: [] }, { hasOwnProperty: 1 })).toBe('argument “hasOwnProperty” is not part of the operation')
  expect(ask({ ...schema, required: [] }, {})).toBeNull()
  expect(ask({ additionalProperties: false }, JSON.parse('{"__proto__": 1}'))).toBe(
    'argument “__proto__” is not part of the operation',
  )
})

test('a rule that needs no type is enforced without one', () => {
  expect(ask({ required: ['id'] }, {})).toBe('argument “id” is missing')
  expect(ask({ properties: { id: { type: 'string', default: 'x' } }, required: ['id'] }, {})).toBe('argument “id” is missing')
  expect(ask({ dependentRequired: { from: ['to'] } }, { from: 1 })).toBe('argument “to” is missing')
  expect(ask({ patternProperties: { '^n_': { type: 'number' } }, additionalProperties: false }, { n_a: 1 })).toBeNull()
  expect(ask({ patternProperties: { '^n_': { type: 'number' } } }, { n_a: 'a' })).toBe('argument “n_a” must be of type number')
  expect(ask({ propertyNames: { maxLength: 2 } }, { abc: 1 })).toBe('argument “abc” must have at most 2 characters')
  expect(ask(false, {})).toBe('the arguments together: must be left out')
})

test.each([
  [{ unevaluatedProperties: false }, '“unevaluatedProperties” is not understood'],
  [{ requried: ['id'] }, '“requried” is not understood'],
  [{ properties: { x: { type: 'text' } } }, 'there is no type “text”'],
  [{ properties: { x: { pattern: '(' } } }, '( is not a pattern'],
  [{ properties: { x: { pattern: '^(a+)+$' } } }, 'the pattern ^(a+)+$ repeats a group that repeats or chooses'],
  [{ properties: { x: { pattern: '^((a|aa))*$' } } }, 'the pattern ^((a|aa))*$ repeats a group that repeats or chooses'],
  [{ $ref: '#/$defs/gone' }, '“$ref” points to #/$defs/gone, which is not there'],
  [{ $ref: 'other.json' }, '“$ref” may point within the schema only, not to other.json'],
  [{ properties: { x: { items: [{}] } } }, 'a list under “items” is of an older draft: write “prefixItems”'],
])('a schema that cannot be enforced refuses every call: %j', (schema, why) => {
  expect(ask(schema, {})).toBe(`the integration map’s schema of its arguments cannot be enforced: ${why}`)
})

test('annotations and keys of one’s own say nothing; bounded repetition and sets are no risk', () => {
  expect(ask({ $schema: 'a', title: 'b', description: 'c', 'x-tenure': 1, examples: [] }, { any: 1 })).toBeNull()
  expect(one({ pattern: '^(?:credit_card|gift_card)_\\d+$' }, 'gift_card_12')).toBeNull()
  expect(one({ pattern: '^([ab]{2}-){2}[(|+]*$' }, 'ab-ba-|+')).toBeNull()
})

test('a form that refers to itself is followed, and one that leads nowhere is refused, not followed for ever', () => {
  const tree = { type: 'object', properties: { next: { $ref: '#' } }, additionalProperties: false }
  expect(ask(tree, { next: { next: {} } })).toBeNull()
  expect(ask(tree, { next: { next: { other: 1 } } })).toBe('argument “next.next.other” is not part of the operation')
  expect(ask({ $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/a' } } }, {})).toBe('the arguments together: is nested too deeply')
})

test('a schema is compiled once per operation', () => {
  let reads = 0
  const schema = {
    get type() {
      reads++
      return 'object'
    },
  }
  const it = operation(schema)
  for (let n = 0; n < 5; n++) expect(wrongArgument(it, {})).toBeNull()
  expect(reads).toBe(1)
})
