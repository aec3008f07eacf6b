import { expect, test } from 'vitest'
import { isRushed, median, Pace } from './pace.ts'

function paceFrom(kept: number[] = []) {
  let now = 0
  let written: readonly number[] = []
  const write = (seconds: readonly number[]) => {
    written = seconds
  }
  const pass = (seconds: number) => {
    now += seconds * 1000
  }
  const pace = new Pace({ read: () => kept, write }, () => now)
  return { pace, pass, written: () => written }
}

test('time counts while there are signs of life, at most two minutes between two of them', () => {
  const { pace, pass, written } = paceFrom()
  pace.shown()
  pass(90)
  pace.alive()
  pass(3_600)
  pace.alive()
  pass(5)
  expect(pace.spent()).toBe(215)
  pace.judged()
  expect(written()).toEqual([215])
})

test('the clock starts when an item is shown, not when it was fetched', () => {
  const { pace, pass } = paceFrom()
  pass(50)
  pace.shown()
  pass(4)
  expect(pace.spent()).toBe(4)
})

test('a verdict taken back takes its time back; earlier ones of the day stay', () => {
  const { pace } = paceFrom([9])
  pace.shown()
  pace.judged()
  pace.takenBack()
  expect(pace.seconds).toEqual([9])
})

test('median and haste', () => {
  expect([median([]), median([3, 1, 2]), median([4, 2])]).toEqual([null, 2, 3])
  expect([isRushed([1, 1, 1, 1]), isRushed([9, 1, 1, 1, 1, 1]), isRushed([1, 1, 1, 1, 5])]).toEqual([false, true, false])
})
