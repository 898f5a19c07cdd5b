/**
 * Contenders as processes, and their CPU and memory usage.
 *
 * @module
 */
import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { childrenOf, freePort } from '@marque/testkit/processes'
import { ORIGIN } from './contenders.ts'

export interface Usage {
  /** CPU microseconds since process start. */
  readonly cpu: number
  /** Resident set size, bytes. */
  readonly rss: number
}

export interface Running {
  readonly name: string
  readonly port: number
  usage(): Promise<Usage>
  stop(): void
}

export async function start(name: string, upstream: string, origins = 1): Promise<Running> {
  const port = await freePort()
  const file = fileURLToPath(new URL('contender-process.ts', import.meta.url))
  const child = fork(file, [name, upstream, String(port)], {
    execArgv: ['--conditions=@marque/source'],
    env: { ...process.env, NODE_ENV: 'production', MARQUE_BENCH_ORIGINS: String(origins) },
    // The access log goes to stdout and is discarded.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const first = await Promise.race([once(child, 'message'), once(child, 'exit')])
  if (first[0] !== 'ready') throw new Error(`\`${name}\` did not start`)
  return {
    name,
    port,
    async usage() {
      child.send('usage')
      const [usage] = await once(child, 'message')
      return usage as Usage
    },
    stop: () => child.disconnect(),
  }
}

/** nginx with a hand-written map; null if nginx is not installed. */
export async function startNginx(upstream: string): Promise<Running | null> {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'marque-bench-nginx-'))
  const file = join(folder, 'nginx.conf')
  writeFileSync(file, nginxText(folder, port, upstream))
  const child = spawn('nginx', ['-c', file, '-p', folder, '-e', 'stderr'], { stdio: 'ignore' })
  const isThere = await new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false))
    child.once('exit', () => resolve(false))
    setTimeout(() => resolve(true), 500)
  })
  const { pid } = child
  if (!isThere || pid === undefined) return null
  return {
    name: 'nginx, hand-written map',
    port,
    usage: async () => usageOf([pid, ...childrenOf(pid)]),
    stop: () => void child.kill(),
  }
}

function nginxText(folder: string, port: number, upstream: string): string {
  return `daemon off; worker_processes 1; pid ${folder}/pid; error_log stderr;
events { worker_connections 1024; }
http {
  access_log ${folder}/access.log;
  client_body_temp_path ${folder}/b; proxy_temp_path ${folder}/p; fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
  map $http_origin $allowed { default ""; "${ORIGIN}" $http_origin; }
  map $allowed $credentials { default "true"; "" ""; }
  upstream app { server ${new URL(upstream).host}; keepalive 64; }
  server {
    listen 127.0.0.1:${port};
    keepalive_requests 1000000;
    location / {
      if ($request_method = OPTIONS) {
        add_header Access-Control-Allow-Origin $allowed;
        add_header Access-Control-Allow-Credentials $credentials;
        add_header Access-Control-Allow-Methods "GET, POST";
        add_header Access-Control-Allow-Headers "content-type, x-csrf-token";
        add_header Access-Control-Max-Age 600;
        add_header Vary Origin;
        return 204;
      }
      proxy_pass http://app;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $host;
      add_header Access-Control-Allow-Origin $allowed always;
      add_header Access-Control-Allow-Credentials $credentials always;
      add_header Vary Origin always;
    }
  }
}
`
}

/** Clock ticks are 10 ms; memory pages are 4 KiB. */
function usageOf(pids: readonly number[]): Usage {
  let cpu = 0
  let rss = 0
  for (const pid of pids) {
    const stat = statOf(pid)
    cpu += (Number(stat[11] ?? 0) + Number(stat[12] ?? 0)) * 10_000
    rss += Number(stat[21] ?? 0) * 4_096
  }
  return { cpu, rss }
}

/** The fields after the program name, which may contain spaces. */
function statOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
  } catch {
    return []
  }
}
