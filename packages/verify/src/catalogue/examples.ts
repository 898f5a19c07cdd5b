/**
 * Answers as examples of findings: a request, and the head of a wrong and of a right answer.
 *
 * @module
 */
import type { FindingRule } from '@marque/policy'

const APP = 'https://app.example.com'

export interface ExampleRequest {
  /** `GET /orders` unless set. */
  readonly line?: string
  /** Null for none. */
  readonly origin?: string | null
  /** Further header lines of the request. */
  readonly more?: readonly string[]
}

/** @param bad Lines of the wrong answer, the status first; `good` likewise. */
export function answers(
  { line = 'GET /orders', origin = APP, more = [] }: ExampleRequest,
  bad: readonly string[],
  good: readonly string[],
): FindingRule['example'] {
  const head = [line, ...(origin === null ? [] : [`Origin: ${origin}`]), ...more]
  const text = (answer: readonly string[]): string => `${[...head, '', ...answer].join('\n')}\n`
  return { bad: text(bad), good: text(good) }
}

/** A preflight for PUT with `content-type`, and its answers. */
export function preflight(
  bad: readonly string[],
  good: readonly string[] = GRANTED_PREFLIGHT,
  origin: string = APP,
): FindingRule['example'] {
  const more = [
    'Access-Control-Request-Method: PUT',
    'Access-Control-Request-Headers: content-type',
  ]
  return answers({ line: 'OPTIONS /orders/1', origin, more }, bad, good)
}

export const ALLOW_APP = `Access-Control-Allow-Origin: ${APP}`
export const VARY = 'Vary: Origin'

/** A granted answer. */
export const GRANTED: readonly string[] = ['200', ALLOW_APP, VARY]

/** A denied answer where `enforce` is `headers`. */
export const DENIED: readonly string[] = ['200', VARY]

export const GRANTED_PREFLIGHT: readonly string[] = [
  '204',
  ALLOW_APP,
  'Access-Control-Allow-Methods: GET, PUT',
  'Access-Control-Allow-Headers: content-type',
  'Access-Control-Max-Age: 600',
]
