import { describe, expect, it } from 'vitest'
import { progressBar } from './progress-bar.ts'
import { cellsOf, folded } from './rollout-tables.ts'

describe('cells as people write them', () => {
  it('reads queryType:channel with commas between, spaces around them allowed', () => {
    expect(cellsOf('vpn:chat, odd:type:email')).toEqual([
      { queryType: 'vpn', channel: 'chat' },
      { queryType: 'odd:type', channel: 'email' },
    ])
  })

  it.each(['vpn', 'vpn:', ':chat', 'vpn:chat,', ''])('does not guess what “%s” means', (text) => {
    expect(cellsOf(text)).toBeNull()
  })
})

describe('a column of sentences', () => {
  it('is folded between words and loses none of them', () => {
    const sentence = Array.from({ length: 60 }, (_, i) => `word${i}`).join(' ')
    const lines = folded(sentence).split('\n')
    expect(lines.length).toBeGreaterThan(3)
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(91)
    expect(folded(sentence).split(/\s+/)).toEqual(sentence.split(' '))
  })
})

describe('the progress bar', () => {
  const drawn = (isTTY: boolean) => {
    const written: string[] = []
    const bar = progressBar({ isTTY, write: (text) => void written.push(text) })
    bar.show('played', 1, 2)
    bar.show('played', 1, 2)
    bar.clear()
    return written
  }

  it('draws on a terminal, once per change, and wipes itself', () => {
    expect(drawn(true)).toEqual([expect.stringContaining('played ███████████████░░░░░░░░░░░░░░░ 1 of 2'), '\r\x1b[2K'])
  })

  it('is silent in a pipe', () => {
    expect(drawn(false)).toEqual([])
  })
})
