/**
 * Stacks of layers with mistakes, and right stacks that are unusual.
 *
 * @module
 */
import { decide, type HeaderLine, prepare } from '@marque/core'
import type { Answer } from '../prober/index.ts'
import {
  type answerBy,
  headerOf,
  type ModelLayer,
  type ModelOptions,
  type ModelRequest,
  rightLayer,
  withHeader,
} from './model-layers.cases.ts'

type Named = readonly [name: string, layer: ModelLayer]

/** `layer: cause` and the outer layers that pass it on. */
export interface StackCase {
  readonly name: string
  readonly layers: readonly Named[]
  readonly findings: readonly string[]
  readonly options?: ModelOptions
}

const ACAO = 'access-control-allow-origin'
const APP = 'https://app.example.com'
const PARTNER = 'https://portal.partner.example'

/** A layer that passes on what is behind it, changed. */
function passing(
  inner: ModelLayer,
  change: (answer: Answer, request: ModelRequest) => Answer = (answer) => answer,
): ModelLayer {
  return (request, right) => {
    const answer = inner(request, right)
    return answer === null ? null : change(answer, request)
  }
}

const echoing: ModelLayer = ({ origin, decision }, right) =>
  origin === null ||
  decision.kind === 'websocket' ||
  decision.kind === 'same-origin' ||
  decision.status === 400
    ? right()
    : decision.read
      ? right()
      : {
          status: decision.kind === 'preflight' ? 204 : 200,
          headers: [
            [ACAO, origin],
            ['vary', 'Origin'],
          ],
          body: '',
        }

const withoutVary = passing(rightLayer, (answer) => withHeader(answer, 'vary', null))

/** A cache in front of a layer; it stores by URL, and by Origin where the answer says so and `honours`. */
function caching(inner: ModelLayer, honours: boolean): ModelLayer {
  const stored = new Map<string, Answer>()
  const varying = new Set<string>()
  return (request, right) => {
    const { probe, origin } = request
    const answer = inner(request, right)
    if (answer === null || probe.method !== 'GET' || probe.sequence === null) return answer
    const url = `${probe.sequence} ${probe.url}`
    const vary = headerOf(answer, 'vary') ?? ''
    if (honours && /origin/i.test(vary)) varying.add(url)
    const key = varying.has(url) ? `${url} ${origin}` : url
    const hit = stored.get(key)
    if (hit !== undefined) return hit
    if (answer.status === 200) stored.set(key, answer)
    return answer
  }
}

function only(layer: ModelLayer, isOne: (request: ModelRequest) => boolean): ModelLayer {
  return (request, right) => (isOne(request) ? layer(request, right) : right())
}

/** Decides at another time. */
const atNewYear: ModelLayer = ({ facts, probe, decision }, right) =>
  decision.reason === 'expired' && decision.status !== 400
    ? right({ ...decision, ...expiredDecision(facts.url, probe.origin.value ?? '', probe.kind) })
    : right()

function expiredDecision(
  _url: string,
  origin: string,
  kind: string,
): Partial<Parameters<typeof answerBy>[0]> {
  const headers: HeaderLine[] = [[ACAO, origin]]
  if (kind !== 'preflight') return { read: true, reach: true, status: null, headers }
  return {
    read: true,
    status: 204,
    headers: [
      ...headers,
      ['access-control-allow-methods', 'GET'],
      ['access-control-max-age', '600'],
    ],
  }
}

