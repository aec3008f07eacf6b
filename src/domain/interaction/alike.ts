// Names that look like others of their kind: what a clone of a blind item is shown under must not stand out. Chance comes from the caller.

/** A whole number from 0 to below `below`. */
type Chance = (below: number) => number

const digits = '0123456789'
const hex = '0123456789abcdef'
const lower = 'abcdefghijklmnopqrstuvwxyz'
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** The same shape with other content: digits stay digits, and in runs that are plainly made by a machine letters stay letters of their alphabet. Words are left as they are. */
export function alike(text: string, chance: Chance): string {
  return text.replace(/[0-9A-Za-z]+/g, (run) => {
    if (!/\d/.test(run)) return run
    const made = run.length >= 8
    const isHex = /^[0-9a-f]+$/.test(run)
    return [...run].map((letter, i) => one(letter, { chance, made, isHex, first: i === 0 })).join('')
  })
}

function one(
  letter: string,
  { chance, made, isHex, first }: { chance: Chance; made: boolean; isHex: boolean; first: boolean },
): string {
  const pick = (alphabet: string) => alphabet[chance(alphabet.length)]!
  if (made && isHex) return pick(hex)
  if (digits.includes(letter)) return first && letter !== '0' ? String(1 + chance(9)) : pick(digits)
  if (!made) return letter
  return pick(lower.includes(letter) ? lower : upper)
}

/**
 * A name of the form of the latest ones that none of them has. Where they count up, a number they left out, the latest first: a number far off would stand out, and the next one
 * will be taken. `recent`: the latest first.
 */
export function unusedAlike(recent: readonly string[], chance: Chance): string {
  const taken = new Set(recent)
  const [latest = '1'] = recent
  const number = /(\d{1,15})(\D*)$/.exec(latest)
  if (number !== null && !/[0-9A-Za-z]{16,}/.test(latest)) {
    const [tail = '', figures = '', rest = ''] = number
    const stem = latest.slice(0, latest.length - tail.length)
    for (let n = Number(figures) - 1; n > 0 && n > Number(figures) - recent.length * 2; n--) {
      const gap = `${stem}${String(n).padStart(figures.startsWith('0') ? figures.length : 0, '0')}${rest}`
      if (!taken.has(gap)) return gap
    }
  }
  for (let tries = 0; tries < 50; tries++) {
    const other = alike(latest, chance)
    if (!taken.has(other)) return other
  }
  return `${latest}${chance(10)}`
}
