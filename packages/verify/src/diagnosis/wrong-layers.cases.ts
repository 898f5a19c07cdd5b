/**
 * Layers that answer from a policy with one mistake each, and what is to be found.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import type { Answer } from '../prober/index.ts'
import {
  headerOf,
  type ModelLayer,
  type ModelRequest,
  rightLayer,
  withHeader,
} from './model-layers.cases.ts'

const APP = 'https://app.example.com'
const PARTNER = 'https://portal.partner.example'
const ACAO = 'access-control-allow-origin'
const CREDENTIALS = 'access-control-allow-credentials'

/** Answers the origins that `taken` maps to a granted one as that one, with their own name. */
function taking(taken: (origin: string) => string | null): ModelLayer {
  return ({ origin, decision, as }, right) => {
    const other = origin === null || decision.read ? null : taken(origin)
    if (other === null || origin === null) return right()
    const granted = as(other)
    if (!granted.read || granted.kind === 'same-origin') return right()
    const answer = right(granted)
    return headerOf(answer, ACAO) === null ? answer : withHeader(answer, ACAO, origin)
  }
}

function matching(isTaken: (origin: string) => boolean): ModelLayer {
  return taking((origin) => (isTaken(origin) ? APP : null))
}

/** Changes right answers of some requests. */
function changing(change: (answer: Answer, request: ModelRequest) => Answer): ModelLayer {
  return (request, right) => change(right(), request)
}

function isGrantedPreflight({ decision }: ModelRequest): boolean {
  return decision.kind === 'preflight' && decision.status === 204
}

const plain = (status: number, headers: readonly HeaderLine[] = []): Answer => ({
  status,
  headers,
  body: '',
})

/** A CORS library in front of an application that knows no policy. */
function library(allowed: (origin: string | null) => string | null): ModelLayer {
  return ({ origin, probe }) => {
    if (probe.kind === 'websocket') return plain(101)
    const value = allowed(origin)
    const headers: HeaderLine[] = value === null ? [] : [[ACAO, value]]
    if (value !== '*') headers.push([CREDENTIALS, 'true'], ['vary', 'Origin'])
    if (probe.method !== 'OPTIONS')
      return { status: 200, headers: [...headers, ['ETag', '"1"']], body: '{"a":1}' }
    const [, asked] =
      probe.headers.find(([name]) => /^access-control-request-headers$/i.test(name)) ?? []
    headers.push(['access-control-allow-methods', 'GET,HEAD,PUT,PATCH,POST,DELETE'])
    if (asked !== undefined) headers.push(['access-control-allow-headers', asked])
    return plain(204, headers)
  }
}

export interface WrongLayerCase {
  readonly name: string
  readonly layer: ModelLayer
  /** Causes in their order; notes included. */
  readonly causes: readonly string[]
  readonly throughCache?: boolean
  readonly replicas?: number
}

