import { afterEach, describe, expect, test, vi } from 'vitest'
import { rows } from './create-fetch.cases.ts'
import { createFetch, installFetch } from './create-fetch.ts'
import { MarqueFetchError } from './fetch-error.ts'

const APIS = [
  { origin: 'https://api.example.com', credentials: ['/v1/account/**'] },
  { origin: 'https://open.example.com' },
  {
    origin: 'https://by.example.com',
    credentials: (url: URL, method: string) => url.pathname === '/mine' && method === 'PUT',
  },
]
const URL_ = 'https://api.example.com/v1/account/me'

/** A fetch that records its requests and responds as the test decides. */
function recording(act: (request: Request) => Promise<Response> | Response) {
  const sent: Request[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    sent.push(request)
    return act(request)
  }
  return { sent, fetch }
}

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason))
  })

const rejects = (): never => {
  throw new TypeError('Failed to fetch')
}

afterEach(() => vi.unstubAllGlobals())

describe('credentials', () => {
  for (const { title, input, init, want } of rows) {
    test(`${title}: ${want}`, async () => {
      vi.stubGlobal('origin', 'https://app.example.com')
      const { sent, fetch } = recording(() => new Response('ok'))
      await createFetch({ apis: APIS, fetch })(typeof input === 'string' ? input : input(), init)
      expect(sent.map(({ credentials }) => credentials)).toEqual([want])
    })
  }

  test('everything else in the request stays as the caller wrote it', async () => {
    const { sent, fetch } = recording(() => new Response('ok'))
    await createFetch({ apis: APIS, fetch })(URL_, {
      method: 'PUT',
      body: '{"a":1}',
      headers: { 'x-trace': '1', 'content-type': 'application/json' },
      keepalive: true,
      cache: 'no-store',
      redirect: 'manual',
    })
    const [request] = sent
    expect(await request!.text()).toBe('{"a":1}')
    const { method, url, keepalive, cache, redirect } = request!
    expect({ method, url, keepalive, cache, redirect }).toEqual({
      method: 'PUT',
      url: URL_,
      keepalive: true,
      cache: 'no-store',
      redirect: 'manual',
    })
    expect([...request!.headers]).toEqual([
      ['content-type', 'application/json'],
      ['x-trace', '1'],
    ])
  })

  test('a streamed body is passed on', async () => {
    const { sent, fetch } = recording(() => new Response('ok'))
    const body = new Blob(['one', 'two']).stream()
    await createFetch({ apis: APIS, fetch })(URL_, { method: 'POST', body, duplex: 'half' })
    expect(await sent[0]!.text()).toBe('onetwo')
  })
})

