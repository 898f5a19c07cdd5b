/**
 * A workerd process that serves the built engine.
 *
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Workerd {
  readonly url: string
  readonly stop: () => Promise<void>
}

/**
 * Starts workerd on a free loopback port and waits until it responds.
 *
 * @param folder Contains `worker.js` and the modules that it imports, at the same relative paths.
 * @param modules Module names, `worker.js` first. The configuration is written to the same folder.
 * @throws If it does not respond within five minutes, with its output; the process is stopped.
 */
export async function startWorkerd(
  program: string,
  folder: string,
  modules: readonly string[],
): Promise<Workerd> {
  const port = await freePort()
  writeFileSync(join(folder, 'config.capnp'), configuration(port, modules))
  const child = spawn(program, ['serve', 'config.capnp'], { cwd: folder })
  let output = ''
  child.stdout.on('data', (text) => (output += String(text)))
  child.stderr.on('data', (text) => (output += String(text)))
  child.on('error', (error) => (output += error.message))
  const url = `http://127.0.0.1:${port}/`
  for (let attempt = 0; attempt < 3000 && child.exitCode === null; attempt++) {
    // An empty body is not a vector file; any response shows that it listens.
    const answer = await fetch(url, { method: 'POST', body: '' }).catch(() => undefined)
    if (answer) return { url, stop: () => stop(child) }
    await sleep(100)
  }
  await stop(child)
  throw new Error(`workerd does not respond\n${output}`)
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free loopback port')
  return address.port
}

function configuration(port: number, modules: readonly string[]): string {
  const embedded = modules.map((name) => `    (name = "${name}", esModule = embed "${name}"),`)
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  compatibilityDate = "2026-01-01",
  modules = [
${embedded.join('\n')}
  ],
);
`
}
