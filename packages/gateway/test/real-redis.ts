/**
 * A real Redis on a port of its own, in a folder of its own.
 *
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, machineClock } from '@marque/testkit/processes'

const PROGRAM = '/usr/bin/redis-server'
export const HAS_REDIS: boolean = existsSync(PROGRAM)

export interface RealRedis {
  readonly url: `redis://${string}`
  start(): Promise<void>
  /** Ends it at once, as a power cut does. */
  kill(): Promise<void>
  /** Takes connections and answers nothing, until `resume`. */
  freeze(): void
  resume(): void
  remove(): Promise<void>
}

export async function realRedis(): Promise<RealRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'marque-redis-'))
  const port = await freePort()
  let child: ChildProcess | null = null
  const kill = async (): Promise<void> => {
    if (child === null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
    child = null
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    async start() {
      const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder]
      // On the machine's clock: the limiter takes the time from Redis alone.
      child = spawn(PROGRAM, args, { stdio: 'ignore', env: machineClock() })
      while (!(await answers(port))) await sleep(20)
    },
    kill,
    freeze: () => child?.kill('SIGSTOP'),
    resume: () => child?.kill('SIGCONT'),
    async remove() {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    socket.write('PING\r\n')
    const [data] = await once(socket, 'data')
    return String(data).startsWith('+PONG')
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