describe('rejections', () => {
  test('are a TypeError with a kind, and the request is not sent again', async () => {
    const { sent, fetch } = recording(rejects)
    const error = await createFetch({ apis: APIS, explain: false, fetch })(`${URL_}?secret=1#x`, {
      method: 'PUT',
    }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(MarqueFetchError)
    expect(error).toBeInstanceOf(TypeError)
    expect(error).toMatchObject({
      code: 'ERR_MARQUE_FETCH',
      name: 'MarqueFetchError',
      kind: 'unknown',
      method: 'PUT',
      url: URL_,
      reason: null,
      cause: { message: 'Failed to fetch' },
    })
    expect(String(error)).not.toContain('secret')
    expect(sent).toHaveLength(1)
  })

  test('for an origin that is not listed request no explanation', async () => {
    const { sent, fetch } = recording(rejects)
    await expect(createFetch({ apis: APIS, fetch })('https://evil.example/')).rejects.toMatchObject(
      {
        kind: 'unknown',
      },
    )
    expect(sent).toHaveLength(1)
  })

  test('invalid arguments reject as in `fetch`, and nothing is sent', async () => {
    const { sent, fetch } = recording(() => new Response('ok'))
    const ours = createFetch({ apis: APIS, fetch })
    for (const attempt of [
      ours('http://['),
      ours(URL_, { method: 'GET', body: 'x' }),
      ours(URL_, { headers: { 'a b': 'x' } }),
      ours('https://user:password@api.example.com/'),
    ]) {
      const error = await attempt.catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(TypeError)
      expect(error).not.toBeInstanceOf(MarqueFetchError)
    }
    expect(sent).toEqual([])
  })

  test('a signal and a timeout reject as they do without the SDK', async () => {
    const { fetch } = recording(({ signal }) => untilAborted(signal))
    const ours = createFetch({ apis: APIS, fetch })
    await expect(ours(URL_, { signal: AbortSignal.abort(new Error('mine')) })).rejects.toThrow(
      'mine',
    )
    const own = new TypeError('mine')
    await expect(ours(URL_, { signal: AbortSignal.abort(own) })).rejects.toBe(own)
    await expect(ours(URL_, { signal: AbortSignal.timeout(10) })).rejects.toMatchObject({
      name: 'TimeoutError',
    })
  })

  test('errors other than TypeError are passed on', async () => {
    const refused = new DOMException('not now', 'NotAllowedError')
    const { sent, fetch } = recording(() => Promise.reject(refused))
    await expect(createFetch({ apis: APIS, fetch })(URL_)).rejects.toBe(refused)
    expect(sent).toHaveLength(1)
  })

  test('an abort during the explanation rejects at once', async () => {
    const { fetch } = recording(({ url, signal }) => {
      if (url === URL_) return rejects()
      return untilAborted(signal)
    })
    const stop = new AbortController()
    const attempt = createFetch({ apis: APIS, fetch })(URL_, { signal: stop.signal })
    setTimeout(() => stop.abort(new Error('enough')), 20)
    await expect(attempt).rejects.toThrow('enough')
  })

  test('offline and mixed content are detected without an explanation', async () => {
    const { sent, fetch } = recording(rejects)
    const apis = [...APIS, { origin: 'http://plain.example.com' }]
    const ours = createFetch({ apis, fetch })
    vi.stubGlobal('navigator', { onLine: false })
    await expect(ours(URL_)).rejects.toMatchObject({ kind: 'offline', isCertain: true })
    vi.stubGlobal('navigator', { onLine: true })
    vi.stubGlobal('location', { protocol: 'https:', hostname: 'app.example.com' })
    await expect(ours('http://plain.example.com/')).rejects.toMatchObject({
      kind: 'mixed-content',
      isCertain: true,
    })
    expect(sent).toHaveLength(2)
  })

  for (const [page, url, isOnline] of [
    ['https:', 'https://api.example.com:6000/v1', true],
    ['http:', 'http://intranet.example.com:22/', true],
    ['https:', 'http://localhost:6667/', true],
    ['https:', 'https://10.0.0.1:10080/', true],
    ['http:', 'http://127.0.0.1:6000/', false],
  ] as const) {
    test(`F1: a fetch of \`${url}\` fails because of its port, and the API is not called`, async () => {
      const { sent, fetch } = recording(rejects)
      const { origin } = new URL(url)
      vi.stubGlobal('navigator', { onLine: isOnline })
      vi.stubGlobal('location', { protocol: page, hostname: 'app.example.com' })
      await expect(createFetch({ apis: [{ origin }], fetch })(url)).rejects.toMatchObject({
        kind: 'bad-port',
        isCertain: true,
        help: 'use the address of the API with another port',
      })
      expect(sent).toHaveLength(1)
    })
  }

  test('F1: mixed content comes before the port, as browsers check it', async () => {
    const { fetch } = recording(rejects)
    vi.stubGlobal('location', { protocol: 'https:', hostname: 'app.example.com' })
    const url = 'http://plain.example.com:6000/'
    await expect(createFetch({ apis: [], fetch })(url)).rejects.toMatchObject({
      kind: 'mixed-content',
    })
  })
})

describe('invalid options', () => {
  for (const origin of [
    'https://api.example.com/',
    'api.example.com',
    'https://API.example.com',
    'https://api.example.com:443',
    'https://*.example.com',
    'https://a.example/x',
    'null',
    'file://',
    '*',
    '',
  ]) {
    test(`\`${origin}\` is not an origin`, () => {
      expect(() => createFetch({ apis: [{ origin }] })).toThrow(TypeError)
    })
  }

  test('a duplicate origin', () => {
    const [first] = APIS
    expect(() => createFetch({ apis: [first!, first!] })).toThrow(/duplicate/)
  })
})

test('installFetch replaces the global fetch, and its result restores it', async () => {
  const { sent, fetch } = recording(() => new Response('ok'))
  vi.stubGlobal('fetch', fetch)
  const restore = installFetch({ apis: APIS })
  await globalThis.fetch(URL_)
  expect(sent[0]?.credentials).toBe('include')
  restore()
  expect(globalThis.fetch).toBe(fetch)
  const again = installFetch({ apis: APIS })
  const theirs: typeof globalThis.fetch = async () => new Response('theirs')
  globalThis.fetch = theirs
  again()
  expect(globalThis.fetch).toBe(theirs)
})