export const wrongLayerCases: readonly WrongLayerCase[] = [
  { name: 'right', layer: rightLayer, causes: [] },
  {
    name: 'echoes everybody',
    layer: taking(() => APP),
    causes: ['reflects-any-origin'],
  },
  {
    name: 'echoes everybody at one resource only',
    layer: (request, right) =>
      request.probe.resource === 'orders' ? taking(() => APP)(request, right) : right(),
    causes: ['reflects-any-origin'],
  },
  {
    name: 'echoes everybody, without Vary, also at OPTIONS and ambiguous paths',
    layer: (request, right) => {
      const { origin, decision, probe } = request
      if (origin === null || decision.kind === 'same-origin')
        return withHeader(right(), 'vary', null)
      if (probe.kind === 'websocket') return plain(101)
      const answer = withHeader(right(), 'vary', null)
      if (decision.read) return answer
      if (probe.kind === 'preflight') return plain(204, [[ACAO, origin]])
      return plain(200, [
        [ACAO, origin],
        ...(probe.kind === 'options' ? [['access-control-allow-methods', 'GET'] as const] : []),
      ])
    },
    causes: ['reflects-any-origin'],
  },
  {
    name: 'a proxy that writes the origin and credentials on every answer, also where any origin is granted',
    layer: changing((answer, { origin, decision }) =>
      origin === null || decision.kind === 'same-origin' || decision.status !== null
        ? answer
        : withHeader(withHeader(answer, ACAO, origin), CREDENTIALS, 'true'),
    ),
    causes: ['reflects-any-origin'],
  },
  {
    name: 'credentials where any origin is granted, and nowhere else',
    layer: changing((answer, { origin, decision }) =>
      decision.reason === 'granted-any' && origin !== null
        ? withHeader(withHeader(answer, ACAO, origin), CREDENTIALS, 'true')
        : answer,
    ),
    causes: ['reflects-any-origin'],
  },
  {
    name: 'lets in a stranger of one resource, and forgets a granted origin at many',
    layer: (request, right) => {
      const { origin, decision, probe } = request
      if (origin === 'https://stranger.example.com' && probe.resource === 'account')
        return taking(() => APP)(request, right)
      const isForgotten = origin === 'https://portal.partner.example' && decision.read
      return isForgotten ? plain(403, [['vary', 'Origin']]) : right()
    },
    causes: ['matches-subdomains', 'grants-too-little'],
  },
  {
    name: 'any request header, and a wrong age of more preflights',
    layer: (request, right) => {
      const answer = right()
      if (!isGrantedPreflight(request)) return answer
      const aged = withHeader(answer, 'access-control-max-age', '86400')
      return request.probe.resource === 'account'
        ? withHeader(aged, 'access-control-allow-headers', 'content-type, x-csrf-token, x-evil')
        : aged
    },
    causes: ['request-headers-differ', 'max-age-differs'],
  },
  {
    name: 'one origin for everybody',
    layer: changing((answer, { probe, decision }) =>
      probe.kind === 'websocket' || decision.status === 403 || decision.status === 400
        ? answer
        : withHeader(answer, ACAO, APP),
    ),
    causes: ['fixed-origin'],
  },
  {
    name: 'the first origin for strangers, each known one its own',
    layer: changing((answer, { decision, probe }) =>
      decision.kind === 'actual' && !decision.read && probe.resource === 'orders'
        ? withHeader(answer, ACAO, APP)
        : answer,
    ),
    causes: ['harmless'],
  },
  {
    name: '* with credentials',
    layer: changing((answer, { probe }) =>
      probe.kind === 'websocket'
        ? answer
        : withHeader(withHeader(answer, ACAO, '*'), CREDENTIALS, 'true'),
    ),
    causes: ['wildcard-with-credentials'],
  },
  {
    name: 'null',
    layer: matching((origin) => origin === 'null'),
    causes: ['reflects-null'],
  },
  { name: 'startsWith', layer: matching((o) => o.startsWith(APP)), causes: ['matches-prefix'] },
  {
    name: 'endsWith of the host',
    layer: matching((o) => o.endsWith('app.example.com')),
    causes: ['matches-suffix'],
  },
  {
    name: 'unescaped dots',
    layer: matching((o) => /^https:\/\/app.example.com$/.test(o)),
    causes: ['matches-dot-as-any'],
  },
  {
    name: 'unescaped dots, not anchored',
    layer: matching((o) => /https:\/\/app.example.com/.test(o)),
    causes: ['matches-prefix'],
  },
  {
    name: 'subdomains',
    layer: matching((o) => /^https:\/\/([a-z0-9-]+\.)*app\.example\.com$/.test(o)),
    causes: ['matches-subdomains'],
  },
  {
    name: 'names below the domain',
    layer: matching((o) => /^https:\/\/([a-z0-9-]+\.)+example\.com$/.test(o)),
    causes: ['matches-subdomains'],
  },
  {
    name: 'one name below the domain',
    layer: matching((o) => /^https:\/\/[a-z0-9-]+\.example\.com$/.test(o)),
    causes: ['matches-subdomains'],
  },
  {
    name: 'endsWith of the domain',
    layer: matching((o) => o.endsWith('example.com')),
    causes: ['matches-suffix'],
  },
  {
    name: 'includes',
    layer: matching((o) => o.includes('app.example.com')),
    causes: ['matches-prefix'],
  },
  {
    name: 'http too',
    layer: matching((o) => /^https?:\/\/app\.example\.com$/.test(o)),
    causes: ['ignores-scheme'],
  },
  {
    name: 'any port',
    layer: matching((o) => /^https:\/\/app\.example\.com(:\d+)?$/.test(o)),
    causes: ['ignores-port'],
  },
  {
    name: 'any case',
    layer: matching((o) => o.toLowerCase() === APP),
    causes: ['ignores-case'],
  },
  {
    name: 'login before preflights',
    layer: (request, right) =>
      request.decision.kind === 'preflight' ? plain(401, [['WWW-Authenticate', 'Basic']]) : right(),
    causes: ['preflight-authenticated'],
  },
  {
    name: 'login before every OPTIONS',
    layer: (request, right) =>
      request.probe.method === 'OPTIONS' ? plain(401, [['WWW-Authenticate', 'Basic']]) : right(),
    causes: ['preflight-authenticated'],
  },
  {
    name: 'preflights redirected',
    layer: (request, right) =>
      request.decision.kind === 'preflight' ? plain(308, [['Location', '/x/']]) : right(),
    causes: ['preflight-redirected'],
  },
  {
    name: '405 to every OPTIONS',
    layer: (request, right) =>
      request.probe.method === 'OPTIONS'
        ? plain(405, [
            ['Allow', 'GET'],
            ['vary', 'Origin'],
          ])
        : right(),
    causes: ['preflight-not-answered'],
  },
  {
    name: 'preflights at the application',
    layer: changing((answer, request) =>
      isGrantedPreflight(request)
        ? {
            status: 200,
            headers: [
              [ACAO, request.origin ?? ''],
              ['Allow', 'GET,HEAD'],
            ],
            body: 'GET,HEAD',
          }
        : answer,
    ),
    causes: ['preflight-forwarded'],
  },
  {
    name: 'preflights at the application, which has no route for some',
    layer: changing((answer, request) =>
      isGrantedPreflight(request)
        ? {
            status: /no-such/.test(request.facts.url) ? 404 : 200,
            headers: [
              [ACAO, request.origin ?? ''],
              ['Allow', 'GET,HEAD'],
            ],
            body: '',
          }
        : answer,
    ),
    causes: ['preflight-forwarded'],
  },
  {
    name: 'every OPTIONS is a preflight',
    layer: (request, right) =>
      request.probe.kind === 'options'
        ? plain(204, [
            [ACAO, APP],
            ['access-control-allow-methods', 'GET, PUT'],
            ['vary', 'Origin'],
          ])
        : right(),
    causes: ['options-hijacked'],
  },
  {
    name: 'two values',
    layer: changing((answer) =>
      headerOf(answer, ACAO) === null
        ? answer
        : { ...answer, headers: [...answer.headers, [ACAO, '*']] },
    ),
    causes: ['two-authors'],
  },
  {
    name: 'two authors, one of whom always writes',
    layer: changing((answer, { probe }) =>
      probe.kind === 'actual' ? { ...answer, headers: [...answer.headers, [ACAO, '*']] } : answer,
    ),
    causes: ['two-authors'],
  },
  {
    name: 'headers on 2xx only',
    layer: changing((answer, { decision }) =>
      answer.status >= 400 && decision.status === null
        ? withHeader(withHeader(answer, ACAO, null), 'vary', null)
        : answer,
    ),
    causes: ['errors-without-headers'],
  },
  {
    name: 'no headers on redirects',
    layer: changing((answer, { facts }) =>
      answer.status === 200 && facts.url.endsWith('/') ? plain(301, [['Location', '/']]) : answer,
    ),
    causes: ['redirect-without-headers'],
  },
  {
    name: 'headers on 200 and 304 only: one mistake, named by the status that shows it most',
    layer: changing((answer, { facts, decision }) => {
      if (decision.status !== null) return answer
      if (answer.status === 200 && facts.url.endsWith('/orders/'))
        return plain(301, [['Location', '/']])
      return answer.status === 404 ? plain(404) : answer
    }),
    causes: ['errors-without-headers'],
  },
  {
    name: 'a login before everything',
    layer: (request, right) =>
      request.probe.resource === 'account' ? plain(401, [['WWW-Authenticate', 'Basic']]) : right(),
    causes: ['preflight-authenticated'],
  },
  {
    name: 'no headers on 304',
    layer: changing((answer) => (answer.status === 304 ? plain(304, [['ETag', '"1"']]) : answer)),
    causes: ['not-modified-without-headers'],
  },
  {
    name: 'no Vary',
    layer: changing((answer) => withHeader(answer, 'vary', null)),
    causes: ['vary-missing'],
  },
  {
    name: 'Vary on granted answers only',
    layer: changing((answer, { decision }) =>
      decision.read ? answer : withHeader(answer, 'vary', null),
    ),
    causes: ['vary-missing'],
  },
  {
    name: 'every WebSocket',
    layer: (request, right) => (request.probe.kind === 'websocket' ? plain(101) : right()),
    causes: ['websocket-open'],
  },
  {
    name: 'nothing is blocked',
    layer: changing((answer, { decision, probe }) =>
      answer.status === 403 && decision.kind !== 'preflight' && probe.kind !== 'websocket'
        ? { ...answer, status: 200 }
        : answer,
    ),
    causes: ['not-blocked'],
  },
  {
    name: 'paths are not judged',
    layer: (request, right) =>
      request.decision.reason === 'path-ambiguous' && request.decision.status === 400
        ? plain(200, [[ACAO, request.origin ?? '']])
        : right(),
    causes: ['path-confused'],
  },
  {
    name: 'credentials where none are granted',
    layer: changing((answer) =>
      headerOf(answer, ACAO) === null || headerOf(answer, ACAO) === '*'
        ? answer
        : withHeader(answer, CREDENTIALS, 'true'),
    ),
    causes: ['credentials-leaked'],
  },
  {
    name: 'credentials always',
    layer: changing((answer, { decision, probe }) =>
      headerOf(answer, ACAO) === '*' ||
      probe.kind === 'websocket' ||
      decision.reason === 'granted-any'
        ? answer
        : withHeader(answer, CREDENTIALS, 'true'),
    ),
    causes: ['credentials-leaked'],
  },
  {
    name: 'no credentials',
    layer: changing((answer) => withHeader(answer, CREDENTIALS, null)),
    causes: ['credentials-missing'],
  },
  {
    name: 'PATCH is forgotten, by a layer that refuses it',
    layer: (request, right) =>
      request.probe.headers.some(([, value]) => value === 'PATCH') ? plain(403) : right(),
    causes: ['methods-differ'],
  },
  {
    name: 'DELETE is let in',
    layer: changing((answer, request) => {
      if (isGrantedPreflight(request))
        return withHeader(answer, 'access-control-allow-methods', 'GET, PUT, PATCH, POST, DELETE')
      return answer
    }),
    causes: ['methods-differ'],
  },
  {
    name: 'any request header, by the answer of a library',
    layer: changing((answer, request) =>
      isGrantedPreflight(request)
        ? withHeader(answer, 'access-control-allow-headers', 'content-type, x-everything')
        : answer,
    ),
    causes: ['request-headers-differ'],
  },
  {
    name: 'exposes nothing',
    layer: changing((answer) => withHeader(answer, 'access-control-expose-headers', null)),
    causes: ['exposed-headers-differ'],
  },
  {
    name: 'a day',
    layer: changing((answer, request) =>
      isGrantedPreflight(request) ? withHeader(answer, 'access-control-max-age', '86400') : answer,
    ),
    causes: ['max-age-differs'],
  },
  {
    name: 'no Max-Age',
    layer: changing((answer) => withHeader(answer, 'access-control-max-age', null)),
    causes: ['max-age-differs'],
  },
  {
    name: 'one origin is unknown',
    layer: (request, right) =>
      request.origin === APP ? right(request.as('https://stranger.invalid')) : right(),
    causes: ['grants-too-little'],
  },
  {
    name: 'a resource without CORS',
    layer: changing((answer, { probe, decision }) => {
      if (probe.resource !== 'orders' || decision.status === 400) return answer
      return probe.kind === 'preflight'
        ? plain(405, [['Allow', 'GET']])
        : { ...answer, headers: [['ETag', '"1"']] }
    }),
    causes: ['grants-too-little'],
  },
  {
    name: 'one list for all resources',
    layer: taking((origin) => (origin === 'https://portal.partner.example' ? APP : null)),
    causes: ['grants-too-much'],
  },
  {
    name: '* without credentials, for everybody',
    layer: changing((answer, { probe, decision }) =>
      probe.kind === 'websocket' || decision.status === 403 || decision.status === 400
        ? answer
        : withHeader(withHeader(withHeader(answer, ACAO, '*'), CREDENTIALS, null), 'vary', null),
    ),
    causes: ['grants-too-much'],
  },
  {
    name: 'one origin to all granted ones',
    layer: changing((answer, { probe }) => {
      const allowed = headerOf(answer, ACAO)
      return allowed === null || allowed === '*' || probe.kind === 'websocket'
        ? answer
        : withHeader(answer, ACAO, APP)
    }),
    causes: ['fixed-origin'],
  },
  {
    name: 'preflights at an application that says hello to everything',
    layer: changing((answer, request) =>
      isGrantedPreflight(request) ? { ...answer, status: 200, body: '{"a":1}' } : answer,
    ),
    causes: ['preflight-forwarded'],
  },
  {
    name: 'one origin is refused, by a layer behind one that answers preflights',
    layer: (request, right) =>
      request.origin === APP && request.probe.kind === 'actual' && request.decision.read
        ? plain(403, [['vary', request.decision.vary.join(', ')]])
        : right(),
    causes: ['grants-too-little'],
  },
  {
    name: 'preflights of one origin are refused',
    layer: (request, right) =>
      request.origin === PARTNER && isGrantedPreflight(request) ? plain(403) : right(),
    causes: ['preflight-not-answered'],
  },
  {
    name: 'true, true',
    layer: changing((answer) =>
      headerOf(answer, CREDENTIALS) === null
        ? answer
        : withHeader(answer, CREDENTIALS, 'true, true'),
    ),
    causes: ['two-authors'],
  },
  {
    name: 'denied preflights answered 200',
    layer: changing((answer, { decision }) =>
      decision.kind === 'preflight' && decision.status === 403 ? plain(200) : answer,
    ),
    causes: ['harmless'],
  },
  {
    name: 'Allow-Methods on every answer',
    layer: changing((answer, { probe }) =>
      probe.kind === 'actual' ? withHeader(answer, 'access-control-allow-methods', 'GET') : answer,
    ),
    causes: ['harmless'],
  },
]

/** Where a policy has nothing but origins, methods and header names. */
export const libraryCases: readonly WrongLayerCase[] = [
  {
    name: 'a CORS library that echoes everybody',
    layer: library((origin) => origin),
    causes: ['reflects-any-origin'],
  },
  {
    name: 'a CORS library without options',
    layer: library(() => '*'),
    causes: ['grants-too-much'],
  },
]
