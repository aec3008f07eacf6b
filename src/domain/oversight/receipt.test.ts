import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { integrationMapSchema } from '../discovery/integration-map.ts'
import { plainReceipt, receiptFor } from './receipt.ts'

const like = integrationMapSchema.parse({
  systems: [{ name: 's', title: 's', owner: 'o', connector: { kind: 'agent' }, operations: [{ name: 'w', access: 'write' }] }],
}).systems[0]!.operations[0]!

const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more })

test.each([
  [
    'what is required',
    object({ id: { type: 'string' }, n: { type: 'integer', minimum: 3 } }, { required: ['id', 'n'] }),
    { id: 'simulated', n: 3 },
  ],
  [
    'an argument of the same name',
    object({ id: { type: 'string' }, sum: { type: 'number' } }, { required: ['id'] }),
    { id: 'ann' },
  ],
  ['a choice', object({ state: { enum: ['queued', 'done'] } }, { required: ['state'] }), { state: 'queued' }],
  [
    'what is nested and referred to',
    {
      ...object({ t: { $ref: '#/$defs/t' } }, { required: ['t'] }),
      $defs: { t: object({ ok: { type: 'boolean' } }, { required: ['ok'] }) },
    },
    { t: { ok: true } },
  ],
  [
    'a list with a least number',
    object({ l: { type: 'array', minItems: 2, items: { type: 'null' } } }, { required: ['l'] }),
    { l: [null, null] },
  ],
])('holds %s', (_, schema, expected) => {
  expect(
    receiptFor(schema, schema === null ? {} : 'sum' in (schema as { properties: object }).properties ? { id: 'ann' } : {}, like),
  ).toEqual(expected)
})

test.each([
  ['no schema', null],
  ['a list at the root', { type: 'array' }],
  ['a pattern nobody can guess', object({ ref: { type: 'string', pattern: '^TK-\\d{6}$' } }, { required: ['ref'] })],
  ['what refers to itself without end', { ...object({ a: { $ref: '#' } }, { required: ['a'] }) }],
])('says so plainly for %s', (_, schema) => {
  expect(receiptFor(schema, {}, like)).toBe(plainReceipt)
})

const leaf = fc.oneof(
  fc.record({ type: fc.constant('string'), minLength: fc.nat(30) }),
  fc.record({ type: fc.constant('integer'), minimum: fc.integer({ min: -50, max: 50 }) }),
  fc.record({ type: fc.constant('number'), exclusiveMinimum: fc.integer({ min: -50, max: 50 }) }),
  fc.record({ enum: fc.array(fc.string(), { minLength: 1 }) }),
  fc.constant({ type: 'boolean' }),
  fc.record({ type: fc.constant('array'), minItems: fc.nat(3), items: fc.constant({ type: 'string' }) }),
)
const shape = fc
  .dictionary(fc.stringMatching(/^[a-z]{1,6}$/), leaf, { minKeys: 1, maxKeys: 6 })
  .map((properties) => object(properties, { required: Object.keys(properties), additionalProperties: false }))

test('whatever it makes fits the schema, by another checker than ours, and is the same each time', () => {
  const ajv = new Ajv2020({ strict: false })
  fc.assert(
    fc.property(shape, fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), fc.oneof(fc.string(), fc.integer())), (schema, given) => {
      const made = receiptFor(schema, given, like)
      expect(receiptFor(schema, given, like)).toEqual(made)
      if (made !== plainReceipt) expect(ajv.validate(schema, made)).toBe(true)
    }),
  )
})
