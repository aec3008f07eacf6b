// Months as the address names them: 2026-11. Days are those of UTC, as the server counts.

export function thisMonth(now: Date): string {
  return now.toISOString().slice(0, 7)
}

/** The one before and the one after. */
export function besides(month: string): { before: string; after: string } {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const at = (shift: number) => thisMonth(new Date(Date.UTC(year, number - 1 + shift, 1)))
  return { before: at(-1), after: at(1) }
}
