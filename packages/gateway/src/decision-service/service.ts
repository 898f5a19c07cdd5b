/**
 * The decision service: another proxy asks the engine about each request and applies what it says.
 *
 * @module
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { headerLines, isLoopbackHost } from '@marque/core'
import type { Clock, SyncEvent } from '@marque/sync'
import { writeHead } from '../answer/send.ts'
import { trustProxies } from '../exchange/client.ts'
import { identification } from '../identity/identify.ts'
import { combine } from '../observe/combine.ts'
import type { LineSink } from '../observe/log/line-sink.ts'
import { openObservers } from '../observe/open-observers.ts'
import { type GatewayPolicy, openPolicy } from '../policy/open-policy.ts'
import { SILENT } from '../serve/stages.ts'
import { DEFAULT_LOG } from '../settings/defaults.ts'
import type { Address, ListenSettings, Settings } from '../settings/settings.ts'
import { fault, type ServiceAnswer } from './answers.ts'
import { KEY_HEADER, only } from './asked.ts'
import { judgeBy } from './judge.ts'
import { listenForQuestions } from './listen.ts'
import { answerQuestion, type QuestionParts } from './questions.ts'

/** What is left out is as a gateway has it, but that there is no admin address. */
export interface DecisionServiceSettings
  extends Pick<Settings, 'policy' | 'environment'>,
    Partial<Pick<Settings, 'admin' | 'authentication' | 'tokenKeys' | 'trustedProxies' | 'log'>> {
  readonly listen: Address
  /** Where Envoy asks over gRPC; null: nowhere. It has the same TLS and the same key. */
  readonly grpc?: Address | null
  /** With `clientCaFile` only a proxy that has a certificate of this authority may ask. */
  readonly tls?: ListenSettings['tls']
  /**
   * A file that holds the key which the proxy sends in `Marque-Service-Key`; null: none. Where others than this machine reach the address, a key or a certificate is
   * required: whoever may ask learns what the policy grants to whom.
   */
  readonly keyFile: string | null
}

export interface RunningDecisionService {
  readonly url: string
  /** Host and port where Envoy asks over gRPC; null where the settings have no such address. */
  readonly grpcAddress: string | null
  /** Where operators ask; null where the settings have no such address. */
  readonly adminUrl: string | null
  readonly policy: GatewayPolicy
  reload(): Promise<void>
  close(): Promise<void>
}

const CLOCK: Clock = { wall: () => Date.now(), monotonic: () => performance.now() }

/** How long a stop waits for log lines, milliseconds. */
const FLUSH = 1_000

/**
 * Starts the service.
 *
 * @param log Where the lines of the decision log go; taken over, and closed with the service. Null: nothing is logged.
 * @throws {SyncError} The policy is missing or bad: nothing is listened on.
 * @throws {TypeError} A key is needed and not there, or too short; a setting makes no sense.
 */
export async function runDecisionService(
  settings: DecisionServiceSettings,
  onEvent: (event: SyncEvent) => void = () => undefined,
  log: LineSink | null = null,
): Promise<RunningDecisionService> {
  const { admin = null, authentication = [], tokenKeys = [], trustedProxies = [] } = settings
  const { tls = null, grpc = null } = settings
  const key = readKey(settings)
  const trust = trustProxies(trustedProxies)
  const policy = await openPolicy(settings, onEvent)
  const opened: (() => Promise<void>)[] = [() => policy.close()]
  const closeAll = async (): Promise<void> => {
    for (const close of opened.toReversed()) await close()
  }
  let isListening = false
  let isStopping = false
  try {
    const { observers, metrics } = await openObservers({
      settings: { admin, log: { ...(settings.log ?? DEFAULT_LOG), access: false } },
      policy,
      log,
      layer: 'decision-service',
      openStreams: () => 0,
    })
    const observe = combine(observers)
    opened.push(async () => {
      metrics?.close()
      await log?.close(FLUSH)
    })
    const identify = await identification({
      settings: { authentication, tokenKeys, listen: [], rateLimits: [] },
      clock: CLOCK,
    })
    let adminUrl: string | null = null
    if (admin !== null && metrics !== null) {
      const { startAdmin } = await import('../admin/admin-server.ts')
      const notReady = (): readonly string[] => [
        ...(policy.engine === null ? ['no policy is held yet'] : []),
        ...(isListening ? [] : ['nothing is listened on yet']),
        ...(isStopping ? ['the decision service is about to stop'] : []),
      ]
      const server = await startAdmin(admin, { policy, notReady, metrics: metrics.read })
      opened.push(server.close)
      adminUrl = server.url
    }
    const unreadable = (kind: string): void => observe.unreadable?.(kind)
    const parts: QuestionParts = {
      judge: judgeBy(policy, { identify, observe }),
      judgeAgain: judgeBy(policy, { identify, observe: SILENT }),
      trust,
      unreadable,
    }
    const ask = (request: IncomingMessage, response: ServerResponse): void => {
      handle(parts, key, request, response).catch(() => response.destroy())
    }
    const listener = await listenForQuestions(settings.listen, tls, { ask, unreadable })
    opened.push(listener.close)
    let grpcAddress: string | null = null
    if (grpc !== null) {
      const { listenForChecks } = await import('./envoy/grpc.ts')
      const isKey = (given: string | null): boolean => hasKey(key, given)
      const { judge } = parts
      const checks = await listenForChecks(grpc, tls, { judge, trust, isKey, unreadable })
      opened.push(checks.close)
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
        isStopping = true
        await closeAll()
      },
    }
  } catch (error) {
    await closeAll()
    throw error
  }
}

async function handle(
  parts: QuestionParts,
  key: Buffer | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  request.resume()
  const { method = '', url: target = '' } = request
  const lines = headerLines(request.rawHeaders)
  const { status, headers, body } = hasKey(key, only(lines, KEY_HEADER))
    ? await answerQuestion(parts, { method, target, lines })
    : refuseKey(parts)
  writeHead(response, status, headers)
  response.end(method === 'HEAD' ? undefined : body)
}

function refuseKey({ unreadable }: QuestionParts): ServiceAnswer {
  unreadable('key')
  return fault(403, 'key', 'the question does not carry the key of this service', [])
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

function hasKey(key: Buffer | null, given: string | null): boolean {
  return key === null || (given !== null && timingSafeEqual(key, digest(given)))
}

function readKey(settings: DecisionServiceSettings): Buffer | null {
  const { listen, grpc = null, keyFile, tls } = settings
  if (keyFile === null) {
    const hosts = [listen.host, ...(grpc === null ? [] : [grpc.host])]
    const far = hosts.find((host) => !isLoopbackHost(host.includes(':') ? `[${host}]` : host))
    if (far === undefined || (tls?.clientCaFile ?? null) !== null) return null
    throw new TypeError(
      `others than this machine reach \`${far}\`: name a file with a key, so that nobody else can ask; \`openssl rand -hex 32\` makes one`,
    )
  }
  const key = readFileSync(keyFile, 'utf8').trim()
  if (!/^[!-~]{32,256}$/.test(key))
    throw new TypeError(
      `\`${keyFile}\` must hold 32 to 256 visible ASCII characters in one line; \`openssl rand -hex 32\` makes them`,
    )
  return digest(key)
}
