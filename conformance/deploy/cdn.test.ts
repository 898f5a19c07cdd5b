import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pageConfig } from './page-config.ts'
import { startVarnish, VARNISH } from './programs.ts'
import {
  type Answer,
  APP,
  type DeployTestBed,
  openDeployTestBed,
  PARTNER,
  STRANGER,
  send,
} from './test-bed.ts'

const origin = ({ headers }: Answer): string | undefined => headers['access-control-allow-origin']

if (VARNISH === undefined) {
  test.skip('Varnish is missing: npm run parts -- --only varnish')
} else {
  describe('F35: behind a shared cache', () => {
    let testBed: DeployTestBed
    const stops: (() => Promise<void>)[] = []
    beforeAll(async () => {
      testBed = await openDeployTestBed({ trustedProxies: ['127.0.0.1'] })
    })
    afterAll(async () => {
      for (const stop of stops) await stop()
      await testBed.close()
    })

    /** @param change Makes another configuration from that of the page. */
    const start = async (change = (vcl: string): string => vcl): Promise<number> => {
      const [, port = ''] = testBed.address.split(':')
      const vcl = pageConfig('cdn', 'default.vcl', { '8080': port })
      const varnish = await startVarnish(() => change(vcl))
      stops.push(varnish.stop)
      return varnish.port
    }
    const withoutKey = (vcl: string): string => vcl.replace(/^sub vcl_hash \{.*?^\}$/ms, '')
    /** What many configurations do for a higher hit rate, and some CDNs by default. */
    const ignoringVary = (vcl: string): string =>
      `${vcl}\nsub vcl_backend_response {\n  unset beresp.http.Vary;\n}\n`

    const right: readonly (readonly [title: string, change: (vcl: string) => string])[] = [
      ['the cache of the page', (vcl) => vcl],
      ['a cache that honours `Vary`, without `Origin` in its key', withoutKey],
      ['a cache that ignores `Vary`, with `Origin` in its key', ignoringVary],
    ]
    test.each(right)('%s keeps the answers of origins apart', async (_title, change) => {
      const port = await start(change)
      const asked = [STRANGER, APP, PARTNER, APP, STRANGER]
      const answers: Answer[] = []
      for (const one of asked) answers.push(await send(port, '/prices/today', { origin: one }))
      answers.push(await send(port, '/prices/today'))
      expect(answers.map(origin)).toEqual([undefined, APP, PARTNER, APP, undefined, undefined])
      // It is a cache: the second answers come from it.
      expect(answers[3]?.body).toBe(answers[1]?.body)
      expect(answers[4]?.body).toBe(answers[0]?.body)
      expect(answers.every(({ headers }) => headers.age !== undefined)).toBe(true)
    })

    test('a cache that ignores `Vary`, without `Origin` in its key, sends the answer for one origin to another', async () => {
      const port = await start((vcl) => ignoringVary(withoutKey(vcl)))
      const first = await send(port, '/prices/today', { origin: APP })
      const second = await send(port, '/prices/today', { origin: PARTNER })
      expect([origin(first), origin(second)]).toEqual([APP, APP])
      // And a request of anybody else takes the answer away from all pages.
      await send(port, '/prices/tomorrow', { origin: STRANGER })
      expect(origin(await send(port, '/prices/tomorrow', { origin: APP }))).toBeUndefined()
    })

    test('public files are one entry for all origins', async () => {
      const port = await start()
      testBed.take()
      for (const one of [APP, PARTNER, STRANGER]) {
        const answer = await send(port, '/assets/logo.svg', { origin: one })
        expect([origin(answer), answer.headers.vary]).toEqual(['*', undefined])
      }
      expect(testBed.take()).toHaveLength(1)
    })

    test('preflights and refusals are never answered from the cache', async () => {
      const port = await start()
      const preflight = (from: string): Promise<Answer> =>
        send(
          port,
          '/account/me',
          { origin: from, 'access-control-request-method': 'PUT' },
          { method: 'OPTIONS' },
        )
      expect((await preflight(STRANGER)).status).toBe(403)
      const granted = await preflight(APP)
      expect([granted.status, origin(granted)]).toEqual([204, APP])
      expect(granted.headers.vary).toBe(
        'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
      )
      const refused = await send(port, '/account/me', { origin: STRANGER })
      expect([refused.status, refused.headers['cache-control']]).toEqual([403, 'no-store'])
    })
  })
}
