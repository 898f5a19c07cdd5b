/**
 * A workerd process with the built engine in it.
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
 * Starts workerd on a free port of loopback and waits until it answers.
 *
 * @param folder Holds `worker.js`, and the modules that it imports at the same relative paths.
 * @param modules Their names, `worker.js` first. The configuration is written beside them.
 * @throws When it has not answered within five minutes, with what it said. It is stopped then.
 */
export async function startWorkerd(
  program: string,
  folder: string,
  modules: readonly string[],
): Promise<Workerd> {
  const port = await freePort()
  writeFileSync(join(folder, 'config.capnp'), configuration(port, modules))
  const child = spawn(program, ['serve', 'config.capnp'], { cwd: folder })
  let said = ''
  child.stdout.on('data', (text) => (said += String(text)))
  child.stderr.on('data', (text) => (said += String(text)))
  child.on('error', (error) => (said += error.message))
  const url = `http://127.0.0.1:${port}/`
  for (let attempt = 0; attempt < 3000 && child.exitCode === null; attempt++) {
    // An empty body is no vector file: any answer at all says that it listens.
    const answer = await fetch(url, { method: 'POST', body: '' }).catch(() => undefined)
    if (answer) return { url, stop: () => stop(child) }
    await sleep(100)
  }
  await stop(child)
  throw new Error(`workerd does not answer\n${said}`)
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
  if (address === null || typeof address === 'string') throw new Error('loopback gave no port')
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
