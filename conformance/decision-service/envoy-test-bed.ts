/**
 * The real Envoy with the configurations of the examples.
 *
 * @module
 */

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DecisionServiceSettings } from '@marque/gateway'
import { freePort, type RunningProgram, startProgram } from '@marque/testkit/processes'
import type { StartProxy } from './proxies.ts'
import { openTestBed, type TestBed } from './test-bed.ts'

const WHEEL = fileURLToPath(
  new URL('../../node_modules/.cache/marque/wheels/bin/envoy', import.meta.url),
)

/** Undefined where it is not installed. */
export const ENVOY: string | undefined = ['/usr/local/bin/envoy', '/usr/bin/envoy', WHEEL].find(
  existsSync,
)

const EXAMPLES = new URL('../../examples/decision-service/', import.meta.url)

export type Protocol = 'grpc' | 'http'

/** Ports that Envoy connects to. */
export interface Ports {
  readonly application: number
  readonly http: number
  readonly grpc: number
}

/** A place whose service is asked over both protocols. */
export function openEnvoyTestBed(
  policy: string,
  more: Partial<DecisionServiceSettings> = {},
): Promise<TestBed> {
  return openTestBed({ grpc: { host: '127.0.0.1', port: 0 }, ...more }, policy)
}

export function portsOf({ applicationPort, service }: TestBed): Ports {
  const grpc = /:(\d+)$/.exec(service.grpcAddress ?? '')?.[1]
  return {
    application: applicationPort,
    http: Number(new URL(service.url).port),
    grpc: Number(grpc),
  }
}

/**
 * Starts Envoy with the example as it stands, at other ports.
 *
 * @param change What else is different.
 */
export async function startEnvoy(
  protocol: Protocol,
  folder: string,
  { application, http, grpc }: Ports,
  change: (text: string) => string = (text) => text,
): Promise<RunningProgram> {
  const port = await freePort()
  const name = `envoy-${protocol}.yaml`
  const example = new URL(name, EXAMPLES)
  const text = readFileSync(example, 'utf8')
    .replaceAll('port_value: 9090', `port_value: ${http}`)
    .replaceAll('port_value: 9091', `port_value: ${grpc}`)
    .replaceAll('port_value: 3000', `port_value: ${application}`)
    .replaceAll('port_value: 8080', `port_value: ${port}`)
    .replaceAll(/filename: (?=envoy-\w+\.lua)/g, `filename: ${fileURLToPath(EXAMPLES)}`)
  const file = join(folder, `${port}-${name}`)
  writeFileSync(file, change(text))
  const quiet = ['--concurrency', '1', '--use-dynamic-base-id', '--log-level', 'warning']
  return startProgram(port, ENVOY ?? '', ['-c', file, ...quiet])
}

/** The same for tests that run every proxy alike; the service of the place must be asked over gRPC, too. */
export function envoyAsking(protocol: Protocol): StartProxy {
  return (testBed, _, __, change) => startEnvoy(protocol, testBed.folder, portsOf(testBed), change)
}

/** What Envoy sends to the service besides, as the example says where a key goes. */
export function withKey(key: string): (text: string) => string {
  return (text) =>
    text
      .replace('# initial_metadata:', 'initial_metadata:')
      .replace(/# ( *- \{ key: marque-service-key, value: )…/, `$1${key}`)
}

/** Questions over TLS, as the example says where its files go. */
export function overTls(folder: string): (text: string) => string {
  return (text) =>
    text.replace(/ {6}# transport_socket:\n(?: {6}# {3}.*\n)+/, (lines) =>
      lines.replaceAll('      # ', '      ').replaceAll('filename: ', `filename: ${folder}/`),
    )
}
