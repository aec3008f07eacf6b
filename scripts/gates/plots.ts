import type { Results } from './results.ts'
export function plots(_: Results): [string, string][] {
  return []
}
