import { startTestGateway, type TestGateway } from '@marque/testkit/gateway'
import { requestBytes, sendRaw, statusOf } from '@marque/testkit/http'
import { type RawUpstream, startRawUpstream } from '@marque/testkit/upstream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const SITES = ['cross-site', 'same-site', 'same-origin', 'none'] as const
const MODES = [
  'navigate',
  'cors',
  'no-cors',
  'same-origin',
  'websocket',
  'nested-navigate',
] as const
const DESTS = [
  'document',
  'iframe',
  'frame',
  'object',
  'embed',
  'image',
  'script',
  'empty',
] as const
const APP = 'Origin: https://app.example.com'
const OWN = 'Origin: https://api.example.com'
const VARY = /^vary: .*Sec-Fetch-Site.*Sec-Fetch-Mode.*Sec-Fetch-Dest/im

let upstream: RawUpstream
let under: TestGateway
let nth = 0

beforeAll(async () => {
  upstream = await startRawUpstream((socket) =>
    socket.write('HTTP/1.1 200 OK\r\nvary: Accept-Encoding\r\ncontent-length: 2\r\n\r\nok'),
  )
  under = await startTestGateway({ upstream: [upstream.url] })
})
afterAll(async () => {
  await under.stop()
  await upstream.stop()
})

/** What came of it, and whether the application heard of it. */
async function ask(
  lines: readonly string[],
  method = 'GET',
): Promise<{ text: string; reached: boolean }> {
  const path = `/isolated/${nth++}`
  const text = await sendRaw(under.port, requestBytes(path, lines, method))
  return { text, reached: upstream.seen().includes(` ${path} `) }
}

const fetched = (site: string, mode: string, dest: string): readonly string[] => [
  `Sec-Fetch-Site: ${site}`,
  `Sec-Fetch-Mode: ${mode}`,
  `Sec-Fetch-Dest: ${dest}`,
]

describe('an isolated resource (D26)', () => {
  describe.each(SITES)('asked from a page that is %s', (site) => {
    test.each(MODES)('in the mode %s, without Origin, for each destination', async (mode) => {
      for (const dest of DESTS) {
        for (const method of ['GET', 'HEAD', 'POST']) {
          const { text, reached } = await ask(fetched(site, mode, dest), method)
          const isForeign = site === 'cross-site' || site === 'same-site'
          const isVisit = method === 'GET' && mode === 'navigate' && dest === 'document'
          const isBlocked = isForeign && !isVisit
          const what = [method, site, mode, dest].join(' ')
          expect([statusOf(text), reached], what).toEqual(isBlocked ? [403, false] : [200, true])
          expect(text, what).toMatch(VARY)
          expect(text, what).not.toMatch(/access-control/i)
          if (isBlocked && method !== 'HEAD') expect(text).toContain('cross-site-blocked')
        }
      }
    })
  })

  test('programs and old browsers, which send none of the three, pass', async () => {
    const { text, reached } = await ask([])
    expect([statusOf(text), reached]).toEqual([200, true])
    expect(text).toMatch(VARY)
  })

  test.each(['cross-site', 'same-site'])('%s alone is enough to be stopped', async (site) => {
    const { text, reached } = await ask([`Sec-Fetch-Site: ${site}`])
    expect([statusOf(text), reached]).toEqual([403, false])
  })

  test('of several lines the one from elsewhere counts', async () => {
    for (const sites of [
      ['none', 'cross-site'],
      ['cross-site', 'none'],
      ['same-origin', 'same-site'],
    ]) {
      const { text, reached } = await ask(sites.map((site) => `Sec-Fetch-Site: ${site}`))
      expect([statusOf(text), reached], sites.join()).toEqual([403, false])
    }
  })

  test('a page with a grant reads, the own page goes on, a stranger is refused by its Origin', async () => {
    const granted = await ask([APP, ...fetched('cross-site', 'cors', 'empty')])
    expect([statusOf(granted.text), granted.reached]).toEqual([200, true])
    expect(granted.text).toContain('access-control-allow-origin: https://app.example.com')
    expect(granted.text).toMatch(VARY)
    const own = await ask([OWN, ...fetched('same-origin', 'cors', 'empty')], 'POST')
    expect([statusOf(own.text), own.reached]).toEqual([200, true])
    const strange = await ask([
      'Origin: https://evil.example',
      ...fetched('none', 'navigate', 'document'),
    ])
    expect([statusOf(strange.text), strange.reached]).toEqual([403, false])
    expect(strange.text).toContain('origin-not-granted')
  })

  test('a preflight tells nothing of it', async () => {
    const lines = [
      APP,
      'Access-Control-Request-Method: GET',
      ...fetched('cross-site', 'cors', 'empty'),
    ]
    const { text, reached } = await ask(lines, 'OPTIONS')
    expect([statusOf(text), reached]).toEqual([204, false])
    expect(text).not.toMatch(/vary:.*sec-fetch/i)
  })
})

test('a resource that is not isolated does not ask where a request without Origin comes from', async () => {
  const text = await sendRaw(
    under.port,
    requestBytes('/open/a', fetched('cross-site', 'no-cors', 'image')),
  )
  expect(statusOf(text)).toBe(200)
  expect(text).not.toMatch(/vary:.*sec-fetch/i)
})
