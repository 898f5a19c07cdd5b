/**
 * The gateway started with its command: time to readiness, memory.
 *
 * @module
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '@marque/testkit/processes'
import { policyText } from './policy-text.ts'

const COMMAND = fileURLToPath(new URL('../../../packages/cli/bin/marque.js', import.meta.url))

export interface RunningCommand {
  readonly port: number
  /** From process start to the first 200 of `/readyz`, milliseconds. */
  readonly readyAfter: number
  /** Resident set size, bytes. */
  rss(): number
  /** Replaces the policy by one with one origin more or less, and waits until it is in force. */
  reload(): Promise<void>
  stop(): Promise<void>
}

export async function startCommand(upstream: string, origins: number): Promise<RunningCommand> {
  const file = join(mkdtempSync(join(tmpdir(), 'marque-bench-')), 'policy.yaml')
  writeFileSync(file, policyText(origins))
  const [port, admin] = [await freePort(), await freePort()]
  const from = performance.now()
  const child = spawn(
    process.execPath,
    [
      COMMAND,
      'gateway',
      file,
      ...['--upstream', upstream],
      ...['--listen', `127.0.0.1:${port}`],
      ...['--admin', `127.0.0.1:${admin}`],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  while ((await statusOf(admin)) !== 200) await pause(2)
  const readyAfter = performance.now() - from
  let isMore = false
  return {
    port,
    readyAfter,
    rss: () => residentOf(child),
    async reload() {
      isMore = !isMore
      const inForce = waitForOutput(child, 'is in force')
      writeFileSync(`${file}.new`, policyText(isMore ? origins + 1 : origins))
      renameSync(`${file}.new`, file)
      await inForce
    },
    async stop() {
      child.kill()
      await once(child, 'exit')
    },
  }
}

function waitForOutput({ stderr }: ChildProcess, words: string): Promise<void> {
  return new Promise((resolve) => {
    let text = ''
    const onData = (bytes: Buffer): void => {
      text += bytes.toString()
      if (!text.includes(words)) return
      stderr?.off('data', onData)
      resolve()
    }
    stderr?.on('data', onData)
  })
}

function residentOf({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1_024
}

/** Status of `/readyz`; 0 if the connection fails. */
function statusOf(port: number): Promise<number> {
  return new Promise((resolve) => {
    const outgoing = request({ host: '127.0.0.1', port, path: '/readyz' }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode ?? 0))
    })
    outgoing.on('error', () => resolve(0))
    outgoing.end()
  })
}

function pause(time: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, time))
}
