import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { createFetch } from './create-fetch.ts'

interface Seen {
  readonly line: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

const ANSWER = {
  format: 'marque-explanation/1',
  origin: 'https://app.example.com',
  reach: false,
  read: false,
  reason: 'method-not-granted',
  title: 'The method is not granted',
  help: 'ask for it',
  contact: 'api@example.com',
  preflight: { needed: true, passes: false },
  requestId: 'r-1',
}

/** Fails every request but those to the explain endpoint, which a real server answers. */
async function withServer(
  answer: (response: ServerResponse) => void,
  act: (fetch: typeof globalThis.fetch, origin: string, seen: readonly Seen[]) => Promise<void>,
): Promise<void> {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString()
    seen.push({ line: `${request.method} ${request.url}`, headers: request.headers, body })
    answer(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const fetch: typeof globalThis.fetch = async (input, init) => {
    if (input instanceof Request) throw new TypeError('Failed to fetch')
    return globalThis.fetch(input, init)
  }
  try {
    await act(createFetch({ apis: [{ origin, credentials: ['/**'] }], fetch }), origin, seen)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const json = (response: ServerResponse): void => void response.end(JSON.stringify(ANSWER))

test('the request for an explanation has what the decision needs, and nothing secret', () =>
  withServer(json, async (fetch, origin, seen) => {
    await expect(
      fetch(`${origin}/v1/me?token=secret#secret`, {
        method: 'PUT',
        body: 'secret',
        headers: {
          authorization: 'Bearer secret',
          'x-trace': 'secret',
          'content-type': 'text/csv',
        },
      }),
    ).rejects.toMatchObject({
      kind: 'policy',
      isCertain: true,
      reason: 'method-not-granted',
      help: 'ask for it',
      contact: 'api@example.com',
      requestId: 'r-1',
    })
    expect(seen).toHaveLength(1)
    const [{ line, headers, body }] = seen as [Seen]
    expect(line).toBe('POST /.well-known/marque/explain')
    expect(headers['content-type']).toBe('text/plain;charset=UTF-8')
    expect(JSON.parse(body)).toEqual({
      url: `${origin}/v1/me`,
      method: 'PUT',
      headers: ['authorization', ['content-type', 'text/csv'], 'x-trace'],
      credentials: true,
    })
    expect(JSON.stringify(seen)).not.toContain('secret')
  }))

test('a page that fails in a loop requests one explanation', () =>
  withServer(json, async (fetch, origin, seen) => {
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => fetch(`${origin}/a`)))
    expect(all.every(({ status }) => status === 'rejected')).toBe(true)
    expect(seen).toHaveLength(1)
    await expect(fetch(`${origin}/b`)).rejects.toThrow()
    expect(seen).toHaveLength(2)
  }))

const KINDS: readonly [
  title: string,
  answer: (response: ServerResponse) => void,
  want: { readonly [name: string]: unknown },
][] = [
  [
    'granted: the cause lies elsewhere',
    (response) => void response.end(JSON.stringify({ ...ANSWER, read: true, reason: 'granted' })),
    { kind: 'network', isCertain: false, reason: 'granted' },
  ],
  [
    'depends on the login',
    (response) =>
      void response.end(JSON.stringify({ ...ANSWER, read: null, reason: 'condition-unmet' })),
    { kind: 'policy', isCertain: false, reason: 'condition-unmet' },
  ],
  ['no endpoint', (response) => void response.writeHead(404).end('{}'), { kind: 'unknown' }],
  ['rate-limited', (response) => void response.writeHead(429).end('{}'), { kind: 'unknown' }],
  ['not JSON', (response) => void response.end('<html>'), { kind: 'unknown' }],
  ['other JSON', (response) => void response.end('[null]'), { kind: 'unknown' }],
  ['cut', (response) => void response.destroy(), { kind: 'unreachable', isCertain: false }],
]

for (const [title, answer, want] of KINDS) {
  test(`${title}: ${want.kind}`, () =>
    withServer(answer, async (fetch, origin) => {
      await expect(fetch(`${origin}/a`)).rejects.toMatchObject(want)
    }))
}

test('a request for an explanation does not follow redirects', () =>
  withServer(
    (response) => void response.writeHead(307, { location: '/elsewhere' }).end(),
    async (fetch, origin, seen) => {
      await expect(fetch(`${origin}/a`)).rejects.toThrow()
      expect(seen.filter(({ body }) => body !== '')).toHaveLength(1)
    },
  ))
