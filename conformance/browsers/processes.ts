/**
 * Processes and folders that must not outlive the tests.
 *
 * Each program is started at the head of a process group of its own, so that the processes which it starts end with it. What is
 * still alive when this process ends is killed then, also after a failed test or a signal; so is what works on one of our folders,
 * which nobody may have told us of yet: puppeteer gives a browser's process only when it is up.
 *
 * @module
 */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const leaders = new Set<number>()
const folders = new Set<string>()
let watching = false

/** Starts a program at the head of a group of its own. */
export function startGroup(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): ChildProcess {
  const child = spawn(command, args, { stdio: 'ignore', ...options, detached: true })
  if (child.pid !== undefined) watchGroup(child.pid)
  return child
}

/** Takes over the group of a process that somebody else started at the head of one. */
export function watchGroup(leader: number): void {
  watch()
  leaders.add(leader)
}

/** Kills a group, and waits until its leader is gone, for at most two seconds. */
export async function endGroup(leader: number): Promise<void> {
  kill(-leader, 'SIGKILL')
  // The members that are nobody's children any more may stay in the table of processes as long as the init process lets them.
  for (let left = 100; left > 0 && kill(leader, 0); left -= 1) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  leaders.delete(leader)
}

/** A new empty folder. */
export function temporaryFolder(): string {
  watch()
  const folder = mkdtempSync(join(tmpdir(), 'marque-browser-'))
  folders.add(folder)
  return folder
}

/** Removes a folder that {@link temporaryFolder} made, and ends what still works on it. */
export function removeFolder(folder: string): void {
  killUsersOf(folder)
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  folders.delete(folder)
}

/** Kills the processes that have a folder of ours in their arguments. Elsewhere than on Linux nobody can say which these are. */
function killUsersOf(folder: string): void {
  if (process.platform !== 'linux') return
  for (const pid of readdirSync('/proc').filter(isNumber)) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)) continue
    } catch {
      continue // It has ended meanwhile.
    }
    kill(-Number(pid), 'SIGKILL')
    kill(Number(pid), 'SIGKILL')
  }
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text)
}

/** @returns Whether there was anything to send the signal to. */
function kill(target: number, signal: 'SIGKILL' | 0): boolean {
  try {
    process.kill(target, signal)
    return true
  } catch {
    return false
  }
}

function watch(): void {
  if (watching) return
  watching = true
  process.once('exit', () => {
    for (const leader of leaders) kill(-leader, 'SIGKILL')
    for (const folder of folders) removeFolder(folder)
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => process.exit(130))
  }
}
