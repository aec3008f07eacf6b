import { expect, test } from 'vitest'
import type { EmployeeHalt } from '../store/halts.ts'
import { type Every, haltWatch, lookEveryMs } from './halt-watch.ts'

function aWatch(read: () => Promise<EmployeeHalt[]>) {
  const acts = new Set<() => void>()
  const every: Every = (_, act) => {
    acts.add(act)
    return () => void acts.delete(act)
  }
  const tick = async () => {
    for (const act of [...acts]) act()
    for (let turn = 0; turn < 10; turn++) await Promise.resolve()
  }
  return { watch: haltWatch(read, every), tick, looking: () => acts.size }
}

const halt = (scope: 'all' | 'employee', target = '*'): EmployeeHalt => ({ scope, target, reason: `halt of ${target}` })

test('a halt cuts whom it covers and nobody else, once', async () => {
  const halts: EmployeeHalt[] = []
  const { watch, tick, looking } = aWatch(async () => halts)
  const cut: string[] = []
  watch.watch('a', (why) => cut.push(`a: ${why}`))
  const leave = watch.watch('b', (why) => cut.push(`b: ${why}`))
  await tick()
  expect(cut).toEqual([])
  halts.push(halt('employee', 'a'))
  await tick()
  await tick()
  expect(cut).toEqual(['a: halt of a'])
  halts.push(halt('all'))
  await tick()
  expect(cut).toEqual(['a: halt of a', 'b: halt of *'])
  leave()
  expect(looking(), 'nobody is left to look for').toBe(0)
})

test('one look serves all, and none is made for nobody', async () => {
  let looks = 0
  const { watch, tick, looking } = aWatch(async () => {
    looks++
    return []
  })
  const leaving = ['a', 'b', 'c'].map((employee) => watch.watch(employee, () => undefined))
  expect(looking()).toBe(1)
  await tick()
  expect(looks).toBe(1)
  for (const leave of leaving) leave()
  expect(looking()).toBe(0)
})

test('halts that cannot be read cut everybody', async () => {
  const { watch, tick } = aWatch(() => Promise.reject(new Error('no database')))
  const cut: string[] = []
  watch.watch('a', (why) => cut.push(why))
  await tick()
  expect(cut).toEqual(['the halts could not be read'])
  await expect(watch.now('a'), 'and nothing begins').rejects.toThrow('no database')
})

test('a look that does not come back cuts everybody before a second is over', async () => {
  const { watch, tick } = aWatch(() => new Promise(() => undefined))
  const cut: string[] = []
  watch.watch('a', (why) => cut.push(why))
  let ticks = 0
  for (; cut.length === 0 && ticks < 10; ticks++) await tick()
  expect(cut).toEqual(['the halts could not be read'])
  expect(ticks * lookEveryMs).toBeLessThan(1_000)
})
