import type { Bundle } from '../domain/committee/bundle.ts'

export function committeePage(bundle: Bundle, _verified?: unknown): string {
  return bundle.head.promotion
}
