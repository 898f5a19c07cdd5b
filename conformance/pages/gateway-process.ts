/**
 * The command `marque gateway` in a process of its own, and its decision log.
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
export interface LoggedDecision {
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
  /** All decisions so far, in order. */
  readonly decisions: readonly LoggedDecision[]
  /** Its standard error so far. */
  readonly stderr: () => string
  close(): Promise<void>
}

/**
 * Starts `marque gateway --config`, and waits until it listens.
 *
 * @param settings The content of the gateway file, which is written to `folder`.
 * @throws It ended instead; the message has its standard error.
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
  const decisions: LoggedDecision[] = []
  let stderr = ''
  if (child.stdout !== null) {
    createInterface(child.stdout).on('line', (line) => {
      const read = JSON.parse(line) as LoggedDecision & { readonly event: string }
      if (read.event === 'decision') decisions.push(read)
    })
  }
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the gateway ended with ${code}: ${stderr}`)))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
      if (stderr.includes('listening on')) resolve()
    })
  })
  return {
    decisions,
    stderr: () => stderr,
    close: async () => {
      if (child.pid !== undefined) await endGroup(child.pid)
    },
  }
}
