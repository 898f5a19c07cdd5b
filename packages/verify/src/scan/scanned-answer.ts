/**
 * An answer of the API, read as browsers read it.
 *
 * @module
 */
import { allowedOrigin, allowsCredentials, fieldsOf } from '../comparison/index.ts'
import type { Answer, Exchange } from '../prober/index.ts'
import type { ScanRequest } from './scan-request.ts'

export interface ScannedAnswer {
  readonly request: ScanRequest
  readonly exchange: Exchange
  readonly answer: Answer
}

/** All answers of a scan so far, in the order of the requests. */
export type ScannedAnswers = readonly ScannedAnswer[]

/** The only value of Access-Control-Allow-Origin; null for none, and for several, which browsers refuse. */
export function allowed({ answer }: ScannedAnswer): string | null {
  return allowedOrigin(fieldsOf(answer))
}

export function credentials({ answer }: ScannedAnswer): boolean {
  return allowsCredentials(fieldsOf(answer))
}

/** Whether the answer names the origin of its request. */
export function isEchoed(scanned: ScannedAnswer): boolean {
  const { origin } = scanned.request
  return origin !== null && allowed(scanned) === origin
}

/** Whether script of the origin of its request may read the answer without credentials (Fetch, CORS check). */
export function isGranted(scanned: ScannedAnswer): boolean {
  return isEchoed(scanned) || (scanned.request.origin !== null && allowed(scanned) === '*')
}

/** The GET of the URL for an origin, from no sequence. */
export function answerFor(
  answers: ScannedAnswers,
  origin: string | null,
): ScannedAnswer | undefined {
  return answers.find(({ request }) => isFresh(request) && request.origin === origin)
}

/** The GETs of the URL, each with a URL of its own: no cache answered them. */
export function freshAnswers(answers: ScannedAnswers): ScannedAnswers {
  return answers.filter(({ request }) => isFresh(request))
}

function isFresh({ kind, at, sequence }: ScanRequest): boolean {
  return kind === 'actual' && at === 'url' && sequence === null
}
