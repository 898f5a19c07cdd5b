/**
 * A proxy as a program that runs while a test lasts.
 *
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { freePort, type Place } from './place.ts'

export interface Started {
  readonly port: number
  stop(): Promise<void>
}

/**
 * Writes an example as it stands, at other ports, into a folder of its own.
 *
 * @param service The address of the service: host and port.
 * @param change What the test changes besides.
 */
export async function writeExample(
  place: Place,
  example: URL,
  service: string,
  folderName: string,
  change: (text: string) => string = (text) => text,
): Promise<{ readonly port: number; readonly folder: string; readonly file: string }> {
  const port = await freePort()
  const folder = join(place.folder, folderName)
  mkdirSync(folder)
  const text = readFileSync(example, 'utf8')
    .replaceAll('127.0.0.1:9090', service)
    .replaceAll('127.0.0.1:3000', `127.0.0.1:${place.applicationPort}`)
    .replaceAll('127.0.0.1:8080', `127.0.0.1:${port}`)
    .replaceAll(/^:8080 /gm, `:${port} `)
  const file = join(folder, example.pathname.replace(/^.*\//, ''))
  writeFileSync(file, change(text))
  return { port, folder, file }
}

/** Runs it, and waits until it listens. */
export async function startProgram(
  port: number,
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Started> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], env })
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  await untilOpen(port, child, () => said)
  return {
    port,
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function untilOpen(port: number, child: ChildProcess, said: () => string): Promise<void> {
  for (let times = 0; times < 400; times++) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended: ${said()}`)
    const socket = connect(port, '127.0.0.1')
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true))
      socket.once('error', () => resolve(false))
    })
    socket.destroy()
    if (isOpen) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`${child.spawnfile} does not listen: ${said()}`)
}
