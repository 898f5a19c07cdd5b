/**
 * The real command, `marque gateway`, in a process of its own, and what its decision log says.
 *
 * @module
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { endGroup, startGroup } from '@marque/testkit/processes'
import { stringify } from 'yaml'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A line of the decision log, as far as it is read here. */
export interface Judged {
  readonly kind: string
  readonly method: string
  readonly host: string
  readonly path: string
  readonly requestMethod: string | null
  readonly requestHeaders: readonly string[]
  readonly credentials: readonly string[]
  readonly reason: string
}

export interface GatewayProcess {
  /** All that was judged so far, in its order. */
  readonly judged: readonly Judged[]
  /** What it said on standard error. */
  readonly said: () => string
  close(): Promise<void>
}

/**
 * Starts `marque gateway --config`, and waits until it listens.
 *
 * @param settings A gateway file as a value; where the files of it are is `folder`.
 * @throws It ended instead, with what it said.
 */
export async function startGatewayProcess(
  folder: string,
  name: string,
  settings: object,
): Promise<GatewayProcess> {
  const config = join(folder, `${name}.yaml`)
  writeFileSync(config, stringify(settings))
  const bin = join(ROOT, 'node_modules', '.bin')
  const child = startGroup(join(bin, 'marque'), ['gateway', '--config', config], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1' },
  })
  const judged: Judged[] = []
  let said = ''
  if (child.stdout !== null) {
    createInterface(child.stdout).on('line', (line) => {
      const read = JSON.parse(line) as Judged & { readonly event: string }
      if (read.event === 'decision') judged.push(read)
    })
  }
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the gateway ended with ${code}: ${said}`)))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (said.includes('listening on')) resolve()
    })
  })
  return {
    judged,
    said: () => said,
    close: async () => {
      if (child.pid !== undefined) await endGroup(child.pid)
    },
  }
}
