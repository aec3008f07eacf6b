// What the pages show stays true by itself: the server says which things changed, and the queries that show them ask again. One tab of a browser holds the line for all
// of them (a browser allows few lines to one server); when it closes, another goes on after the last event that was heard.

import type { QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { api, type LiveEvent, TenureRefusal } from './api.ts'

export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'off'

let state: LiveState = 'connecting'
const watchers = new Set<() => void>()

function become(now: LiveState): void {
  if (now === state) return
  state = now
  for (const watcher of watchers) watcher()
}

export function useLive(): LiveState {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => state,
  )
}

/** How often a query asks by itself: seldom while the line is up (time alone changes some things), as often as given while it is not. */
export function unlessLive(ms: number): () => number {
  return () => (state === 'live' ? Math.max(ms, 60_000) : ms)
}

/** The server says something at least every 15 seconds; three times that is silence. */
const silenceMs = 45_000
const longestWaitMs = 30_000
/** Busy systems change something twice a second; a page asks again at most this often. */
const calmMs = 2_000

/** 0.5, 1, 2, 4 … at most 30 seconds, each anywhere between half of it and all of it, so that a thousand pages do not come back at once. */
export function waitMs(failures: number, chance: number): number {
  return Math.min(longestWaitMs, 500 * 2 ** failures) * (0.5 + chance / 2)
}

type Said = { kind: 'event'; event: LiveEvent } | { kind: 'state'; state: LiveState } | { kind: 'who' }

const channelName = 'tenure.live'

/** Listens until told to stop. */
export function startLive(queries: QueryClient): () => void {
  const stop = new AbortController()
  const channel = new BroadcastChannel(channelName)
  const asked = asksAgain(queries)
  let [last, leads] = [undefined as string | undefined, false]
  let silence: ReturnType<typeof setTimeout> | undefined
  const hear = (said: Said) => {
    if (said.kind === 'who') {
      if (leads) channel.postMessage({ kind: 'state', state } satisfies Said)
      return
    }
    clearTimeout(silence)
    silence = setTimeout(() => become('reconnecting'), silenceMs)
    if (said.kind === 'state') return become(said.state)
    last = said.event.id
    if (said.event.event !== 'end') become('live')
    asked(said.event)
  }
  channel.onmessage = ({ data }: MessageEvent<Said>) => hear(data)
  const tell = (said: Said) => {
    channel.postMessage(said)
    hear(said)
  }
  const lead = () => {
    leads = true
    return holdLine(() => last, tell, stop.signal)
  }
  // Only pages under https (or on this machine) may ask for the lock; elsewhere every tab holds a line of its own.
  if ('locks' in navigator) void navigator.locks.request(channelName, { signal: stop.signal }, lead).catch(() => undefined)
  else void lead()
  channel.postMessage({ kind: 'who' } satisfies Said)
  return () => {
    stop.abort()
    channel.close()
    clearTimeout(silence)
    become('connecting')
  }
}

/** Opens the line again whenever it breaks, later each time; returns when the server does not want us. */
async function holdLine(last: () => string | undefined, tell: (said: Said) => void, signal: AbortSignal): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    const line = new AbortController()
    const giveUp = () => line.abort()
    // The browser knows at once that the network is gone; a dead line can look alive for minutes.
    window.addEventListener('offline', giveUp)
    let silence = setTimeout(giveUp, silenceMs)
    try {
      for await (const event of api.stream(last(), AbortSignal.any([signal, line.signal]))) {
        clearTimeout(silence)
        silence = setTimeout(giveUp, silenceMs)
        failures = 0
        tell({ kind: 'event', event })
        if (event.event === 'end') break
      }
    } catch (error) {
      if (error instanceof TenureRefusal && (error.status === 401 || error.status === 403)) {
        tell({ kind: 'state', state: 'off' })
        return
      }
      // Anything else is a line that broke: it is opened again below, and the mark says so.
    } finally {
      clearTimeout(silence)
      window.removeEventListener('offline', giveUp)
    }
    if (signal.aborted) return
    tell({ kind: 'state', state: 'reconnecting' })
    await pauseOrOnline(waitMs(failures++, Math.random()), signal)
  }
}

function pauseOrOnline(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      window.removeEventListener('online', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    window.addEventListener('online', done, { once: true })
    signal.addEventListener('abort', done, { once: true })
  })
}

/** topic → the queries that show it; `one` are those about a single thing. */
const shownBy: Record<string, { all: string[]; one?: string[] }> = {
  interactions: { all: ['interactions'], one: ['interaction'] },
  effects: { all: ['effects'] },
  reviews: { all: ['reviews'] },
  escalations: { all: ['escalations'] },
  rollouts: { all: ['rollouts', 'gate-course'], one: ['rollout', 'gate'] },
  dossiers: { all: ['dossiers', 'dossier'] },
  drafts: { all: ['drafts'] },
  employees: { all: ['employees'] },
  people: { all: ['people', 'me'] },
  keys: { all: ['keys'] },
  halts: { all: ['halts', 'drills'] },
  tools: { all: ['tools'] },
  incidents: { all: ['incidents', 'incident'] },
  edge_cases: { all: ['edge-cases', 'edge-case', 'patterns', 'replays'] },
  trail: { all: ['trail'] },
}

/** Collects what changed and lets the queries ask again, at once and then at most every two seconds. */
function asksAgain(queries: QueryClient): (event: LiveEvent) => void {
  const waiting = new Map<string, string[]>()
  let resting = false
  const flush = () => {
    if (waiting.size === 0) {
      resting = false
      return
    }
    for (const queryKey of waiting.values()) void queries.invalidateQueries({ queryKey })
    waiting.clear()
    resting = true
    setTimeout(flush, calmMs)
  }
  const add = (queryKey: string[]) => waiting.set(queryKey.join(' '), queryKey)
  return (event) => {
    if (event.event === 'ready' && !event.resumed) void queries.invalidateQueries()
    if (event.event !== 'changed') return
    for (const { topic, ids } of event.changes) {
      const shown = shownBy[topic]
      for (const name of shown?.all ?? []) add([name])
      for (const name of shown?.one ?? [])
        for (const id of ids.length === 0 ? [null] : ids) add(id === null ? [name] : [name, id])
    }
    if (!resting) flush()
  }
}
