/**
 * The application in the runtimes that are not Node, as processes that listen.
 *
 * @module
 */

import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort, machineClock } from '@marque/testkit/processes'
import { rolldown } from 'rolldown'
import type { RunningApp } from '../contract/app.ts'
import { HEADER_BYTES } from '../contract/inexpressible.ts'
import { answeringOn } from '../contract/processes.ts'
import { readVectors } from '../contract/vectors.ts'

const MODULES = fileURLToPath(new URL('../../../../node_modules/', import.meta.url))

/** A runtime; npm installs both programs on Linux x64 only. */
export interface Platform {
  readonly name: 'Bun' | 'workerd'
  readonly program: string
  /** Writes what it needs beside `app.js`, and tells its arguments. */
  prepare(folder: string, port: number): readonly string[]
}

const ALL: readonly Platform[] = [
  {
    name: 'Bun',
    program: join(MODULES, '@oven', 'bun-linux-x64', 'bin', 'bun'),
    prepare(folder, port) {
      writeFileSync(
        join(folder, 'bun.js'),
        `import { answer } from './app.js'
Bun.serve({ hostname: '127.0.0.1', port: ${port}, fetch: answer })
`,
      )
      return [`--max-http-header-size=${HEADER_BYTES}`, 'bun.js']
    },
  },
  {
    name: 'workerd',
    program: join(MODULES, '@cloudflare', 'workerd-linux-64', 'bin', 'workerd'),
    prepare(folder, port) {
      writeFileSync(
        join(folder, 'worker.js'),
        `import { answer } from './app.js'
export default { fetch: answer }
`,
      )
      writeFileSync(join(folder, 'config.capnp'), workerdConfiguration(port))
      return ['serve', 'config.capnp']
    },
  },
]

export const PLATFORMS: readonly Platform[] = ALL.filter(({ program }) => existsSync(program))

/** As the application imports it; there is no such file. */
const VECTORS = './all-vectors.js'

/** Bundles the application with all vectors into `app.js`. */
export async function bundleApp(folder: string): Promise<void> {
  const files = Object.fromEntries(readVectors().map((file) => [file.name, file]))
  const bundle = await rolldown({
    input: fileURLToPath(new URL('app.ts', import.meta.url)),
    platform: 'neutral',
    resolve: { conditionNames: ['@marque/source', 'import', 'default'] },
    plugins: [
      {
        name: 'vectors',
        resolveId: (id) => (id === VECTORS ? id : null),
        load: (id) =>
          id === VECTORS ? `export default JSON.parse(${quoted(JSON.stringify(files))})` : null,
      },
    ],
  })
  await bundle.write({ file: join(folder, 'app.js'), format: 'esm', codeSplitting: false })
  await bundle.close()
}

const quoted = (text: string): string => JSON.stringify(text)

/** @throws It does not answer within twenty seconds; with what it said. */
export async function startPlatform(platform: Platform, folder: string): Promise<RunningApp> {
  const port = await freePort()
  const args = platform.prepare(folder, port)
  const child = spawn(platform.program, args, { cwd: folder, env: machineClock() })
  return answeringOn(port, child, platform.name)
}

function workerdConfiguration(port: number): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  compatibilityDate = "2026-01-01",
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "app.js", esModule = embed "app.js"),
  ],
);
`
}
