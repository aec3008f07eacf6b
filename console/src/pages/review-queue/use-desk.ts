// A desk for as long as the page stands, joined to this browser: its storage, its clock, its other windows, and the signs that somebody is there.

import { useEffect, useState, useSyncExternalStore } from 'react'
import { api, type ReviewFilter } from '../../api.ts'
import { useMay } from '../../ui/me.ts'
import { actStore } from './act-store.ts'
import { Desk } from './desk.ts'
import { type DeskState, emptyDesk } from './entry.ts'
import { paceStore } from './pace.ts'
import { personLine } from './tabs.ts'

// Somebody who is through sees new items within this time; the count in the menu is as old.
const lookAgainMs = 10_000
const signsOfLife = ['keydown', 'pointermove', 'wheel', 'touchstart'] as const
const aliveEveryMs = 1_000

const after = (ms: number, act: () => void) => {
  const timer = setTimeout(act, ms)
  return () => clearTimeout(timer)
}

function deskOf(filter: ReviewFilter, me: string, mayTake: boolean): Desk {
  const day = new Date().toLocaleDateString('sv')
  return new Desk(api, {
    filter,
    me,
    mayTake,
    tab: crypto.randomUUID(),
    store: actStore(me),
    paceStore: paceStore(me, day),
    line: personLine(me),
    after,
  })
}

/** The desk and what stands on it; null for a moment, until it is set up. */
export function useDesk(filter: ReviewFilter, me: string, item: string | undefined): [Desk | null, DeskState] {
  const mayTake = useMay()('review.take') === null
  // The key of the page changes with the filter, so one desk lives as long as this component and starts from what it was first given.
  const [start] = useState({ filter, me, mayTake, item })
  const [desk, setDesk] = useState<Desk | null>(null)
  useEffect(() => {
    const made = deskOf(start.filter, start.me, start.mayTake)
    setDesk(made)
    void made.load(start.item)
    const leave = () => made.close()
    // A page that comes back from the browser's memory has told the other windows that it is gone: it starts anew.
    const back = ({ persisted }: PageTransitionEvent) => persisted && window.location.reload()
    window.addEventListener('pagehide', leave)
    window.addEventListener('pageshow', back)
    return () => {
      window.removeEventListener('pagehide', leave)
      window.removeEventListener('pageshow', back)
      leave()
    }
  }, [start])
  useSigns(desk)
  const state = useSyncExternalStore(desk?.subscribe ?? nothingChanges, desk?.state ?? emptyState)
  return [desk, state]
}

const nothingChanges = () => () => undefined
const emptyState = () => emptyDesk

function useSigns(desk: Desk | null): void {
  useEffect(() => {
    if (desk === null) return
    let last = 0
    const alive = () => {
      const now = performance.now()
      if (now - last < aliveEveryMs) return
      last = now
      desk.alive()
    }
    const online = () => desk.tryNow()
    const timer = setInterval(() => void desk.lookAgain(), lookAgainMs)
    for (const sign of signsOfLife) window.addEventListener(sign, alive, { passive: true })
    window.addEventListener('online', online)
    return () => {
      clearInterval(timer)
      for (const sign of signsOfLife) window.removeEventListener(sign, alive)
      window.removeEventListener('online', online)
    }
  }, [desk])
}
