/**
 * The proxies and caches that the pages of `docs/guide/deploy` put in front of Marque.
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

const installed = (...paths: readonly string[]): string | undefined => paths.find(existsSync)

/** Undefined where it is not installed. */
export const NGINX: string | undefined = installed('/usr/sbin/nginx', '/usr/bin/nginx')
export const APACHE: string | undefined = installed('/usr/sbin/apache2', '/usr/sbin/httpd')
export const HAPROXY: string | undefined = installed('/usr/sbin/haproxy', '/usr/local/sbin/haproxy')
export const VARNISH: string | undefined = installed(
  '/usr/sbin/varnishd',
  '/usr/local/sbin/varnishd',
)

/** Writes the configuration of a program that listens on `port`. */
export type Configure = (port: number, folder: string) => string

/** @param configure The body of `http`. */
export function startNginx(configure: Configure): Promise<RunningProgram> {
  const frame = (body: string): string => `
    worker_processes 1; pid nginx.pid; error_log error.log; events {}
    http {
      access_log off;
      client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
      ${body}
    }`
  // Workers of an nginx that root starts are of another user, who may not write in the folder of the test.
  const user = process.getuid?.() === 0 ? ' user root;' : ''
  return start(
    NGINX,
    'nginx.conf',
    (port, folder) => frame(configure(port, folder)),
    (folder) => [
      ...['-p', folder, '-c', 'nginx.conf', '-e', 'error.log', '-g', `daemon off;${user}`],
    ],
  )
}

/** @param configure What follows `Listen` and the modules. */
export function startApache(configure: Configure): Promise<RunningProgram> {
  const modules = ['mpm_event', 'authz_core', 'proxy', 'proxy_http', 'headers']
  const load = modules
    .map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`)
    .join('\n')
  return start(
    APACHE,
    'apache.conf',
    (port, folder) =>
      `${load}\nListen 127.0.0.1:${port}\nServerName localhost\nServerRoot ${folder}\nPidFile ${folder}/pid\nErrorLog ${folder}/error.log\n${configure(port, folder)}\n`,
    (folder) => ['-D', 'FOREGROUND', '-f', `${folder}/apache.conf`],
  )
}

export function startHaproxy(configure: Configure): Promise<RunningProgram> {
  return start(HAPROXY, 'haproxy.cfg', configure, (folder) => [
    '-db',
    '-f',
    `${folder}/haproxy.cfg`,
  ])
}

export function startVarnish(configure: Configure): Promise<RunningProgram> {
  return start(VARNISH, 'default.vcl', configure, (folder, port) => [
    ...['-F', '-n', `${folder}/work`, '-f', `${folder}/default.vcl`, '-a', `127.0.0.1:${port}`],
    ...['-s', 'malloc,16m', '-j', 'none', '-T', 'none'],
  ])
}

async function start(
  program: string | undefined,
  file: string,
  configure: Configure,
  argumentsOf: (folder: string, port: number) => readonly string[],
): Promise<RunningProgram> {
  if (program === undefined) throw new Error(`the program of ${file} is not installed`)
  const folder = temporaryFolder()
  const port = await freePort()
  folder.write(file, configure(port, folder.path))
  const running = await startProgram(port, program, argumentsOf(folder.path, port))
  return {
    port,
    async stop() {
      await running.stop()
      folder.remove()
    },
  }
}
