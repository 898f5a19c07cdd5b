/**
 * Small servers for `scan`, each with one mistake or none, as raw request handlers.
 *
 * Where the mistake needs an origin that the API trusts, {@link TRUSTED} is given as `--origin`.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { ScanCause } from '@marque/verify'

export const TRUSTED = 'https://app.example.com'

export interface ServerCase {
  readonly name: string
  readonly finds: readonly ScanCause[]
  readonly grade: 'A' | 'B' | 'D' | 'F'
  /** `--origin`; absent for a scan without one. */
  readonly trusted?: string
  readonly listen: () => RequestListener
}

type Allows = (origin: string) => boolean

interface Settings {
  readonly allows: Allows
  readonly credentials?: boolean
  readonly vary?: boolean
  /** Before anything else; true where it has answered. */
  readonly first?: (request: IncomingMessage, response: ServerResponse) => boolean
  readonly maxAge?: string
}

/** An API with an allow list as it should be, but for what the settings change. */
function api({
  allows,
  credentials = false,
  vary = true,
  first,
  maxAge = '600',
}: Settings): () => RequestListener {
  return () => (request, response) => {
    if (first?.(request, response) === true) return
    const { origin } = request.headers
    if (vary) response.setHeader('Vary', 'Origin')
    if (origin !== undefined && allows(origin)) {
      response.setHeader('Access-Control-Allow-Origin', origin)
      if (credentials) response.setHeader('Access-Control-Allow-Credentials', 'true')
    }
    answer(request, response, maxAge)
  }
}

/** Preflights, OPTIONS, 404 and 200, with the headers that are set already. */
function answer(request: IncomingMessage, response: ServerResponse, maxAge = '600'): void {
  const { pathname } = new URL(request.url ?? '/', 'http://api.test')
  if (request.method === 'OPTIONS') {
    if (
      request.headers['access-control-request-method'] !== undefined &&
      request.headers.origin !== undefined
    ) {
      if (response.hasHeader('access-control-allow-origin')) {
        response.setHeader('Access-Control-Allow-Methods', 'GET, POST')
        response.setHeader('Access-Control-Allow-Headers', 'content-type')
        response.setHeader('Access-Control-Max-Age', maxAge)
      }
      response.writeHead(204).end()
    } else {
      response.writeHead(200, { Allow: 'GET, POST, OPTIONS' }).end()
    }
    return
  }
  response.writeHead(pathname === '/v1/orders' ? 200 : 404, { 'Content-Type': 'application/json' })
  response.end('{"orders":[]}')
}

/** Headers that are the same on every answer. */
function constant(headers: Readonly<Record<string, string | string[]>>): () => RequestListener {
  return () => (request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    answer(request, response)
  }
}

const only: Allows = (origin) => origin === TRUSTED

function onPreflight(
  answerOne: (response: ServerResponse, request: IncomingMessage) => void,
): NonNullable<Settings['first']> {
  return (request, response) => {
    if (request.method !== 'OPTIONS') return false
    answerOne(response, request)
    return true
  }
}

/** A cache that keeps one answer for each URL, as one does that ignores Vary. */
function cached(inner: () => RequestListener): () => RequestListener {
  return () => {
    const handler = inner()
    const stored = new Map<string, string | undefined>()
    return (request, response) => {
      const key = request.url ?? ''
      if (request.method !== 'GET') return handler(request, response)
      if (stored.has(key)) request.headers.origin = stored.get(key)
      else stored.set(key, request.headers.origin)
      if (request.headers.origin === undefined) delete request.headers.origin
      return handler(request, response)
    }
  }
}

