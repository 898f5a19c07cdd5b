/**
 * `npm start` under a supervisor, which starts one process and later signals only that process.
 *
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..', '..')

/** Generous, because a busy machine takes longer to meet the condition. */
const PATIENCE = 300_000

/** TCP_LISTEN in `/proc/net/tcp`, proc_pid_net(5). */
const LISTEN = '0A'

/** All descendant processes of `pid`, from the process table. */
function descendants(pid: number): readonly number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), parentOf(name)] as const)
  const below = (of: number): readonly number[] =>
    parents.filter(([, parent]) => parent === of).flatMap(([child]) => [child, ...below(child)])
  return below(pid)
}

function parentOf(pid: string): number {
  try {
    // `pid (name) state ppid …`; the name may contain spaces and parentheses.
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return 0 // the process has exited
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/**
 * The inodes of the sockets that listen on `port` of 127.0.0.1. A socket is known by its inode, because another program may listen on
 * the port as soon as it is free.
 */
function listenersOn(port: number): readonly string[] {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  return readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local === `0100007F:${hex}` && state === LISTEN)
    .map((fields) => fields[9] ?? '')
}

function npmStart(): { readonly child: ChildProcess; readonly output: () => string } {
  // Its own process group and no terminal, so that only the processes themselves can forward the signal.
  const child = spawn('npm', ['start', '--', '--no-open'], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  return { child, output: () => output }
}

describe.runIf(process.platform === 'linux')('a signal to the process of `npm start`', () => {
  test.for(['SIGINT', 'SIGTERM'] as const)(
    '%s ends all of its children and frees the ports',
    {
      timeout: 2 * PATIENCE,
    },
    async (signal) => {
      const { child, output } = npmStart()
      const ended = once(child, 'exit')
      try {
        await expect.poll(output, { timeout: PATIENCE }).toContain('Ctrl-C stops everything.')
        const [, port = ''] = /http:\/\/api\.tern\.localhost:(\d+)/.exec(output()) ?? []
        const processes = descendants(child.pid!)
        expect(processes.length).toBeGreaterThan(0)
        const sockets = listenersOn(Number(port))
        expect(sockets).toHaveLength(1)
        child.kill(signal)
        await ended
        await expect.poll(() => processes.filter(isAlive), { timeout: PATIENCE }).toEqual([])
        expect(listenersOn(Number(port))).not.toContain(sockets[0])
      } finally {
        // Cleans up after a failed test, so that its ports are free for the next.
        try {
          process.kill(-child.pid!, 'SIGKILL')
        } catch {}
      }
    },
  )
})
