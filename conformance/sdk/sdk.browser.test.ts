import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, isInstalled, launchBrowser, type Page } from '../browsers/index.ts'
import { failures } from './failures.cases.ts'
import { openTestBed, type TestBed } from './test-bed.ts'

/** Source of a function in the page: calls the SDK and tells what came of it. */
const ATTEMPT = `async (options, url, init) => {
  try {
    const answer = await sdk.createFetch(options)(url, init)
    return { status: answer.status, body: await answer.text() }
  } catch (error) {
    const { name, code, kind, isCertain, reason, help, contact, requestId, method, url: address, message } = error
    return { isTypeError: error instanceof TypeError, name, code, kind, isCertain, reason, help, contact, requestId, method, url: address, message }
  }
}`

let testBed: TestBed
beforeAll(async () => {
  testBed = await openTestBed()
})
afterAll(() => testBed.close())

for (const name of ['chromium', 'firefox'] as const) {
  if (!isInstalled(name)) {
    test.skip(`${name} is missing: npm run parts -- --only ${name}`)
    continue
  }
  describe(name, () => {
    let browser: Browser
    let app: Page
    const opened = new Map<string, Page>()
    const pageAt = async (url: string): Promise<Page> => {
      const page = opened.get(url) ?? (await browser.open(url))
      opened.set(url, page)
      return page
    }
    beforeAll(async () => {
      browser = await launchBrowser(name)
      // The page stays open: Chromium forgets its session cookies with its last one.
      await browser.open(`${testBed.api}/v1/account/login`)
      app = await pageAt(`${testBed.app}/`)
      testBed.take()
    })
    afterAll(() => browser?.close())

    const granted = (): object => ({
      apis: [{ origin: testBed.api, credentials: ['/v1/account/**'] }],
    })

    for (const { title, page = '/', from, to, init, credentials, explain, want } of failures) {
      test(`${title}: ${want.kind}`, async () => {
        const url = to(testBed)
        const { origin, pathname } = new URL(url)
        const options = {
          apis: [{ origin, ...(credentials && { credentials }) }],
          ...(explain === false && { explain }),
        }
        const said = (await (
          await pageAt(testBed[from] + page)
        ).evaluate(ATTEMPT, options, url, init ?? {})) as {
          readonly requestId: string | null
          readonly message: string
        }
        expect(said).toMatchObject({
          isTypeError: true,
          name: 'MarqueFetchError',
          code: 'ERR_MARQUE_FETCH',
          url: origin + pathname,
          method: init?.method ?? 'GET',
          ...want,
        })
        expect(said.message).not.toContain('secret')
        if (want.kind === 'policy') expect(said.requestId).toMatch(/./)
      })
    }

    test('cookies go where they are granted, and nowhere else', async () => {
      testBed.take()
      const init = { credentials: 'include' }
      for (const [path, options] of [
        ['/v1/account/me', {}],
        ['/v1/account/me', { credentials: 'omit' }],
        ['/v1/open/a', init],
      ] as const) {
        expect(await app.evaluate(ATTEMPT, granted(), testBed.api + path, options)).toMatchObject({
          status: 200,
        })
      }
      expect(testBed.take().map(({ line, headers }) => [line, headers.cookie])).toEqual([
        ['GET /v1/account/me', 'session=1'],
        ['GET /v1/account/me', undefined],
        ['GET /v1/open/a', undefined],
      ])
    })

    test('what is sent is what fetch sends, header for header', async () => {
      await app.goto(`${testBed.app}/deep/page?query=1`)
      for (const init of [
        {},
        { referrerPolicy: 'unsafe-url' },
        { referrerPolicy: 'no-referrer', cache: 'reload' },
        { referrer: '/elsewhere', referrerPolicy: 'unsafe-url' },
        { method: 'POST', body: 'text', keepalive: true },
        {
          method: 'PUT',
          body: '{}',
          headers: { 'content-type': 'application/json', 'x-trace': '1' },
        },
      ]) {
        for (const [path, credentials] of [
          ['/v1/open/a', 'omit'],
          ['/v1/account/a', 'include'],
        ] as const) {
          const url = testBed.api + path
          testBed.take()
          await app.evaluate('async (url, init) => (await fetch(url, init)).text()', url, {
            ...init,
            credentials,
          })
          const [plain] = testBed.take()
          expect(plain!.headers.cookie).toBe(credentials === 'include' ? 'session=1' : undefined)
          await app.evaluate(ATTEMPT, granted(), url, init)
          await app.evaluate(
            'async (options, url, init) => (await sdk.createFetch(options)(new Request(url, init))).text()',
            granted(),
            url,
            init,
          )
          const ours = testBed.take()
          expect(ours.map(comparable)).toEqual([comparable(plain!), comparable(plain!)])
        }
      }
    })

    test('a body survives a redirect', async () => {
      testBed.take()
      const url = `${testBed.api}/v1/open/moved?to=/v1/open/there`
      const init = { method: 'POST', body: 'kept' }
      expect(await app.evaluate(ATTEMPT, granted(), url, init)).toEqual({
        status: 200,
        body: 'body kept',
      })
      expect(testBed.take().map(({ line, body }) => [line, body])).toEqual([
        ['POST /v1/open/moved?to=/v1/open/there', 'kept'],
        ['POST /v1/open/there', 'kept'],
      ])
    })

    test('a failed request comes to the application once at most', async () => {
      testBed.take()
      const url = `${testBed.api}/v1/open/moved?to=${encodeURIComponent(testBed.dead)}`
      await app.evaluate(ATTEMPT, granted(), url, { method: 'POST', body: 'once' })
      expect(testBed.take()).toHaveLength(1)
    })

    test('an answer is read as it comes, and one that is torn is not explained', async () => {
      const said = await app.evaluate(
        `async (options, url) => {
          const answer = await sdk.createFetch(options)(url)
          const reader = answer.body.getReader()
          const first = new TextDecoder().decode((await reader.read()).value)
          const rest = await reader.read().then(() => 'more', ({ name }) => name)
          return [answer.status, first, rest]
        }`,
        granted(),
        `${testBed.api}/v1/open/torn`,
      )
      expect(said).toEqual([200, 'first', 'TypeError'])
    })

    test('signals and timeouts reject as they do without the SDK', async () => {
      const said = await app.evaluate(
        `async (options, url) => {
          const fetch = sdk.createFetch(options)
          const nameOf = (attempt) => attempt.then(() => 'answered', ({ name }) => name)
          const stop = new AbortController()
          setTimeout(() => stop.abort(), 50)
          return [
            await nameOf(fetch(url, { signal: AbortSignal.timeout(50) })),
            await nameOf(fetch(url, { signal: stop.signal })),
            await nameOf(fetch(new Request(url, { signal: AbortSignal.abort() }))),
            await nameOf(fetch('http://user:password@localhost/')),
          ]
        }`,
        granted(),
        `${testBed.api}/v1/open/slow`,
      )
      expect(said).toEqual(['TimeoutError', 'AbortError', 'AbortError', 'TypeError'])
    })

    test("the gateway's own error can be read", async () => {
      const said = await app.evaluate(
        `async (options, url) => {
          const answer = await sdk.createFetch(options)(url)
          return sdk.readProblem(answer)
        }`,
        granted(),
        `${testBed.api}/v1/account/cut`,
      )
      expect(said).toMatchObject({
        type: expect.stringMatching(/^urn:marque:gateway:upstream-/),
        status: 502,
        reason: null,
        requestId: expect.stringMatching(/./),
      })
    })

    test('works in a worker, and in the place of the fetch of the page', async () => {
      const stranger = await pageAt(`${testBed.stranger}/`)
      const options = { apis: [{ origin: testBed.api }] }
      const said = await stranger.evaluate(
        `async (options, url) => {
          const worker = new Worker('/worker.js', { type: 'module' })
          const inWorker = await new Promise((resolve) => {
            worker.onmessage = ({ data }) => resolve(data)
            worker.postMessage({ options, url })
          })
          worker.terminate()
          const restore = sdk.installFetch(options)
          const installed = await fetch(url).catch(({ kind, reason }) => ({ kind, reason }))
          restore()
          const restored = await fetch(url).catch(({ name }) => name)
          return [inWorker, installed, restored]
        }`,
        options,
        `${testBed.api}/v1/account/me`,
      )
      const denied = { kind: 'policy', reason: 'origin-not-granted' }
      expect(said).toEqual([denied, denied, 'TypeError'])
    })

    if (name === 'chromium') {
      test('offline, and back', async () => {
        const stranger = await pageAt(`${testBed.stranger}/`)
        // An address outside: what is on this machine is there without a network.
        const url = 'http://api.example.com/'
        const options = { apis: [{ origin: 'http://api.example.com' }] }
        await stranger.puppeteer!.setOfflineMode(true)
        const off = await stranger.evaluate(ATTEMPT, options, url)
        await stranger.puppeteer!.setOfflineMode(false)
        const on = await stranger.evaluate(ATTEMPT, options, url)
        expect([off, on]).toMatchObject([{ kind: 'offline' }, { kind: 'unreachable' }])
      })
    }
  })
}

