/**
 * Caddy with one site.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import {
  freePort,
  type RunningProgram,
  startProgram,
  temporaryFolder,
} from '@marque/testkit/processes'

/** Undefined where it is not installed. */
export const CADDY: string | undefined = ['/usr/bin/caddy', '/usr/local/bin/caddy'].find(existsSync)

/** @param lines Of the site. */
export async function startCaddy(lines: string): Promise<RunningProgram> {
  if (CADDY === undefined) throw new Error('Caddy is not installed')
  const folder = temporaryFolder()
  const port = await freePort()
  const file = folder.write(
    'Caddyfile',
    `{\n  admin off\n  auto_https off\n}\nhttp://:${port} {\n  bind 127.0.0.1\n${lines}\n}\n`,
  )
  // Caddy keeps what it was told last below these.
  const env = { ...process.env, XDG_CONFIG_HOME: folder.path, XDG_DATA_HOME: folder.path }
  const args = ['run', '--config', file, '--adapter', 'caddyfile']
  const running = await startProgram(port, CADDY, args, env)
  return {
    port,
    async stop() {
      await running.stop()
      folder.remove()
    },
  }
}
