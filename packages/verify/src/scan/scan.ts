/**
 * Scans one URL: asks, in rounds that depend on one another, and judges the answers.
 *
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { HeaderLine } from '@marque/core'
import {
  type Answer,
  type AskOptions,
  askLayer,
  curlFor,
  type Exchange,
  type Layer,
} from '../prober/index.ts'
import { diagnoseScan } from './diagnose-scan.ts'
import type { ScanSetting } from './found.ts'
import { gradeOf, scanFinding } from './scan-finding.ts'
import type { Evidence, ScanFinding, ScanReport } from './scan-report.ts'
import { actual, probeOf, type ScanRequest } from './scan-request.ts'
import { dependentRequests, firstRequests, neighbourRequests } from './scan-rounds.ts'
import { allowed, answerFor, isGranted, type ScannedAnswer } from './scanned-answer.ts'

export interface ScanInput {
  /** Absolute, http or https. */
  readonly url: string
  /** An origin that the API trusts; null where none is known. */
  readonly trusted: string | null
  /** Sent with every request, and shown. */
  readonly headers: readonly HeaderLine[]
  /** Sent with actual requests, as browsers do. Secret: never in a result. */
  readonly credentials: readonly HeaderLine[]
  /** Requests a second; null for no limit. */
  readonly rate: number | null
  readonly tls: AskOptions['tls']
  /** Milliseconds that an answer may take. */
  readonly timeout: number
  /** Makes the queries of this scan its own, so that no cache answers. */
  readonly seed: number
  readonly signal: AbortSignal
  /** The clock, epoch milliseconds. */
  readonly now: () => number
  /** Called after each answer. */
  readonly onProgress?: (done: number) => void
}

export interface Scan {
  readonly report: ScanReport
  /** What limits the result, one sentence each, such as a URL that only redirects. */
  readonly notes: readonly string[]
}

/** Names the requests of a scan in the log of the API, and says where to read about them. */
export const SCAN_USER_AGENT = 'marque-scan/1 (CORS check; GET and OPTIONS only)'

/**
 * Scans a URL with about 60 GET and OPTIONS requests at most, one after the other. Nothing but the URL and one path beside it that does not
 * exist is asked for, and no redirect is followed.
 *
 * Never throws for what the API does. When `signal` is aborted, it stops at once and judges what is known.
 *
 * @throws {TypeError} The URL is not absolute, or not http or https.
 */
export async function scan(input: ScanInput): Promise<Scan> {
  const startedAt = new Date(input.now()).toISOString()
  const url = withoutFragment(input.url)
  const setting: ScanSetting = { own: new URL(url).origin, trusted: input.trusted }
  const asker = createAsker(input, url)

  const direct = await asker.ask([actual(null)], true)
  const [first] = direct
  if (first?.answer === null && !asker.isEnded())
    direct.push(...(await asker.ask([actual(null)], true)))
  if (direct.every(({ answer }) => answer === null)) {
    return { report: unreachableReport(input, url, startedAt, asker, direct), notes: [] }
  }
  const answered = direct.find(({ answer }) => answer !== null)?.answer ?? null
  const baseline = await asker.ask([actual(null)], false)
  // Some APIs refuse a query that they do not know; then a cache may answer, and be told the origins.
  const takesQuery = isSimilar(answered, baseline[0]?.answer ?? null)
  const answers: ScannedAnswer[] = []
  const add = async (requests: readonly ScanRequest[]): Promise<void> => {
    const exchanges = await asker.ask(requests, !takesQuery)
    for (const exchange of exchanges) {
      const request = requests.find((_, at) => exchange.probe.id === asker.idOf(at))
      if (request !== undefined && exchange.answer !== null) {
        answers.push({ request, exchange, answer: exchange.answer })
      }
    }
  }
  for (const exchange of takesQuery ? baseline : direct) {
    if (exchange.answer !== null) {
      answers.push({ request: actual(null), exchange, answer: exchange.answer })
    }
  }
  await add(firstRequests(setting))
  await add(neighbourRequests(answers, setting))
  await add(dependentRequests(answers, setting))

  const found = diagnoseScan(answers, setting)
  const findings = found.map(({ shown, ...rest }): ScanFinding => {
    const [one, other] = shown
    return scanFinding(rest, [asker.evidence(one.exchange), asker.evidence(other.exchange)])
  })
  const report: ScanReport = {
    format: 'marque-scan/1',
    url,
    startedAt,
    complete: !asker.isEnded(),
    sent: asker.sent(),
    grade: gradeOf(found),
    findings,
  }
  return { report, notes: notesOn(answers, setting, answered) }
}

interface Asker {
  /** Asks one after the other, and nothing where the API has stopped answering. `exactUrls`: without a query of their own. */
  ask(requests: readonly ScanRequest[], exactUrls: boolean): Promise<Exchange[]>
  /** The id of a request of the last round. */
  idOf(index: number): number
  evidence(exchange: Exchange): Evidence
  sent(): number
  /** Whether the API is asked no further. */
  isEnded(): boolean
}

