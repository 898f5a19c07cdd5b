/**
 * The gateway as a contender: same as `marque gateway POLICY --upstream URL`, in this process.
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
import { policyText } from './policy-text.ts'

/** Starts a proxy in front of `upstream`; it listens on loopback. */
export type Contender = (upstream: string, port: number) => Promise<void>

export function marqueContender(
  how: 'as the command starts it' | 'with --access-log' | 'without logs',
): Contender {
  return async (upstream, port) => {
    const origins = Number(process.env.MARQUE_BENCH_ORIGINS ?? 1)
    const file = join(mkdtempSync(join(tmpdir(), 'marque-bench-')), 'policy.yaml')
    writeFileSync(file, policyText(origins))
    const settings: Settings = {
      ...DEFAULTS,
      policy: { from: 'file', file },
      listen: [{ host: '127.0.0.1', port, tls: null }],
      // Included because the command serves metrics too.
      admin: { host: '127.0.0.1', port: 0 },
      upstreams: {
        app: {
          urls: [upstream],
          caFile: null,
          timeouts: DEFAULT_TIMEOUTS,
          connections: DEFAULT_CONNECTIONS,
        },
      },
      ...(how === 'with --access-log' && { log: { ...DEFAULTS.log, access: true } }),
      routes: [{ host: null, path: null, originSets: null, tenant: null, upstream: 'app' }],
    }
    // Without a log sink the gateway logs nothing, whatever its settings.
    await runGateway(settings, how === 'without logs' ? {} : { log: standardOutput() })
  }
}
