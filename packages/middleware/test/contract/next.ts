/**
 * A Next.js application, built and started: with the policy in its route handlers, or in a server of its own.
 *
 * @module
 */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, cpSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '@marque/testkit/processes'
import { rolldown } from 'rolldown'
import type { RunningApp } from './app.ts'
import { HEADER_BYTES } from './inexpressible.ts'
import { answeringOn } from './processes.ts'

const FOLDER = fileURLToPath(new URL('../next-app/', import.meta.url))
const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url))
const VECTORS = fileURLToPath(new URL('../../../core/vectors/', import.meta.url))
/** The application of the guide, whose files are copied among those of the fixture. */
const EXAMPLE = fileURLToPath(new URL('../../../../examples/middleware/', import.meta.url))
const NEXT = join(FOLDER, 'node_modules', 'next', 'dist', 'bin', 'next')
const ENV: NodeJS.ProcessEnv = {
  ...process.env,
  NODE_ENV: 'production',
  NEXT_TELEMETRY_DISABLED: '1',
  MARQUE_VECTORS: VECTORS,
  NODE_OPTIONS: `--max-http-header-size=${HEADER_BYTES}`,
}

/**
 * What the lockfile names, and nothing written. Not `ci`: Next names builds for other systems as optional, a registry need not have them all, and `ci` then
 * refuses a lockfile that leaves them out.
 */
const INSTALL = ['install', '--ignore-scripts', '--no-save', '--prefer-offline']

/** Installs Next.js where it is missing, bundles the middleware and builds the application. */
export async function buildNext(): Promise<void> {
  if (!existsSync(NEXT)) await run('npm', INSTALL)
  const bundle = await rolldown({
    input: {
      marque: join(FOLDER, 'entry.ts'),
      next: join(SOURCES, 'next.ts'),
      file: join(SOURCES, 'file.ts'),
    },
    platform: 'node',
    resolve: { conditionNames: ['@marque/source', 'import', 'default'] },
  })
  await bundle.write({ dir: join(FOLDER, '.marque'), format: 'esm' })
  await bundle.close()
  copyFileSync(join(EXAMPLE, 'policy.yaml'), join(FOLDER, 'policy.yaml'))
  cpSync(join(EXAMPLE, 'next'), FOLDER, { recursive: true })
  await run(process.execPath, [NEXT, 'build'])
}

/** @param as `routes`: as `next start`; `server`: behind the server of the application. */
export async function startNext(as: 'routes' | 'server'): Promise<RunningApp> {
  const port = await freePort()
  const args =
    as === 'routes'
      ? [NEXT, 'start', '-H', '127.0.0.1', '-p', String(port)]
      : [join(FOLDER, 'server.js')]
  const child = spawn(process.execPath, args, {
    cwd: FOLDER,
    env: { ...ENV, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return answeringOn(port, child, 'Next.js')
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { cwd: FOLDER, env: ENV, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stdout.on('data', (text) => (said += String(text)))
  child.stderr.on('data', (text) => (said += String(text)))
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`${args.join(' ')} failed\n${said}`)
}
