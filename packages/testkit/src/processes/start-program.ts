/**
 * A server program that runs while a test lasts.
 *
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { waitUntil } from './wait-until.ts'

export interface RunningProgram {
  readonly port: number
  stop(): Promise<void>
}

/**
 * Starts a program and waits until it listens on `port`.
 *
 * @throws {Error} It ended instead, or does not listen within the limit, with its standard error.
 */
export async function startProgram(
  port: number,
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<RunningProgram> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], env })
  let output = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  const hasStarted = async (): Promise<boolean> => {
    if (child.exitCode !== null) throw new Error(`\`${program}\` ended: ${output}`)
    return accepts(port)
  }
  await waitUntil(hasStarted, { what: `\`${program}\` listens`, interval: 25 }).catch((error) => {
    child.kill('SIGKILL')
    throw new Error(`${error.message}\n${output}`)
  })
  return { port, stop: () => terminate(child) }
}

async function terminate(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const settle = (isOpen: boolean): void => {
      socket.destroy()
      resolve(isOpen)
    }
    socket.once('connect', () => settle(true))
    socket.once('error', () => settle(false))
  })
}
