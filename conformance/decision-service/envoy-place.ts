/**
 * The real Envoy with the configurations of the examples.
 *
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from './place.ts'

const WHEEL = fileURLToPath(
  new URL('../../node_modules/.cache/marque/wheels/bin/envoy', import.meta.url),
)

/** Undefined where it is not installed. */
export const ENVOY: string | undefined = ['/usr/local/bin/envoy', '/usr/bin/envoy', WHEEL].find(
  existsSync,
)

export type Protocol = 'grpc' | 'http'

export interface Places {
  readonly folder: string
  /** Where the service is asked over HTTP, and over gRPC. */
  readonly service: { readonly [protocol in Protocol]: number }
  readonly applicationPort: number
}

export interface RunningEnvoy {
  readonly port: number
  stop(): Promise<void>
}

/**
 * Starts Envoy with the example as it stands, at other ports.
 *
 * @param change What else is different.
 */
export async function startEnvoy(
  protocol: Protocol,
  { folder, service, applicationPort }: Places,
  change: (text: string) => string = (text) => text,
): Promise<RunningEnvoy> {
  const port = await freePort()
  const example = new URL(`../../examples/decision-service/envoy-${protocol}.yaml`, import.meta.url)
  const text = readFileSync(example, 'utf8')
    .replaceAll('port_value: 9090', `port_value: ${service.http}`)
    .replaceAll('port_value: 9091', `port_value: ${service.grpc}`)
    .replaceAll('port_value: 3000', `port_value: ${applicationPort}`)
    .replaceAll('port_value: 8080', `port_value: ${port}`)
  const file = join(folder, `envoy-${port}.yaml`)
  writeFileSync(file, change(text))
  const child = spawn(
    ENVOY ?? '',
    ['-c', file, '--concurrency', '1', '--use-dynamic-base-id', '--log-level', 'warning'],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  await untilOpen(port, child, () => said)
  return {
    port,
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function untilOpen(port: number, child: ChildProcess, said: () => string): Promise<void> {
  for (let times = 0; times < 800; times++) {
    if (child.exitCode !== null) throw new Error(`Envoy ended: ${said()}`)
    const socket = connect(port, '127.0.0.1')
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true))
      socket.once('error', () => resolve(false))
    })
    socket.destroy()
    if (isOpen) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`Envoy does not listen: ${said()}`)
}
