// What was typed into the calculator, as it stands in the address: `1x180x7,0.1x20x1`. An address somebody mistyped is as good as none.

export type Level = [weight: number, right: number, wrong: number]

const usual: Level[] = [[1, 180, 4]]

export function levelsIn(text: string | undefined): Level[] {
  if (text === undefined) return usual
  const levels = text.split(',').map((line) => line.split('x').map(Number))
  const fine = levels.every(
    ([weight = 0, right = -1, wrong = -1, ...more]) =>
      more.length === 0 &&
      weight > 0 &&
      weight <= 1 &&
      Number.isInteger(right) &&
      right >= 0 &&
      Number.isInteger(wrong) &&
      wrong >= 0,
  )
  return fine ? (levels as Level[]) : usual
}

export function levelsText(levels: readonly Level[]): string {
  return levels.map((level) => level.join('x')).join(',')
}

/** A share between nothing and all of it, or the usual one. */
export function shareIn(text: string | undefined, otherwise: number): number {
  const ratio = Number(text)
  return text !== undefined && ratio > 0 && ratio < 1 ? ratio : otherwise
}
