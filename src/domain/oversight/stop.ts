// How fast a stop has to be.

/** A stop is effective for new effects within a second. Source: PRODUCT.md section 4, AUDIT.md C13. */
const stopsWithinMs = 1_000

/** Whether a drill in which the last effect started so long after the order kept the promise. */
export function stopsInTime(lastStartMs: number): boolean {
  return lastStartMs <= stopsWithinMs
}
