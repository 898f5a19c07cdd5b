/**
 * The real nginx and the real Caddy with the configurations of the examples.
 *
 * @module
 */

import { existsSync } from 'node:fs'
import { type RunningProgram, startProgram } from '@marque/testkit/processes'
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