export const WRONG_SERVERS: readonly ServerCase[] = [
  {
    name: 'reflects any origin, with credentials',
    finds: ['reflects-any-origin'],
    grade: 'F',
    listen: api({ allows: () => true, credentials: true }),
  },
  {
    name: 'reflects any origin, without credentials and without Vary',
    finds: ['reflects-any-origin'],
    grade: 'D',
    listen: api({ allows: () => true, vary: false }),
  },
  {
    name: 'reflects origins of any .com, with credentials',
    finds: ['reflects-any-origin'],
    grade: 'F',
    listen: api({ allows: (origin) => /^https:\/\/[\w.-]+\.com$/.test(origin), credentials: true }),
  },
  {
    name: '* beside credentials',
    finds: ['wildcard-with-credentials'],
    grade: 'F',
    listen: constant({
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Credentials': 'true',
    }),
  },
  {
    name: 'allows null, with credentials',
    finds: ['reflects-null'],
    grade: 'F',
    listen: api({ allows: (origin) => only(origin) || origin === 'null', credentials: true }),
  },
  {
    name: 'startsWith',
    finds: ['matches-prefix'],
    grade: 'F',
    trusted: TRUSTED,
    listen: api({ allows: (origin) => origin.startsWith(TRUSTED), credentials: true }),
  },
  {
    name: 'includes',
    finds: ['matches-prefix'],
    grade: 'F',
    trusted: TRUSTED,
    listen: api({ allows: (origin) => origin.includes('app.example.com'), credentials: true }),
  },
  {
    name: 'endsWith without a dot',
    finds: ['matches-suffix'],
    grade: 'F',
    trusted: TRUSTED,
    listen: api({ allows: (origin) => origin.endsWith('example.com'), credentials: true }),
  },
  {
    name: 'a dot that matches any character',
    finds: ['matches-dot-as-any'],
    grade: 'D',
    trusted: TRUSTED,
    listen: api({ allows: (origin) => /^https:\/\/app.example.com$/.test(origin) }),
  },
  {
    name: 'any subdomain of the domain',
    finds: ['matches-subdomains'],
    grade: 'F',
    trusted: TRUSTED,
    listen: api({
      allows: (origin) => /^https:\/\/([a-z0-9-]+\.)*example\.com$/.test(origin),
      credentials: true,
    }),
  },
  {
    name: 'http and https alike',
    finds: ['ignores-scheme'],
    grade: 'F',
    trusted: TRUSTED,
    listen: api({
      allows: (origin) => /^https?:\/\/app\.example\.com$/.test(origin),
      credentials: true,
    }),
  },
  {
    name: 'any port',
    finds: ['ignores-port'],
    grade: 'D',
    trusted: TRUSTED,
    listen: api({ allows: (origin) => /^https:\/\/app\.example\.com(:\d+)?$/.test(origin) }),
  },
  {
    name: 'any case',
    finds: ['ignores-case'],
    grade: 'D',
    trusted: TRUSTED,
    listen: api({ allows: (origin) => origin.toLowerCase() === TRUSTED }),
  },
  {
    name: 'preflights need a login',
    finds: ['preflight-authenticated'],
    grade: 'D',
    trusted: TRUSTED,
    listen: api({
      allows: only,
      first: onPreflight((response) =>
        response.writeHead(401, { 'WWW-Authenticate': 'Bearer' }).end(),
      ),
    }),
  },
  {
    name: 'everything needs a login, preflights too',
    finds: ['preflight-authenticated'],
    grade: 'D',
    trusted: TRUSTED,
    listen: () => (_, response) => {
      response.writeHead(401, { 'WWW-Authenticate': 'Bearer' }).end()
    },
  },
  {
    name: 'preflights are redirected',
    finds: ['preflight-redirected'],
    grade: 'D',
    trusted: TRUSTED,
    listen: api({
      allows: only,
      first: onPreflight((response) => response.writeHead(308, { Location: '/v1/orders/' }).end()),
    }),
  },
  {
    name: 'no route for OPTIONS',
    finds: ['preflight-not-answered'],
    grade: 'D',
    trusted: TRUSTED,
    listen: api({
      allows: only,
      first: onPreflight((response) => response.writeHead(405, { Allow: 'GET, POST' }).end()),
    }),
  },
  {
    name: 'the application answers preflights with its page',
    finds: ['preflight-forwarded'],
    grade: 'D',
    trusted: TRUSTED,
    listen: api({
      allows: only,
      first: (request, response) => {
        if (request.method !== 'OPTIONS') return false
        if (request.headers.origin === TRUSTED)
          response.setHeader('Access-Control-Allow-Origin', TRUSTED)
        response.writeHead(200, { Allow: 'GET, POST', Vary: 'Origin' }).end('{"orders":[]}')
        return true
      },
    }),
  },
  {
    name: 'every OPTIONS is taken for a preflight',
    finds: ['options-hijacked'],
    grade: 'B',
    trusted: TRUSTED,
    listen: api({
      allows: only,
      first: onPreflight((response, { headers: { origin } }) => {
        if (origin !== undefined && only(origin))
          response.setHeader('Access-Control-Allow-Origin', origin)
        response
          .writeHead(204, { 'Access-Control-Allow-Methods': 'GET, POST', Vary: 'Origin' })
          .end()
      }),
    }),
  },
  {
    name: 'the proxy and the application both write the header',
    finds: ['two-authors'],
    grade: 'D',
    listen: constant({ 'Access-Control-Allow-Origin': ['*', TRUSTED] }),
  },
  {
    name: 'errors without headers',
    finds: ['errors-without-headers'],
    grade: 'D',
    trusted: TRUSTED,
    listen: api({
      allows: only,
      first: ({ url = '' }, response) => {
        if (url.startsWith('/v1/orders')) return false
        response.writeHead(404).end('not found')
        return true
      },
    }),
  },
  {
    name: 'a login error without headers',
    finds: ['errors-without-headers'],
    grade: 'D',
    trusted: TRUSTED,
    listen: api({
      allows: only,
      first: ({ method }, response) => {
        if (method === 'OPTIONS') return false
        response.writeHead(401, { 'WWW-Authenticate': 'Bearer' }).end()
        return true
      },
    }),
  },
  {
    name: 'an allow list without Vary',
    finds: ['vary-missing'],
    grade: 'F',
    trusted: TRUSTED,
    listen: api({ allows: only, vary: false, credentials: true }),
  },
  {
    name: 'an allow list without Vary, no-store',
    finds: ['vary-missing'],
    grade: 'B',
    trusted: TRUSTED,
    listen: api({
      allows: only,
      vary: false,
      first: (_, response) => {
        response.setHeader('Cache-Control', 'private, no-store')
        return false
      },
    }),
  },
  {
    name: 'a cache that ignores Vary',
    finds: ['cache-mixed'],
    grade: 'D',
    trusted: TRUSTED,
    listen: cached(api({ allows: only })),
  },
  {
    name: 'everybody at Vercel, with credentials',
    finds: ['trusts-third-party'],
    grade: 'F',
    listen: api({ allows: (origin) => origin.endsWith('.vercel.app'), credentials: true }),
  },
  {
    name: 'previews at Netlify by the start of their name',
    finds: ['trusts-third-party'],
    grade: 'D',
    trusted: 'https://acme-main.netlify.app',
    listen: api({ allows: (origin) => /^https:\/\/acme-[a-z0-9-]+\.netlify\.app$/.test(origin) }),
  },
  {
    name: 'a development server in production',
    finds: ['internal-origin'],
    grade: 'F',
    listen: api({
      allows: (origin) => only(origin) || origin === 'http://localhost:3000',
      credentials: true,
    }),
  },
  {
    name: 'the constant origin of a development server',
    finds: ['internal-origin'],
    grade: 'D',
    listen: constant({ 'Access-Control-Allow-Origin': 'http://localhost:8100' }),
  },
  {
    name: 'Max-Age of a year',
    finds: ['long-max-age'],
    grade: 'B',
    trusted: TRUSTED,
    listen: api({ allows: only, maxAge: '31536000' }),
  },
  {
    name: 'credentials on every answer',
    finds: ['credentials-everywhere'],
    grade: 'B',
    trusted: TRUSTED,
    listen: api({
      allows: only,
      first: (_, response) => {
        response.setHeader('Access-Control-Allow-Credentials', 'true')
        return false
      },
    }),
  },
  {
    name: 'a trusted origin without TLS, with credentials',
    finds: ['insecure-origin-with-credentials'],
    grade: 'F',
    trusted: 'http://old.example.com',
    listen: api({ allows: (origin) => origin === 'http://old.example.com', credentials: true }),
  },
]

