import { createServer, type Server } from 'node:http'
import { marque } from '@marque/middleware/express'
import { closeServer, listen } from '@marque/testkit/http'
import { APP, compilePolicy } from '@marque/testkit/policies'
import type { RunningProgram } from '@marque/testkit/processes'
import express from 'express'
import { describe, expect, test } from 'vitest'
import { bytesOf } from './compare-response.ts'
import { ENVOY, envoyAsking, openEnvoyTestBed } from './envoy-test-bed.ts'
import { CADDY, hostOf, NGINX, type StartProxy, startCaddy, startNginx } from './proxies.ts'
import { type Answer, POLICY, sendRaw } from './test-bed.ts'

/** A proxy with the decision service in front of an application with the middleware, each with its own policy (D29). */

const PROXIES: readonly (readonly [
  name: string,
  program: string | undefined,
  start: StartProxy,
])[] = [
  ['nginx', NGINX, startNginx],
  ['Caddy', CADDY, startCaddy],
  ['Envoy over gRPC', ENVOY, envoyAsking('grpc')],
  ['Envoy over HTTP', ENVOY, envoyAsking('http')],
]

const HEADERS = [
  'access-control-allow-origin',
  'access-control-allow-credentials',
  'access-control-expose-headers',
  'timing-allow-origin',
] as const
const permissionsOf = (answer: Answer): readonly (string | undefined)[] =>
  HEADERS.map((name) => answer.valuesOf(name).join('|') || undefined)

const EVERYTHING = [APP, 'true', 'etag', APP]
const NOTHING = [undefined, undefined, undefined, undefined]
/** The policy of the service grants the origin everything at this resource. */
const GRANT =
  '{ origins: [web], methods: [GET, PATCH, POST], requestHeaders: [content-type], exposeHeaders: [etag], credentials: true, timing: true }'

const CASES: readonly (readonly [
  name: string,
  grant: string,
  want: readonly (string | undefined)[],
])[] = [
  ['grants the same', GRANT, EVERYTHING],
  ['denies the origin', GRANT.replace('[web]', '["https://other.example"]'), NOTHING],
  [
    'grants no credentials',
    GRANT.replace('credentials: true, ', ''),
    [APP, undefined, 'etag', APP],
  ],
  [
    'exposes no header',
    GRANT.replace('exposeHeaders: [etag], ', ''),
    [APP, 'true', undefined, APP],
  ],
  [
    'exposes another header',
    GRANT.replace('exposeHeaders: [etag]', 'exposeHeaders: [x-count]'),
    [APP, 'true', undefined, APP],
  ],
  ['grants no timing', GRANT.replace(', timing: true', ''), [APP, 'true', 'etag', undefined]],
]

/** Answers of applications that are not as the middleware writes them. */
const REPORTS: readonly (readonly [
  name: string,
  lines: readonly string[],
  want: readonly (string | undefined)[],
])[] = [
  ['no report', ['Access-Control-Allow-Origin', 'https://evil.example'], EVERYTHING],
  ['an unknown report', ['Marque-Read', 'perhaps'], NOTHING],
  ['an empty report', ['Marque-Read', ''], NOTHING],
  ['a report that grants and an answer that does not', ['Marque-Read', 'granted'], NOTHING],
  [
    'a report for another origin',
    ['Marque-Read', 'granted', 'Access-Control-Allow-Origin', 'https://evil.example'],
    NOTHING,
  ],
  [
    'a report for every origin',
    ['Marque-Read', 'granted', 'Access-Control-Allow-Origin', '*'],
    [APP, undefined, undefined, undefined],
  ],
  [
    'a report and a longer origin',
    ['Marque-Read', 'granted', 'Access-Control-Allow-Origin', `${APP}.evil.example`],
    NOTHING,
  ],
  [
    'two reports',
    ['Marque-Read', 'granted', 'Marque-Read', 'denied', 'Access-Control-Allow-Origin', APP],
    NOTHING,
  ],
]

for (const [name, program, start] of PROXIES) {
  if (program === undefined) {
    test.skip(`${name} is missing: npm run parts`)
    continue
  }
  describe(`F27: behind ${name}`, () => {
    test.each(CASES)('F27: an application that %s', async (_, grant, want) => {
      const text = POLICY.replace(GRANT, grant).replace(
        'confidential\n',
        'confidential\n    enforce: headers\n',
      )
      const app = express()
      app.use(marque({ policy: compilePolicy(text), log: false }))
      app.use((request, response) => {
        response.set('x-seen', String(request.rawHeaders.some((one) => /^marque-/i.test(one))))
        response.send('secret')
      })
      const answer = await answerBehind(start, createServer(app))
      expect([answer.status, permissionsOf(answer)]).toEqual([200, want])
      expect(answer.valuesOf('x-seen')).toEqual(['false'])
      expect(answer.lines.filter(([line]) => line.startsWith('marque-'))).toEqual([])
    })

    // nginx before 1.23 reads the first of several lines, and takes an empty one for none. No layer sends such a report.
    const reports = REPORTS.filter(([title]) => name !== 'nginx' || !/two|empty/.test(title))
    test.each(reports)('F27: an application with %s', async (_, lines, want) => {
      let requested: readonly string[] = []
      const application = createServer((request, response) => {
        requested = request.rawHeaders
        response.writeHead(200, [...lines]).end('secret')
      })
      const answer = await answerBehind(start, application)
      expect([answer.status, permissionsOf(answer)]).toEqual([200, want])
      expect(answer.valuesOf('vary').join()).toMatch(/origin/i)
      expect(answer.lines.filter(([line]) => line.startsWith('marque-'))).toEqual([])
      const at = requested.findIndex((one) => /^marque-read$/i.test(one))
      expect(requested[at + 1]).toBe('report')
    })
  })
}

/** The answer to a granted request, of a proxy in front of the application. */
async function answerBehind(start: StartProxy, application: Server): Promise<Answer> {
  const applicationPort = await listen(application)
  const testBed = await openEnvoyTestBed(POLICY)
  let proxy: RunningProgram | undefined
  try {
    proxy = await start({ ...testBed, applicationPort }, hostOf(testBed), 'stricter')
    const lines = [
      ['Origin', APP],
      ['Marque-Read', 'forged'],
    ] as const
    return await sendRaw(proxy.port, bytesOf({ title: '', lines }))
  } finally {
    await proxy?.stop()
    await testBed.close()
    await closeServer(application)
  }
}