export function stackCases(policies: {
  readonly older: Parameters<typeof prepare>[0]
}): readonly StackCase[] {
  const older = prepare(policies.older)
  const stale: ModelLayer = (request, right) =>
    right(decide(older, request.facts, {}, { now: request.now }))
  return [
    {
      name: 'a right stack of three',
      layers: [
        ['gateway', rightLayer],
        ['proxy', passing(rightLayer)],
        ['app', rightLayer],
      ],
      findings: [],
    },
    {
      name: 'the mistake of the application is passed on',
      layers: [
        ['gateway', passing(echoing)],
        ['proxy', passing(echoing)],
        ['app', echoing],
      ],
      findings: ['app: reflects-any-origin (gateway, proxy)'],
    },
    {
      name: 'a right gateway in front of a wrong application',
      layers: [
        ['gateway', rightLayer],
        ['app', echoing],
      ],
      findings: ['app: reflects-any-origin'],
    },
    {
      name: 'a proxy drops Vary',
      layers: [
        ['gateway', passing(withoutVary)],
        ['proxy', withoutVary],
        ['app', rightLayer],
      ],
      findings: ['proxy: vary-lost (gateway)'],
    },
    {
      name: 'a proxy drops Vary of everything that can be stored no longer',
      layers: [
        [
          'proxy',
          passing(withoutVary, (answer) => withHeader(answer, 'cache-control', 'no-store')),
        ],
        ['app', rightLayer],
      ],
      findings: ['proxy: vary-lost warning'],
    },
    {
      name: 'a proxy adds what the application has',
      layers: [
        [
          'proxy',
          passing(rightLayer, (answer) =>
            headerOf(answer, ACAO) === null
              ? answer
              : { ...answer, headers: [...answer.headers, [ACAO, headerOf(answer, ACAO) ?? '']] },
          ),
        ],
        ['app', rightLayer],
      ],
      findings: ['proxy: two-authors'],
    },
    {
      name: 'a proxy changes the origin',
      layers: [
        [
          'proxy',
          passing(rightLayer, (answer, { probe }) =>
            headerOf(answer, ACAO) === APP && probe.kind === 'actual'
              ? withHeader(answer, ACAO, `${APP}/`)
              : answer,
          ),
        ],
        ['app', rightLayer],
      ],
      findings: ['proxy: rewritten'],
    },
    {
      name: 'a login before preflights at the proxy',
      layers: [
        [
          'proxy',
          passing(rightLayer, (answer, { probe }) =>
            probe.kind === 'preflight'
              ? { status: 401, headers: [['WWW-Authenticate', 'Basic']], body: '' }
              : answer,
          ),
        ],
        ['app', rightLayer],
      ],
      findings: ['proxy: preflight-authenticated'],
    },
    {
      name: 'a proxy answers every OPTIONS itself, without headers where nothing is requested',
      layers: [
        [
          'proxy',
          passing(rightLayer, (answer, { probe }) =>
            probe.kind === 'options' && answer.status !== 403
              ? { status: 204, headers: [['vary', 'Origin']], body: '' }
              : answer,
          ),
        ],
        ['app', rightLayer],
      ],
      findings: ['proxy: options-hijacked warning'],
    },
    {
      name: 'two layers, a mistake each',
      layers: [
        [
          'proxy',
          passing(rightLayer, (answer, { probe }) =>
            probe.kind === 'preflight' && answer.status === 204
              ? withHeader(answer, 'access-control-max-age', '86400')
              : answer,
          ),
        ],
        ['app', only(echoing, ({ origin }) => origin === 'null')],
      ],
      findings: ['app: reflects-null', 'proxy: max-age-differs warning'],
    },
    {
      name: 'two mistakes of one layer',
      layers: [
        [
          'app',
          passing(
            only(echoing, ({ origin }) => origin === 'null'),
            (answer) =>
              headerOf(answer, 'access-control-max-age') === null
                ? answer
                : withHeader(answer, 'access-control-max-age', '86400'),
          ),
        ],
      ],
      findings: ['app: reflects-null', 'app: max-age-differs warning'],
    },
    {
      name: 'a cache that ignores Vary',
      layers: [
        ['cache', caching(rightLayer, false)],
        ['app', rightLayer],
      ],
      options: { throughCache: true },
      findings: ['cache: cache-mixed'],
    },
    {
      name: 'a cache that honours it',
      layers: [
        ['cache', caching(rightLayer, true)],
        ['app', rightLayer],
      ],
      options: { throughCache: true },
      findings: [],
    },
    {
      name: 'a cache before an application without Vary',
      layers: [
        ['cache', caching(withoutVary, true)],
        ['app', withoutVary],
      ],
      options: { throughCache: true },
      findings: ['app: vary-missing (cache)'],
    },
    {
      name: 'one of two replicas is wrong',
      layers: [
        ['app', (request, right) => (request.count % 2 === 0 ? right() : echoing(request, right))],
      ],
      options: { replicas: 6 },
      findings: ['app: replicas-differ'],
    },
    {
      name: 'the grant of a partner has ended, and the layer does not notice',
      layers: [['app', atNewYear]],
      options: { now: Date.UTC(2099, 1, 10) },
      findings: ['app: expired-still-granted'],
    },
    {
      name: 'an older policy',
      layers: [
        ['gateway', rightLayer],
        ['app', stale],
      ],
      options: { older: [policies.older] },
      findings: ['app: stale-policy'],
    },
    {
      name: 'a partner without preflights is unknown at one resource',
      layers: [
        [
          'app',
          only(
            (request, right) => right(request.as('https://stranger.invalid')),
            (request) => request.origin === PARTNER && request.probe.resource === 'labels',
          ),
        ],
      ],
      findings: ['app: grants-too-little'],
    },
    {
      name: 'a gateway that leaves out headers on errors',
      layers: [
        [
          'gateway',
          passing(rightLayer, (answer) =>
            answer.status === 404
              ? withHeader(withHeader(answer, ACAO, null), 'vary', null)
              : answer,
          ),
        ],
        ['app', rightLayer],
      ],
      findings: ['gateway: errors-without-headers'],
    },
  ]
}

