/**
 * The HTTP endpoints of the service, one or more for each proxy: how its check is read, and which response it can use.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import { type ProxyTrust, requestIdOf } from '../request/index.ts'
import {
  type CheckResponse,
  checkOrWholeResponse,
  checkResponse,
  serviceProblem,
  wholeResponse,
} from './check-responses.ts'
import { type ClientRequest, reportsCertificate } from './client-request.ts'
import { ENVOY_PREFIX, readEnvoyHttp } from './envoy-request.ts'
import { envoyHttpResponse } from './envoy-responses.ts'
import type { CheckEvaluator, CheckResult } from './evaluate-check.ts'
import { readCaddy, readTraefik, readTraefikPreflight } from './forwarded-request.ts'
import { readNginx } from './nginx-request.ts'

/** A request to the service. */
export interface CheckRequest {
  readonly method: string
  /** As received. */
  readonly target: string
  readonly lines: readonly HeaderLine[]
}

export interface CheckDeps {
  readonly evaluate: CheckEvaluator
  /** Evaluates a request that was checked before, without reporting it again. */
  readonly evaluateAgain: CheckEvaluator
  readonly trust: ProxyTrust
  /** Called for checks that cannot be answered, with the kind of the problem. */
  readonly onUnreadable: (kind: string) => void
}

interface Endpoint {
  read(check: CheckRequest, trust: ProxyTrust): ClientRequest | 'stripped' | null
  respond(result: CheckResult): CheckResponse
  /** Whether the proxy has already sent another check for the same request. */
  readonly isFollowUp?: true
  /** Whether `X-Request-Id` is set by the proxy. */
  readonly hasId: boolean
}

const nginx = ({ lines }: CheckRequest, trust: ProxyTrust): ClientRequest | null =>
  readNginx(lines, trust)

const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['/nginx/check', { read: nginx, respond: checkResponse, hasId: true }],
  ['/nginx/answer', { read: nginx, respond: wholeResponse, hasId: true, isFollowUp: true }],
  [
    '/caddy/check',
    {
      read: ({ lines }, trust) => readCaddy(lines, trust),
      respond: checkOrWholeResponse,
      hasId: true,
    },
  ],
  [
    '/traefik/check',
    {
      read: ({ lines }, trust) => readTraefik(lines, trust),
      respond: checkOrWholeResponse,
      hasId: false,
    },
  ],
])

/** Prefix of the target of a preflight that Traefik forwards to the service. */
const TRAEFIK_PREFLIGHT = '/traefik/preflight'

const TRAEFIK_PREFLIGHT_ENDPOINT: Endpoint = {
  read: ({ method, target, lines }, trust) =>
    readTraefikPreflight(method, target.slice(TRAEFIK_PREFLIGHT.length), lines, trust),
  respond: wholeResponse,
  hasId: false,
}

/** The client's target follows the prefix. */
const ENVOY_ENDPOINT: Endpoint = {
  read: ({ method, target, lines }, trust) => readEnvoyHttp(method, target, lines, trust),
  respond: envoyHttpResponse,
  hasId: true,
}

/** Answers a check. */
export async function answerCheck(
  { evaluate, evaluateAgain, trust, onUnreadable }: CheckDeps,
  check: CheckRequest,
): Promise<CheckResponse> {
  const { target, lines } = check
  const endpoint = endpointOf(target)
  if (endpoint === undefined) {
    onUnreadable('no-such-question')
    return serviceProblem(404, 'no-such-question', 'no such endpoint', [])
  }
  const request = endpoint.read(check, trust)
  if (request === 'stripped') {
    onUnreadable('connection')
    const title = '`Connection` must not name a header that the policy evaluates'
    return serviceProblem(400, 'connection', title, [])
  }
  if (request === null) {
    onUnreadable('question-unreadable')
    // 403 and not 400: nginx treats it as a refusal and never as a response of its own.
    const title = 'the proxy does not describe the request; check its configuration'
    return serviceProblem(403, 'question-unreadable', title, [])
  }
  const requestId = requestIdOf(lines, endpoint.hasId)
  const evaluator = endpoint.isFollowUp === true ? evaluateAgain : evaluate
  const hasCertificate = reportsCertificate(lines)
  return endpoint.respond(await evaluator({ ...request, requestId, hasCertificate }))
}

function endpointOf(target: string): Endpoint | undefined {
  if (target.startsWith(`${ENVOY_PREFIX}/`)) return ENVOY_ENDPOINT
  return target.startsWith(`${TRAEFIK_PREFLIGHT}/`)
    ? TRAEFIK_PREFLIGHT_ENDPOINT
    : ENDPOINTS.get(target)
}
