/**
 * A decision service as a whole: policy, observers, authenticator, admin server and listeners.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { headerLines } from '@marque/core'
import { explainEndpoint } from '@marque/core/explain-endpoint'
import { createHostCheck } from '@marque/core/hosts'
import type { Clock, SyncEvent } from '@marque/sync'
import { createAuthenticator } from '../auth/index.ts'
import { DEFAULT_LOG, type DecisionServiceSettings } from '../config/index.ts'
import { type LineSink, NO_OBSERVER, openObservability } from '../observability/index.ts'
import { type GatewayPolicy, openPolicy } from '../policy-source/index.ts'
import { writeHead } from '../reply/index.ts'
import { trustProxies } from '../request/index.ts'
import { answerCheck, type CheckDeps, type CheckRequest } from './check-endpoints.ts'
import { type CheckResponse, serviceProblem } from './check-responses.ts'
import { KEY_HEADER, nonEmptyValue } from './client-request.ts'
import { checkEvaluator } from './evaluate-check.ts'
import { answerExplain, isExplainTarget } from './explain-checks.ts'
import { listenForChecks } from './http-listener.ts'
import { readServiceKey, type ServiceKey } from './service-key.ts'

export interface RunningDecisionService {
  readonly url: string
  /** Host and port for Envoy's gRPC checks; null if the settings have none. */
  readonly grpcAddress: string | null
  /** URL of the admin server; null if the settings have none. */
  readonly adminUrl: string | null
  readonly policy: GatewayPolicy
  reload(): Promise<void>
  close(): Promise<void>
}

const CLOCK: Clock = { wall: () => Date.now(), monotonic: () => performance.now() }

/** See `runDecisionService`. */
export async function startService(
  settings: DecisionServiceSettings,
  onEvent: (event: SyncEvent) => void,
  log: LineSink | null,
): Promise<RunningDecisionService> {
  const { admin = null, authentication = [], tokenKeys = [], trustedProxies = [] } = settings
  const { tls = null, grpc = null, hosts = [] } = settings
  const isHostServed = createHostCheck(hosts)
  const key = readServiceKey(settings)
  const trust = trustProxies(trustedProxies)
  const policy = await openPolicy(settings, onEvent)
  const closers: (() => Promise<void>)[] = [() => policy.close()]
  const closeAll = async (): Promise<void> => {
    for (const close of closers.toReversed()) await close()
  }
  let isListening = false
  let isShuttingDown = false
  try {
    const { observer, metrics, close } = await openObservability({
      settings: {
        admin,
        log: { ...(settings.log ?? DEFAULT_LOG), access: false },
        environment: settings.environment,
        usageFile: settings.usageFile ?? null,
      },
      policy,
      log,
      layer: 'decision-service',
      openStreams: () => 0,
      // The proxy traces requests.
      env: {},
    })
    closers.push(close)
    const authenticate = await createAuthenticator({
      settings: { authentication, tokenKeys, listen: [], rateLimits: [] },
      clock: CLOCK,
    })
    let adminUrl: string | null = null
    if (admin !== null && metrics !== null) {
      const { NOT_LISTENING, readinessProblems, startAdmin } = await import('../admin/index.ts')
      const server = await startAdmin(admin, {
        policy,
        notReady: () =>
          readinessProblems({
            policy,
            listening: isListening ? [] : NOT_LISTENING,
            isShuttingDown,
          }),
        metrics: metrics.read,
      })
      closers.push(server.close)
      adminUrl = server.url
    }
    const onUnreadable = (kind: string): void => observer.unreadable?.(kind)
    const deps: CheckDeps = {
      evaluate: checkEvaluator(policy, { authenticate, isHostServed, observer }),
      evaluateAgain: checkEvaluator(policy, {
        authenticate,
        isHostServed,
        observer: NO_OBSERVER,
      }),
      trust,
      onUnreadable,
    }
    const explain = explainEndpoint(CLOCK.monotonic)
    const answer: CheckAnswer = (request, check) =>
      isExplainTarget(check.target)
        ? answerExplain(explain, policy, trust, request, check)
        : answerCheck(deps, check)
    const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
      handle(answer, onUnreadable, key, request, response).catch(() => response.destroy())
    }
    const listener = await listenForChecks(settings.listen, tls, { onRequest, onUnreadable })
    closers.push(listener.close)
    let grpcAddress: string | null = null
    if (grpc !== null) {
      const { listenForGrpcChecks } = await import('./envoy-grpc.ts')
      const checks = await listenForGrpcChecks(grpc, tls, { ...deps, key })
      closers.push(checks.close)
      grpcAddress = checks.address
    }
    isListening = true
    return {
      url: listener.url,
      grpcAddress,
      adminUrl,
      policy,
      reload: () => policy.reload(),
      async close() {
        isShuttingDown = true
        await closeAll()
      },
    }
  } catch (error) {
    await closeAll()
    throw error
  }
}

type CheckAnswer = (request: IncomingMessage, check: CheckRequest) => Promise<CheckResponse>

async function handle(
  answer: CheckAnswer,
  onUnreadable: CheckDeps['onUnreadable'],
  key: ServiceKey,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = '', url: target = '' } = request
  const lines = headerLines(request.rawHeaders)
  const isAllowed = key.matches(nonEmptyValue(lines, KEY_HEADER))
  if (!isAllowed) onUnreadable('key')
  const { status, headers, body } = isAllowed
    ? await answer(request, { method, target, lines })
    : serviceProblem(403, 'key', 'missing or wrong `Marque-Service-Key`', [])
  // The body of a check is of no use.
  request.resume()
  writeHead(response, status, headers)
  response.end(method === 'HEAD' ? undefined : body)
}
