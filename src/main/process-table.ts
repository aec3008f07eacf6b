// Which processes live, and which one a pid means: pids are reused, so a process is its pid and the moment it started. Reads /proc
// where there is one (Linux); elsewhere it only asks whether the pid exists.

import { execFileSync } from 'node:child_process'
import fs from 'node:fs'

/** The errno name (`ENOENT`, …) of an error of the operating system, null for any other. */
export function errnoOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}

function procText(pid: number, file: string): string | null {
  try {
    return fs.readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM', 'ENOTDIR'].includes(errnoOf(error) ?? '')) return null
    throw error
  }
}

/** Fields of /proc/PID/stat after the name, which may itself contain spaces and brackets. */
function procStat(pid: number): string[] | null {
  const text = procText(pid, 'stat')
  return text === null ? null : text.slice(text.lastIndexOf(')') + 2).split(' ')
}

/** Whether a process with this pid runs. One that has ended and only waits to be collected does not run. */
export function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  if (process.platform === 'linux') {
    const state = procStat(pid)?.[0]
    if (state !== undefined) return state !== 'Z' && state !== 'X'
  }
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errnoOf(error) === 'EPERM'
  }
}

/** A text that two processes with the same pid do not share: when it started. Null when it does not run. */
export function startMark(pid: number): string | null {
  if (!isRunning(pid)) return null
  if (process.platform === 'linux') return procStat(pid)?.[19] ?? null
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 1) return null
    throw error
  }
}

/** The folder a process works in; null when it has ended, belongs to somebody else, or the system does not say (not Linux). */
export function folderOf(pid: number): string | null {
  if (process.platform !== 'linux') return null
  try {
    return fs.readlinkSync(`/proc/${pid}/cwd`)
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(errnoOf(error) ?? '')) return null
    throw error
  }
}

/** Processes that work in `folder` and whose parent, which worked there too, is gone. Always empty where there is no /proc. */
export function orphansIn(folder: string): number[] {
  if (process.platform !== 'linux') return []
  const pids = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.map(Number).filter((pid) => {
    if (folderOf(pid) !== folder || !procText(pid, 'cmdline')?.startsWith('postgres: ')) return false
    const parent = Number(procStat(pid)?.[1] ?? 0)
    return folderOf(parent) !== folder
  })
}

/** Sends a signal; a process that has meanwhile ended is what was wanted. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (errnoOf(error) !== 'ESRCH') throw error
  }
}
