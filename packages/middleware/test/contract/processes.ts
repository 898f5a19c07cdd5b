/**
 * Applications in processes of their own.
 *
 * @module
 */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RunningApp } from './app.ts'

/**
 * Waits until it answers on its port.
 *
 * @param name For the error.
 * @throws It does not within twenty seconds, with what it said. It is stopped then.
 */
export async function answeringOn(
  port: number,
  child: ChildProcess,
  name: string,
): Promise<RunningApp> {
  let said = ''
  child.stdout?.on('data', (text) => (said += String(text)))
  child.stderr?.on('data', (text) => (said += String(text)))
  for (let attempt = 0; attempt < 3000 && child.exitCode === null; attempt++) {
    const isUp = await fetch(`http://127.0.0.1:${port}/`, {
      headers: { 'x-vector': 'targets#0' },
    }).then(
      () => true,
      () => false,
    )
    if (isUp) return { port, stop: () => stop(child) }
    await sleep(100)
  }
  await stop(child)
  throw new Error(`${name} does not answer\n${said}`)
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await Promise.race([once(child, 'exit'), sleep(5_000).then(() => child.kill('SIGKILL'))])
}
