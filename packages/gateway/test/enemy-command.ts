/**
 * The real command in a process of its own, as a stranger starts it.
 *
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pause } from './gateway-under-test.ts'

const MARQUE: string = fileURLToPath(new URL('../../../node_modules/.bin/marque', import.meta.url))

export interface Command {
  readonly child: ChildProcess
  readonly port: number
  readonly adminPort: number
  /** The policy file, to be written anew. */
  readonly policyFile: string
  /** Standard error and standard output so far. */
  readonly told: () => string
  readonly logged: () => string
  /** Ends it at once, and removes its files. */
  stop(): Promise<void>
}

export interface CommandOptions {
  readonly policy: string
  readonly upstream: string
  readonly listen?: string
  readonly more?: readonly string[]
}

export async function startCommand({
  policy,
  upstream,
  listen = '127.0.0.1:0',
  more = [],
}: CommandOptions): Promise<Command> {
  const folder = mkdtempSync(join(tmpdir(), 'marque-enemy-'))
  const policyFile = join(folder, 'policy.yaml')
  writeFileSync(policyFile, policy)
  const running = await spawnCommand(policyFile, upstream, listen, more)
  return {
    ...running,
    policyFile,
    async stop() {
      await kill(running.child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Starts it on a policy file that is there, and waits until it listens. */
export async function spawnCommand(
  policyFile: string,
  upstream: string,
  listen: string,
  more: readonly string[] = [],
): Promise<Omit<Command, 'policyFile' | 'stop'>> {
  const args = ['gateway', policyFile, '--upstream', upstream, '--listen', listen]
  const child = spawn(MARQUE, [...args, '--admin', '127.0.0.1:0', ...more], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let told = ''
  let logged = ''
  child.stderr.on('data', (chunk: Buffer) => {
    told += chunk.toString()
  })
  child.stdout.on('data', (chunk: Buffer) => {
    logged += chunk.toString()
  })
  while (!/policy sha256/.test(told)) {
    if (child.exitCode !== null) throw new Error(told)
    await pause(5)
  }
  const [own, admin] = [...told.matchAll(/http:\/\/127\.0\.0\.1:(\d+)/g)]
  return {
    child,
    port: Number(own?.[1]),
    adminPort: Number(admin?.[1]),
    told: () => told,
    logged: () => logged,
  }
}

export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('exit', resolve))
}
