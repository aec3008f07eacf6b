// How much time is left, or how long it has been over, as two numbers a person can read at a glance.

export type Left = { over: boolean; key: 'days' | 'hours' | 'minutes' | 'seconds'; values: Record<string, number> }

const [minute, hour, dayMs] = [60_000, 3_600_000, 86_400_000]

/** Days and hours, hours and minutes, minutes, and under a minute seconds. */
export function leftUntil(due: number, now: number): Left {
  const ms = Math.abs(due - now)
  const over = due <= now
  if (ms >= dayMs) return { over, key: 'days', values: { d: Math.floor(ms / dayMs), h: Math.floor((ms % dayMs) / hour) } }
  if (ms >= hour) return { over, key: 'hours', values: { h: Math.floor(ms / hour), m: Math.floor((ms % hour) / minute) } }
  if (ms >= minute) return { over, key: 'minutes', values: { m: Math.floor(ms / minute) } }
  return { over, key: 'seconds', values: { s: Math.floor(ms / 1000) } }
}