function createAsker(input: ScanInput, url: string): Asker {
  const { protocol, host } = new URL(url)
  const layer: Layer = {
    name: 'api',
    url: `${protocol}//${host}`,
    http: 1,
    target: null,
    onlyAsSeen: false,
  }
  const { credentials, headers, rate, signal } = input
  const isNamed = headers.some(([name]) => name.toLowerCase() === 'user-agent')
  const sending = { headers, credentials, forwardedHttps: false }
  let sent = 0
  let done = 0
  let nextId = 0
  let firstId = 0
  let isEnded = false
  return {
    async ask(requests, exactUrls) {
      if (isEnded || signal.aborted || requests.length === 0) {
        isEnded ||= signal.aborted
        return []
      }
      if (sent > 0 && rate !== null) await pauseFor(1000 / rate, signal)
      firstId = nextId
      nextId += requests.length
      const probes = requests.map((request, at) => probeOf(request, firstId + at, url))
      const asked = await askLayer(layer, probes, {
        ...sending,
        headers: isNamed ? headers : [...headers, ['User-Agent', SCAN_USER_AGENT]],
        concurrency: 1,
        rate,
        replicas: 1,
        tls: input.tls,
        seed: input.seed,
        exactUrls,
        timeout: input.timeout,
        signal,
        onProgress: () => input.onProgress?.(++done),
      })
      sent += asked.sent
      const isSilent =
        asked.exchanges.length > 1 && asked.exchanges.every(({ answer }) => answer === null)
      isEnded ||= isSilent || Object.keys(asked.leftOut).length > 0
      return [...asked.exchanges]
    },
    idOf: (index) => firstId + index,
    evidence: (exchange) => ({
      curl: curlFor(exchange, layer, { ...sending, seed: input.seed }),
      got: {
        status: exchange.answer?.status ?? null,
        headers: (exchange.answer?.headers ?? []).filter(([name]) => TELLING.test(name)),
      },
    }),
    sent: () => sent,
    isEnded: () => isEnded,
  }
}

/** Headers that CORS and caches are about. Others, such as Set-Cookie, are left out. */
const TELLING =
  /^(?:access-control-.*|vary|cache-control|age|allow|location|www-authenticate|content-type|timing-allow-origin|cross-origin-.*)$/i

async function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined)
}

function withoutFragment(text: string): string {
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new TypeError('the URL of a scan is http or https')
  }
  url.hash = ''
  url.username = ''
  url.password = ''
  return url.href
}

function isSimilar(one: Answer | null, other: Answer | null): boolean {
  if (one === null || other === null) return true
  return one.status >= 400 || other.status < 400
}

function unreachableReport(
  input: ScanInput,
  url: string,
  startedAt: string,
  asker: Asker,
  exchanges: readonly Exchange[],
): ScanReport {
  const head = {
    format: 'marque-scan/1',
    url,
    startedAt,
    complete: false,
    sent: asker.sent(),
  } as const
  if (input.signal.aborted) return { ...head, grade: 'A', findings: [] }
  const unsent: Exchange = {
    probe: probeOf(actual(null), 0, url),
    repeat: 0,
    url,
    sentAt: input.now(),
    answer: null,
    failure: null,
  }
  // Without an exchange, it told to wait for too long: a 429 is no answer.
  const [first = unsent] = exchanges
  const why =
    first === unsent
      ? 'it asks for more pauses, or longer ones, than a scan waits for (429 with Retry-After)'
      : (first.failure?.message ?? 'no answer')
  const found = {
    cause: 'unreachable',
    message: `the API does not answer: ${why}`,
    hasCredentials: false,
  } as const
  const evidence = [asker.evidence(first), asker.evidence(exchanges[1] ?? first)] as const
  return { ...head, grade: gradeOf([found]), findings: [scanFinding(found, evidence)] }
}

function notesOn(
  answers: readonly ScannedAnswer[],
  { trusted }: ScanSetting,
  answered: Answer | null,
): readonly string[] {
  const notes: string[] = []
  if (
    answered !== null &&
    answered.status >= 300 &&
    answered.status < 400 &&
    answered.status !== 304
  ) {
    notes.push('the URL only redirects; scan the address that it redirects to')
  }
  const own = trusted === null ? undefined : answerFor(answers, trusted)
  if (own !== undefined && !isGranted(own)) {
    notes.push(`\`${trusted}\` is not let in at this URL, so comparisons with it show little`)
  }
  if (trusted === null && answers.every((each) => allowed(each) === null)) {
    notes.push(
      'no origin that was asked for is let in; with one that the API trusts (`--origin`) a scan tells more',
    )
  }
  return notes
}
