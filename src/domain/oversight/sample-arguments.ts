// Arguments that an operation's JSON Schema accepts, made up: enough to ask for a permit, never for a call.

import type { Operation } from '../discovery/integration-map.ts'

type Shape = Readonly<Record<string, unknown>>

/** Every required argument once; `recipient` where the operation says that an argument is a destination, 1 where it says how much. */
export function sampleArguments(operation: Operation, recipient: string): Record<string, unknown> {
  const { required, properties } = operation.arguments ?? {}
  const shapes: Shape = isShape(properties) ? properties : {}
  const names = new Set([
    ...(Array.isArray(required) ? required.filter((name) => typeof name === 'string') : []),
    ...operation.recipients,
    ...(operation.amount === null ? [] : [operation.amount.argument]),
  ])
  return Object.fromEntries(
    [...names].map((name) => {
      const shape = isShape(shapes[name]) ? shapes[name] : {}
      if (operation.recipients.includes(name)) return [name, shape.type === 'array' ? [recipient] : recipient]
      return [name, name === operation.amount?.argument && shape.type !== 'string' ? 1 : sampleOf(shape)]
    }),
  )
}

function isShape(value: unknown): value is Shape {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function sampleOf(shape: Shape): unknown {
  if ('const' in shape) return shape.const
  if (Array.isArray(shape.enum)) return shape.enum[0]
  switch (Array.isArray(shape.type) ? shape.type[0] : shape.type) {
    case 'number':
    case 'integer':
      return typeof shape.minimum === 'number' ? shape.minimum : 1
    case 'boolean':
      return true
    case 'array':
      return isShape(shape.items) ? [sampleOf(shape.items)] : []
    case 'object':
      return sampleObject(shape)
    case 'null':
      return null
    default:
      return '1'.padEnd(typeof shape.minLength === 'number' ? shape.minLength : 1, '1')
  }
}

function sampleObject(shape: Shape): Shape {
  const properties: Shape = isShape(shape.properties) ? shape.properties : {}
  const required = Array.isArray(shape.required) ? shape.required.filter((name) => typeof name === 'string') : []
  return Object.fromEntries(required.map((name) => [name, sampleOf(isShape(properties[name]) ? properties[name] : {})]))
}
