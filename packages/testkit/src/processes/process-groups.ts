/**
 * Processes that must not outlive the tests.
 *
 * A program is started as the leader of a process group, so that the processes which it starts end with it. Groups that are still alive when this process ends
 * are killed then, also after a failed test or a signal.
 *
 * @module
 */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { atExit } from './at-exit.ts'
import { waitUntil } from './wait-until.ts'

const cancelOf = new Map<number, () => void>()

/** Starts a program as the leader of a process group. */
export function startGroup(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): ChildProcess {
  const child = spawn(command, args, { stdio: 'ignore', ...options, detached: true })
  if (child.pid !== undefined) watchGroup(child.pid)
  return child
}

/** Takes responsibility for a group whose leader was started elsewhere. */
export function watchGroup(leader: number): void {
  cancelOf.set(
    leader,
    atExit(() => send(-leader, 'SIGKILL')),
  )
}

/** Kills a group and waits, at most two seconds, until its leader is gone. */
export async function endGroup(leader: number): Promise<void> {
  send(-leader, 'SIGKILL')
  // Orphaned members may stay in the process table for as long as the init process leaves them there.
  await waitUntil(() => !send(leader, 0), { limit: 2_000, interval: 20 }).catch(() => undefined)
  cancelOf.get(leader)?.()
  cancelOf.delete(leader)
}

/** Kills a child and waits until it has ended. */
export async function killProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

/** Kills a child that leads a group, with the group, and waits until the child has ended. */
export async function killGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const ended = once(child, 'exit')
  process.kill(-child.pid, 'SIGKILL')
  await ended
}

/** The living processes whose parent is `pid`. Linux only. */
export function childrenOf(pid: number): readonly number[] {
  return [...parents()].filter(([, parent]) => parent === pid).map(([child]) => child)
}

/** The living processes below `pid`, each after its parent. Linux only. */
export function descendantsOf(pid: number): readonly number[] {
  const parentOf = parents()
  const found = [pid]
  for (const one of found) {
    for (const [child, parent] of parentOf) if (parent === one) found.push(child)
  }
  return found.slice(1)
}

/** Kills the processes that have `folder` in their arguments. Does nothing except on Linux. */
export function killUsersOf(folder: string): void {
  if (process.platform !== 'linux') return
  for (const pid of processIds()) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)) continue
    } catch {
      continue // It has ended meanwhile.
    }
    send(-pid, 'SIGKILL')
    send(pid, 'SIGKILL')
  }
}

/** The parent of each process that is no zombie. */
function parents(): ReadonlyMap<number, number> {
  const found = new Map<number, number>()
  for (const pid of processIds()) {
    try {
      const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
      // The name of the program, in parentheses, may hold spaces.
      const [state, parent] = text.slice(text.lastIndexOf(')') + 2).split(' ')
      if (state !== 'Z') found.set(pid, Number(parent))
    } catch {
      // It has ended meanwhile.
    }
  }
  return found
}

function processIds(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
}

/** @returns Whether a process was there to receive the signal. */
function send(target: number, signal: 'SIGKILL' | 0): boolean {
  try {
    process.kill(target, signal)
    return true
  } catch {
    return false
  }
}
