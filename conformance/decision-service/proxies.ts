/**
 * The real nginx, Caddy and Traefik with the configurations of the examples.
 *
 * @module
 */

import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { get, type IncomingMessage } from 'node:http'
import { get as getTls } from 'node:https'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort, type RunningProgram, startProgram, waitUntil } from '@marque/testkit/processes'
import type { TestBed } from './test-bed.ts'
import { writeExample } from './write-example.ts'

/** Undefined where it is not installed. */
export const NGINX: string | undefined = [
  '/usr/sbin/nginx',
  '/usr/local/sbin/nginx',
  '/usr/bin/nginx',
].find(existsSync)

/** Undefined where it is not installed. */
export const CADDY: string | undefined = ['/usr/bin/caddy', '/usr/local/bin/caddy'].find(existsSync)

const WHEEL = fileURLToPath(
  new URL('../../node_modules/.cache/marque/wheels/bin/traefik', import.meta.url),
)

/** Undefined where it is not installed. */
export const TRAEFIK: string | undefined = [
  '/usr/local/bin/traefik',
  '/usr/bin/traefik',
  WHEEL,
].find(existsSync)

/** Where the service of a place is asked. */
export function hostOf({ service }: TestBed): string {
  return new URL(service.url).host
}

/**
 * Starts it with the example as it stands, at other ports.
 *
 * @param service Host and port of the service.
 * @param folder A name that no other one of the place has.
 * @param change What is different besides.
 */
export type StartProxy = (
  testBed: TestBed,
  service: string,
  folder?: string,
  change?: (text: string) => string,
) => Promise<RunningProgram>

export const startNginx: StartProxy = async (testBed, service, name = 'nginx', change) => {
  const example = new URL('../../examples/decision-service/nginx.conf', import.meta.url)
  const { port, folder } = await writeExample(testBed, example, service, name, change)
  // Workers of an nginx that root starts are of another user, who may not write in the folder of the test.
  const user = process.getuid?.() === 0 ? ' user root;' : ''
  const args = ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log', '-g', `daemon off;${user}`]
  return startProgram(port, NGINX ?? '', args)
}

export const startCaddy: StartProxy = async (testBed, service, name = 'caddy', change) => {
  const example = new URL('../../examples/decision-service/Caddyfile', import.meta.url)
  const { port, folder, file } = await writeExample(testBed, example, service, name, change)
  // Caddy keeps what it was told last below these.
  const env = { ...process.env, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder }
  return startProgram(port, CADDY ?? '', ['run', '--config', file, '--adapter', 'caddyfile'], env)
}

export const startTraefik: StartProxy = async (testBed, service, name = 'traefik', change) => {
  const checks = `127.0.0.1:${await freePort()}`
  const example = new URL('../../examples/decision-service/traefik.yml', import.meta.url)
  let isTls = false
  const edit = (text: string): string => {
    const moved = text
      .replaceAll('127.0.0.1:8089', checks)
      .replace('filename: ', `filename: ${join(testBed.folder, name)}/`)
    const changed = change === undefined ? moved : change(moved)
    isTls ||= changed.includes('tls: {}')
    return changed
  }
  const { port, folder, file } = await writeExample(testBed, example, service, name, edit)
  const program = await startProgram(port, TRAEFIK ?? '', [`--configfile=${file}`])
  // It listens before it has read its routes.
  await waitUntil(() => isRouted(port, isTls), { what: `routes of ${folder}`, interval: 25 })
  return program
}

/** @param isTls Whether the example was changed to TLS. */
async function isRouted(port: number, isTls: boolean): Promise<boolean> {
  const path = '/.well-known/marque/explain'
  const options = { host: '127.0.0.1', port, path, rejectUnauthorized: false, agent: false }
  const request = isTls ? getTls(options) : get(options)
  // Without its routes it has no certificate either.
  const [response] = (await once(request, 'response').catch(() => [null])) as [
    IncomingMessage | null,
  ]
  response?.resume()
  return response !== null && response.statusCode !== 404
}