/** Right, in another form than the gateway's. */
export const unusualCases: readonly (readonly [name: string, layer: ModelLayer])[] = [
  [
    '200 to preflights',
    passing(rightLayer, (answer) => (answer.status === 204 ? { ...answer, status: 200 } : answer)),
  ],
  [
    'only what was requested',
    passing(rightLayer, (answer, { probe, decision }) => {
      if (decision.kind !== 'preflight' || decision.status !== 204) return answer
      const asked = (name: string): string | null =>
        probe.headers.find(([each]) => each === name)?.[1] ?? null
      return withHeader(
        withHeader(answer, 'Access-Control-Allow-Methods', asked('Access-Control-Request-Method')),
        'Access-Control-Allow-Headers',
        asked('Access-Control-Request-Headers'),
      )
    }),
  ],
  [
    'lists in another order and case, on a line each',
    passing(rightLayer, (answer) => ({
      ...answer,
      headers: answer.headers.flatMap(([name, value]): HeaderLine[] =>
        /allow-headers|allow-methods|expose|vary/.test(name)
          ? value
              .split(', ')
              .reverse()
              .map(
                (each): HeaderLine => [
                  name.toUpperCase(),
                  /methods/.test(name) ? each : each.toUpperCase(),
                ],
              )
          : [[name, value]],
      ),
    })),
  ],
  [
    'more Vary',
    passing(rightLayer, (answer) =>
      withHeader(
        answer,
        'vary',
        'Accept-Encoding, Origin, Sec-Fetch-Site, Sec-Fetch-Mode, Sec-Fetch-Dest',
      ),
    ),
  ],
  ['Vary: *', passing(rightLayer, (answer) => withHeader(answer, 'vary', '*'))],
  [
    'HEAD beside GET, and no Vary on preflights',
    passing(rightLayer, (answer, { probe }) => {
      const methods = headerOf(answer, 'access-control-allow-methods')
      if (methods === null || probe.kind !== 'preflight') return answer
      return withHeader(
        withHeader(answer, 'vary', null),
        'access-control-allow-methods',
        methods.replace('GET', 'HEAD, GET'),
      )
    }),
  ],
  [
    'echo in place of * where any origin is granted',
    passing(rightLayer, (answer, { origin }) =>
      headerOf(answer, ACAO) === '*' && origin !== null
        ? withHeader(withHeader(answer, ACAO, origin), 'vary', 'Origin')
        : headerOf(answer, ACAO) === '*'
          ? withHeader(withHeader(answer, ACAO, null), 'vary', 'Origin')
          : answer,
    ),
  ],
  [
    'exposed headers on preflights, as the cors package sends them',
    passing(rightLayer, (answer, { decision }) =>
      decision.kind === 'preflight' && decision.status === 204
        ? withHeader(answer, 'access-control-expose-headers', 'x-a')
        : answer,
    ),
  ],
  [
    '401 where a login is required',
    (request, right) => {
      const answer = right()
      if (request.probe.resource !== 'account' || request.probe.kind !== 'actual') return answer
      return answer.status === 200 ? { ...answer, status: 401 } : answer
    },
  ],
  [
    'redirects, errors and no bodies',
    passing(rightLayer, (answer, { probe }) =>
      answer.status === 200
        ? { ...answer, status: [302, 404, 500, 200][probe.id % 4] ?? 200 }
        : answer,
    ),
  ],
  [
    'no WebSockets',
    passing(rightLayer, (answer) => (answer.status === 101 ? { ...answer, status: 404 } : answer)),
  ],
  [
    '404 of the server to ambiguous paths',
    passing(rightLayer, (answer) =>
      answer.status === 400 ? { status: 404, headers: [], body: '' } : answer,
    ),
  ],
  [
    'an application that refuses everything with 403',
    passing(rightLayer, (answer, { probe }) =>
      answer.status === 200 && probe.kind === 'actual' ? { ...answer, status: 403 } : answer,
    ),
  ],
]
