/**
 * The decision service: another proxy asks the engine about each request and applies what it says.
 *
 * @module
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type HeaderLine, headerLines, isLoopbackHost } from '@marque/core'
import type { SyncEvent } from '@marque/sync'
import { writeHead } from '../answer/send.ts'
import { requestIdOf } from '../exchange/ids.ts'
import { type GatewayPolicy, openPolicy } from '../policy/open-policy.ts'
import type { Address, Settings } from '../settings/settings.ts'
import { answerTo, check, fault, type ServiceAnswer } from './answers.ts'
import { KEY_HEADER, only, readAsked } from './asked.ts'
import { type Judge, type Judged, judgeBy } from './judge.ts'

export interface DecisionServiceSettings extends Pick<Settings, 'policy' | 'environment'> {
  readonly listen: Address
  /**
   * A file that holds the key which the proxy sends in `Marque-Service-Key`; null: none. Required where others than this machine reach the address: whoever
   * may ask learns what the policy grants to whom.
   */
  readonly keyFile: string | null
}

export interface RunningDecisionService {
  readonly url: string
  readonly policy: GatewayPolicy
  reload(): Promise<void>
  close(): Promise<void>
}

/** The header lines of one question, the client's own among them, which nginx bounds at 32 KiB unless it is told otherwise. */
const HEADER_BYTES = 65_536

/**
 * Starts the service.
 *
 * @throws {SyncError} The policy is missing or bad: nothing is listened on.
 * @throws {TypeError} A key is needed and not there, or too short.
 */
export async function runDecisionService(
  settings: DecisionServiceSettings,
  onEvent: (event: SyncEvent) => void = () => undefined,
): Promise<RunningDecisionService> {
  const key = readKey(settings)
  const policy = await openPolicy(settings, onEvent)
  const judge = judgeBy(policy)
  const server = createServer({ maxHeaderSize: HEADER_BYTES }, (request, response) => {
    handle(judge, key, request, response).catch(() => response.destroy())
  })
  // nginx keeps idle connections for 60 seconds.
  server.keepAliveTimeout = 65_000
  // All lines are judged; the bound is in bytes.
  server.maxHeadersCount = 0
  try {
    const url = await listen(server, settings.listen)
    return {
      url,
      policy,
      reload: () => policy.reload(),
      async close() {
        const closed = new Promise((resolve) => server.close(resolve))
        server.closeIdleConnections()
        setTimeout(() => server.closeAllConnections(), 1_000).unref()
        await closed
        await policy.close()
      },
    }
  } catch (error) {
    await policy.close()
    throw error
  }
}

async function handle(
  judge: Judge,
  key: Buffer | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  request.resume()
  const lines = headerLines(request.rawHeaders)
  const { status, headers, body } = await serve(judge, key, request.url ?? '', lines)
  writeHead(response, status, headers)
  response.end(request.method === 'HEAD' ? undefined : body)
}

const QUESTIONS: ReadonlyMap<string, (judged: Judged) => ServiceAnswer> = new Map([
  ['/nginx/check', check],
  ['/nginx/answer', answerTo],
])

async function serve(
  judge: Judge,
  key: Buffer | null,
  path: string,
  lines: readonly HeaderLine[],
): Promise<ServiceAnswer> {
  if (key !== null && !isKey(key, only(lines, KEY_HEADER)))
    return fault(403, 'key', 'the question does not carry the key of this service', [])
  const ask = QUESTIONS.get(path)
  if (ask === undefined) return fault(404, 'no-such-question', 'nothing is asked here', [])
  const facts = readAsked(lines)
  // 403 and not 400: it is a refusal for nginx, and never an answer of its own.
  if (facts === null)
    return fault(403, 'question-unreadable', 'the proxy does not say what is asked', [])
  return ask(await judge({ facts, requestId: requestIdOf(lines, true) }))
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

function isKey(key: Buffer, given: string | null): boolean {
  return given !== null && timingSafeEqual(key, digest(given))
}

function readKey({ listen: { host }, keyFile }: DecisionServiceSettings): Buffer | null {
  if (keyFile === null) {
    if (isLoopbackHost(host.includes(':') ? `[${host}]` : host)) return null
    throw new TypeError(
      `others than this machine reach \`${host}\`: a key file must be named, so that nobody else can ask`,
    )
  }
  const key = readFileSync(keyFile, 'utf8').trim()
  if (!/^[!-~]{32,256}$/.test(key))
    throw new TypeError('the key must be 32 to 256 visible ASCII characters, in one line')
  return digest(key)
}

async function listen(server: Server, { host, port }: Address): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const { address, port: taken, family } = server.address() as AddressInfo
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`
}
