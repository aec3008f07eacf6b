// Plans are frozen by their hash, so their numbers are rounded the same way everywhere.

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}

/** Whole days, never fewer than the reviews need; a billionth of a day is binary dust. */
export function roundUp(value: number): number {
  return Math.ceil(value - 1e-9)
}