export const RIGHT_SERVERS: readonly ServerCase[] = (
  [
    { name: 'no CORS', listen: constant({}) },
    {
      name: 'no CORS, a login for everything',
      listen: () => (_, response) => void response.writeHead(401).end(),
    },
    { name: 'open data', listen: constant({ 'Access-Control-Allow-Origin': '*' }) },
    {
      name: 'open data, methods other than GET refused, errors of another server',
      listen: () => (request, response) => {
        if (request.method !== 'GET') return void response.writeHead(405, { Allow: 'GET' }).end()
        if (!request.url?.startsWith('/v1/orders')) return void response.writeHead(404).end()
        response.writeHead(200, { 'Access-Control-Allow-Origin': '*' }).end('{}')
      },
    },
    {
      name: 'open data, with the header for requests with Origin only',
      listen: () => (request, response) => {
        if (request.headers.origin !== undefined)
          response.setHeader('Access-Control-Allow-Origin', '*')
        answer(request, response)
      },
    },
    {
      name: 'an allow list with credentials',
      trusted: TRUSTED,
      listen: api({ allows: only, credentials: true }),
    },
    { name: 'an allow list, no origin known', listen: api({ allows: only, credentials: true }) },
    {
      name: 'an allow list, without Vary on answers that are the same for all',
      trusted: TRUSTED,
      listen: constant({
        'Access-Control-Allow-Origin': TRUSTED,
        'Access-Control-Allow-Credentials': 'true',
      }),
    },
    {
      name: 'a cache that heeds Vary by URL, and Vary on everything',
      trusted: TRUSTED,
      listen: api({
        allows: only,
        first: (_, response) => {
          response.setHeader('Cache-Control', 'public, max-age=60')
          return false
        },
      }),
    },
    {
      name: 'answers that differ by cookie',
      trusted: TRUSTED,
      listen: api({
        allows: only,
        first: (_, response) => {
          response.setHeader('Set-Cookie', 'session=1; HttpOnly')
          return false
        },
      }),
    },
    {
      name: 'refuses origins without a grant with 403',
      trusted: TRUSTED,
      listen: api({
        allows: only,
        first: ({ headers: { origin } }, response) => {
          if (origin === undefined || only(origin)) return false
          response.writeHead(403, { Vary: 'Origin' }).end()
          return true
        },
      }),
    },
    {
      name: 'refuses a query that it does not know',
      trusted: TRUSTED,
      listen: api({
        allows: only,
        first: ({ url = '' }, response) => {
          if (!url.includes('?')) return false
          response.writeHead(400, { Vary: 'Origin' }).end()
          return true
        },
      }),
    },
    {
      name: 'a trusted origin at a provider, and only that',
      trusted: 'https://acme.github.io',
      listen: api({ allows: (origin) => origin === 'https://acme.github.io', credentials: true }),
    },
    { name: 'Max-Age of a day', trusted: TRUSTED, listen: api({ allows: only, maxAge: '86400' }) },
  ] satisfies readonly Omit<ServerCase, 'finds' | 'grade'>[]
).map((server) => ({ ...server, finds: [], grade: 'A' }))
