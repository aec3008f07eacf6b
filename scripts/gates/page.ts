import type { Results } from './results.ts'
export function page({ results }: Results): string {
  return `# Gates\n\n${results.length}\n`
}
