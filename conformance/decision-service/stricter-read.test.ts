import { createServer } from 'node:http'
import { marque } from '@marque/middleware/express'
import { closeServer, listen } from '@marque/testkit/http'
import { APP, compilePolicy } from '@marque/testkit/policies'
import type { RunningProgram } from '@marque/testkit/processes'
import express from 'express'
import { expect, test } from 'vitest'
import { bytesOf } from './compare-response.ts'
import { hostOf, NGINX, startNginx } from './proxies.ts'
import { type Answer, openTestBed, POLICY, sendRaw } from './test-bed.ts'

/** nginx with the decision service in front of an application with the middleware, each with its own policy (D29). */

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
  ['grants no timing', GRANT.replace(', timing: true', ''), [APP, 'true', 'etag', undefined]],
]

if (NGINX === undefined) {
  test.skip('nginx is missing: npm run parts -- --only nginx')
} else {
  test.each(CASES)('F27: behind nginx, an application that %s', async (_, grant, want) => {
    const text = POLICY.replace(GRANT, grant).replace(
      'confidential\n',
      'confidential\n    enforce: headers\n',
    )
    const app = express()
    app.use(marque({ policy: compilePolicy(text), log: false }))
    app.use((request, response) => {
      response.set('x-seen', String(request.rawHeaders.some((name) => /^marque-/i.test(name))))
      response.send('secret')
    })
    const server = createServer(app)
    const port = await listen(server)
    const testBed = await openTestBed({}, POLICY)
    let nginx: RunningProgram | undefined
    try {
      nginx = await startNginx(testBed, hostOf(testBed), 'stricter', (conf) =>
        conf.replace(`server 127.0.0.1:${testBed.applicationPort};`, `server 127.0.0.1:${port};`),
      )
      const answer = await sendRaw(nginx.port, bytesOf({ title: '', lines: [['Origin', APP]] }))
      expect([answer.status, permissionsOf(answer)]).toEqual([200, want])
      expect(answer.valuesOf('x-seen')).toEqual(['false'])
      expect(answer.valuesOf('marque-read')).toEqual([])
    } finally {
      await nginx?.stop()
      await testBed.close()
      await closeServer(server)
    }
  })
}
