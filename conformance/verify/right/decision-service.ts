/**
 * nginx with the decision service, as the example configures it.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { runDecisionService } from '@marque/gateway'
import { temporaryFolder } from '@marque/testkit/processes'
import type { Stack } from '../mistakes/index.ts'
import { POLICY } from '../policy.ts'
import { application } from '../servers/index.ts'

/** TLS ends in front of nginx, so that the scheme is not that of its connection. */
const REQUEST = readExample('marque-request.conf').replace('$scheme', 'https')

function readExample(name: string): string {
  const url = new URL(`../../../examples/decision-service/${name}`, import.meta.url)
  return readFileSync(url, 'utf8')
}

export const DECISION_SERVICE: Stack = {
  id: 'nginx-decision-service',
  note: 'nginx asks the decision service, in front of an application that is only seen through it',
  needs: ['nginx'],
  async start(bed) {
    const inner = await bed.plain(application)
    const service = await runDecisionService({
      policy: { from: 'file', file: temporaryFolder().write('policy.yaml', POLICY) },
      environment: 'production',
      listen: { host: '127.0.0.1', port: 0 },
      keyFile: null,
    })
    bed.onStop(() => service.close())
    const proxy = await bed.nginx(
      `${readExample('marque-server.conf').replaceAll('include marque-request.conf;', REQUEST)}
      location / { ${readExample('marque-location.conf')} proxy_pass ${inner}; }`,
      `map $host $marque_passes_unchecked { default 0; }
      ${readExample('marque-http.conf').replace('127.0.0.1:9090', new URL(service.url).host)}`,
    )
    return [
      { name: 'proxy', url: proxy },
      { name: 'app', url: inner, onlyAsSeen: true },
    ]
  },
}
