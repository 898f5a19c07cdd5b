/**
 * Every server is judged as its case says, within the bounds of a polite scan.
 */
import { createServer } from 'node:http'
import { closeServer, listen } from '@marque/testkit/http'
import { type Scan, scan } from '@marque/verify'
import { describe, expect, test } from 'vitest'
import { RIGHT_SERVERS, type ServerCase, WRONG_SERVERS } from './servers.cases.ts'

interface Seen {
  readonly result: Scan
  readonly methods: ReadonlySet<string>
  readonly paths: ReadonlySet<string>
  readonly requests: number
}

async function scanned({
  listen: handlerOf,
  trusted = null,
}: Omit<ServerCase, 'trusted'> & { readonly trusted?: string | null }): Promise<Seen> {
  const handler = handlerOf()
  const methods = new Set<string>()
  const paths = new Set<string>()
  let requests = 0
  const server = createServer((request, response) => {
    requests += 1
    methods.add(request.method ?? '')
    paths.add(new URL(request.url ?? '', 'http://api.test').pathname)
    handler(request, response)
  })
  const port = await listen(server)
  try {
    const result = await scan({
      url: `http://127.0.0.1:${port}/v1/orders`,
      trusted,
      headers: [],
      credentials: [],
      rate: null,
      tls: { ca: null, client: null },
      timeout: 10_000,
      seed: 7,
      signal: new AbortController().signal,
      now: () => 0,
    })
    return { result, methods, paths, requests }
  } finally {
    await closeServer(server)
  }
}

describe.each([
  ['wrong', WRONG_SERVERS],
  ['right', RIGHT_SERVERS],
] as const)('%s servers', (_, servers) => {
  test.each(servers.map((server) => [server.name, server] as const))(
    '%s',
    async (_name, server) => {
      const { result, methods, paths, requests } = await scanned(server)
      const { report } = result
      expect(report.findings.map(({ cause }) => cause)).toEqual(server.finds)
      expect(report.grade).toBe(server.grade)
      expect(report.complete).toBe(true)
      expect(report.sent).toBe(requests)
      expect(requests).toBeLessThanOrEqual(60)
      expect([...methods].filter((method) => !/^(?:GET|HEAD|OPTIONS)$/.test(method))).toEqual([])
      expect([...paths].sort()).toEqual(['/v1/marque-scan-missing', '/v1/orders'])
      for (const { evidence } of report.findings) {
        expect(evidence).toHaveLength(2)
        expect(evidence[0]).not.toEqual(evidence[1])
      }
    },
  )
})
