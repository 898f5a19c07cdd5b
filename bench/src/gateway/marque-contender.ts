/**
 * The gateway as a contender: what `marque gateway POLICY --upstream URL` starts, in this process.
 *
 * @module
 */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  DEFAULT_CONNECTIONS,
  DEFAULT_TIMEOUTS,
  DEFAULTS,
  runGateway,
  type Settings,
  standardOutput,
} from '@marque/gateway'
import type { Contender } from './contenders.ts'

export function marqueContender(
  how: 'as the command starts it' | 'without the access log',
): Contender {
  return async (upstream, port) => {
    const origins = Number(process.env.MARQUE_BENCH_ORIGINS ?? 1)
    const file = join(mkdtempSync(join(tmpdir(), 'marque-bench-')), 'policy.yaml')
    writeFileSync(file, policyText(origins))
    const settings: Settings = {
      ...DEFAULTS,
      policy: { from: 'file', file },
      listen: [{ host: '127.0.0.1', port, tls: null }],
      admin: null,
      upstreams: {
        app: {
          urls: [upstream],
          caFile: null,
          timeouts: DEFAULT_TIMEOUTS,
          connections: DEFAULT_CONNECTIONS,
        },
      },
      routes: [{ host: null, path: null, originSets: null, tenant: null, upstream: 'app' }],
    }
    // Without a place for its lines a gateway logs nothing, whatever its settings say.
    await runGateway(settings, how === 'as the command starts it' ? { log: standardOutput() } : {})
  }
}

function policyText(origins: number): string {
  const more = Array.from({ length: origins - 1 }, (_, nth) => `https://o${nth}.example.org`)
  return `version: 1
self: [https://api.example.com]
origins:
  web:
    allow: ${JSON.stringify(['https://app.example.com', ...more])}
    owner: web@example.com
    purpose: bench
resources:
  - name: api
    match: [{ path: /v1/** }]
    sensitivity: internal
    grants:
      - origins: [web]
        methods: [GET, POST]
        requestHeaders: [content-type, x-csrf-token]
        credentials: true
`
}
