/**
 * A distributor of signed bundles, and the real command that is told of it.
 *
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleBytes } from '@marque/core'
import { importSigningKey, sign } from '@marque/sync'
import { bundleOf, pause } from './gateway-under-test.ts'

const MARQUE: string = fileURLToPath(new URL('../../../node_modules/.bin/marque', import.meta.url))

export const A = 'https://a.example'
export const B = 'https://b.example'

/** Grants `/account/**` to one origin, and nothing to others. */
export const policyFor = (origin: string): string => `version: 1
self: [https://api.example.com]
origins: { web: { allow: [${origin}], owner: web@example.com, purpose: tests } }
resources:
  - name: account
    match: [{ path: /account/** }]
    sensitivity: internal
    enforce: block
    grants: [{ origins: [web], methods: [GET], credentials: true }]
`

/** What it distributes. It signs whatever it is told to release. */
export interface Control {
  readonly url: string
  readonly publicKey: string
  /** Questions so far. */
  readonly asked: () => number
  /** Issued now, unless something else is said. */
  release(policy: string, number: number, issuedAt?: number): Promise<void>
  /** From now on nobody answers. */
  close(): Promise<void>
}

export async function startControl(): Promise<Control> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const key = await importSigningKey(privateKey)
  let asked = 0
  let now: { readonly bytes: Uint8Array; readonly signature: string } | null = null
  const server = createServer((request, response) => {
    asked++
    if (now === null) return void response.writeHead(503).end()
    const etag = `"${now.signature.slice(-40)}"`
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end()
    response.writeHead(200, { etag, 'marque-signature': now.signature }).end(now.bytes)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/bundle`,
    publicKey,
    asked: () => asked,
    async release(policy, number, issuedAt = Date.now()) {
      const bytes = bundleBytes(bundleOf(policy))
      const statement = {
        purpose: 'bundle',
        tenant: '',
        environment: 'production',
        number,
        issuedAt,
      } as const
      now = { bytes, signature: await sign(key, 'b1', statement, bytes) }
    },
    async close() {
      if (!server.listening) return
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A folder with a gateway file and a place for bundles. */
export interface ControlPlace {
  readonly folder: string
  /** The releases that lie on the disk whole, the newest first. */
  kept(): readonly string[]
  /** Starts the command and waits until it listens. */
  start(options?: CommandOptions): Promise<RealCommand>
  remove(): void
}

export interface CommandOptions {
  readonly processes?: number
  /** A program and its first arguments, which start the command: `bash -c '…' --`. */
  readonly through?: readonly string[]
  readonly env?: { readonly [name: string]: string }
  /** A policy file in place of the distributor. */
  readonly policy?: string
}

export interface RealCommand {
  readonly child: ChildProcess
  readonly url: string
  readonly admin: string
  /** Standard error so far. */
  readonly told: () => string
  /** Ends it at once, with its children. */
  kill(): Promise<void>
}

export function controlPlace(control: Control, upstream: string): ControlPlace {
  const folder = mkdtempSync(join(tmpdir(), 'marque-control-'))
  const bundles = join(folder, 'bundles')
  const file = join(folder, 'gateway.json')
  return {
    folder,
    kept: () =>
      readdirSync(bundles)
        .filter((name) => name.startsWith('release-'))
        .sort()
        .reverse(),
    start: ({ processes = 1, policy, ...options } = {}) =>
      startFile(
        file,
        {
          ...(policy === undefined
            ? {
                control: {
                  urls: [control.url],
                  keys: [{ id: 'b1', purpose: 'bundle', publicKey: control.publicKey }],
                  folder: bundles,
                  interval: '200ms',
                },
              }
            : { policy }),
          upstreams: { app: { urls: [upstream] } },
          log: { access: true, decisions: { granted: 1, denied: 1 } },
          processes,
        },
        options,
      ),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/**
 * Writes a gateway file, starts the command on it, and waits until it listens.
 *
 * @param settings What the file says beyond the addresses, which the system chooses.
 */
export async function startFile(
  file: string,
  settings: object,
  { through = [], env = {} }: Pick<CommandOptions, 'through' | 'env'> = {},
): Promise<RealCommand> {
  const listen = [{ address: '127.0.0.1:0' }]
  writeFileSync(file, JSON.stringify({ version: 1, listen, admin: '127.0.0.1:0', ...settings }))
  const [program = MARQUE, ...args] = [...through, MARQUE, 'gateway', '--config', file]
  const child = spawn(program, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
    detached: true,
  })
  let told = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    told += chunk.toString()
  })
  while (!/no policy yet|marque: policy sha256.* for /.test(told)) {
    if (child.exitCode !== null) throw new Error(told)
    await pause(10)
  }
  const url = /listening on (\S+)/.exec(told)?.[1] ?? ''
  const admin = /for operators: (\S+)/.exec(told)?.[1] ?? ''
  return { child, url, admin, told: () => told, kill: () => killGroup(child) }
}

/** The command may run in a child of itself, and has workers. */
async function killGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const ended = once(child, 'exit')
  process.kill(-child.pid, 'SIGKILL')
  await ended
}

/** The processes below one, by their parent, with those below them. */
export function descendantsOf(pid: number): readonly number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const text = readFileSync(`/proc/${name}/stat`, 'utf8')
      const [state, parent] = text.slice(text.lastIndexOf(')') + 2).split(' ')
      if (state !== 'Z') parents.set(Number(name), Number(parent))
    } catch {
      // It ended meanwhile.
    }
  }
  const found = [pid]
  for (const one of found) {
    for (const [child, parent] of parents) if (parent === one) found.push(child)
  }
  return found.slice(1)
}

export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + 50_000
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`${what}: not in time`)
    await pause(20)
  }
}
