// Measured in the page: from a key to the frame in which another item stands there.

import type { Page } from 'playwright-core'

const script = `
  window.keyTimes = []
  const standing = () => {
    const card = document.querySelector('[data-testid=card]')
    return card?.querySelector('[data-testid=query]') ? card.getAttribute('data-review') : null
  }
  window.addEventListener('keydown', () => {
    const before = standing()
    const at = performance.now()
    window.lastKeyAt = at
    const look = () => {
      const now = standing()
      if (window.lastKeyAt !== at) return
      if (now !== null && now !== before) window.keyTimes.push(performance.now() - at)
      else if (performance.now() - at < 5000) requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  }, { capture: true })
`

export async function startStopwatch(page: Page): Promise<void> {
  await page.evaluate(script)
}

export async function keyTimes(page: Page): Promise<number[]> {
  return (await page.evaluate<number[]>('window.keyTimes')).toSorted((a, b) => a - b)
}

/** How long the browser takes for nothing on this machine now: from a key to a frame in which one element has another number. */
export async function bareFrames(page: Page, presses: number): Promise<number[]> {
  await page.setContent('<body><main id="there">0</main></body>')
  await page.evaluate(`
    window.keyTimes = []
    let n = 0
    window.addEventListener('keydown', () => {
      const at = performance.now()
      requestAnimationFrame(() => {
        document.getElementById('there').textContent = String(++n)
        requestAnimationFrame(() => window.keyTimes.push(performance.now() - at))
      })
    })
  `)
  for (let i = 0; i < presses; i++) {
    await page.keyboard.press('1')
    await page.waitForFunction((n) => (globalThis as unknown as { keyTimes: number[] }).keyTimes.length > n, i)
  }
  return keyTimes(page)
}

export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}