if (isInstalled('chromium')) {
  test('chromium: a page that the user keeps from the local network', async () => {
    // The server of the pages is told apart by its port: it counts as one of the open network.
    const args = [`--ip-address-space-overrides=127.0.0.1:${testBed.pagePort}=public`]
    const browser = await launchBrowser('chromium', { args })
    try {
      const page = await browser.open(`${testBed.app}/`)
      const options = { apis: [{ origin: testBed.api }] }
      const url = `${testBed.api}/v1/open/a`
      const session = await page.puppeteer!.createCDPSession()
      const permit = (setting: 'denied' | 'granted'): Promise<unknown> =>
        session.send('Browser.setPermission', {
          permission: { name: 'loopback-network' },
          setting,
          origin: testBed.app,
        })
      await permit('denied')
      // The page's name is one of the loopback too, so that it cannot be certain.
      expect(await page.evaluate(ATTEMPT, options, url)).toMatchObject({
        kind: 'local-network',
        isCertain: false,
      })
      await permit('granted')
      expect(await page.evaluate(ATTEMPT, options, url)).toMatchObject({ status: 200 })
    } finally {
      await browser.close()
    }
  })
}

/** What the gateway adds is another one each time. */
function comparable({ line, headers, body }: ReturnType<TestBed['take']>[number]): object {
  const {
    'x-request-id': _id,
    traceparent: _trace,
    'marque-decision': _statement,
    ...rest
  } = headers
  return { line, headers: rest, body }
}
