// A workflow map as the text of its file, without the fields that say nothing: what a person would have written.

import { stringify } from 'yaml'
import { yamlWidth } from './edit.ts'
import type { WorkflowMap } from './workflow-map.ts'

/** Reading it gives the same map: only values that are the schema's defaults are left out. */
export function workflowText(map: WorkflowMap): string {
  return stringify(spoken(map), { lineWidth: yamlWidth })
}

// Lists the schema demands even when they are empty.
const kept = new Set(['queryTypes', 'channels', 'branches'])

function spoken(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => spoken(one))
  if (typeof value !== 'object' || value === null) return value
  // What stands in arguments and tests is meant as it is, an empty value included.
  if (key === 'arguments' || key === 'test') return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, part]) => (isSilent(name, part) ? [] : [[name, spoken(part, name)]])),
  )
}

function isSilent(name: string, part: unknown): boolean {
  if (kept.has(name)) return false
  if (part === null || (Array.isArray(part) && part.length === 0)) return true
  return typeof part === 'object' && Object.keys(part).length === 0
}
