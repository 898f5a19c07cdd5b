/**
 * Preflights that fail for an origin that is let in, and OPTIONS that are none.
 *
 * @module
 */
import { fieldsOf, isOk, linesOf } from '../comparison/index.ts'
import { found, type ScanDiagnosis } from './found.ts'
import {
  allowed,
  answerFor,
  isGranted,
  type ScannedAnswer,
  type ScannedAnswers,
} from './scanned-answer.ts'

/** Seconds that Firefox keeps a preflight at most; Chromium keeps it for 7,200. */
const LONGEST_MAX_AGE = 86_400

const isRefused = (scanned: ScannedAnswer): boolean => !isOk(fieldsOf(scanned.answer))
const isRedirect = ({ answer }: ScannedAnswer): boolean =>
  answer.status >= 300 && answer.status < 400

/** A redirect of the URL itself is not one of preflights. */
export const preflightRefused: ScanDiagnosis = (answers, { trusted }) => {
  const [one, other] = preflights(answers)
  if (one === undefined || other === undefined) return null
  if (!isRefused(one) || !isRefused(other)) return null
  const actual = answerFor(answers, one.request.origin)
  if (actual === undefined) return null
  const { status } = one.answer
  const isAuthenticated =
    status === 401 || (status === 403 && linesOf(one.answer, 'www-authenticate').length > 0)
  if (isRedirect(one)) {
    if (isRedirect(actual) || !isGranted(actual)) return null
    return found('preflight-redirected', `the preflight is redirected (${status})`, one, other)
  }
  if (isAuthenticated && (isGranted(actual) || (trusted !== null && isLogin(actual)))) {
    return found('preflight-authenticated', `the preflight needs a login (${status})`, one, other)
  }
  if (isAuthenticated || !isGranted(actual) || !isExpected(answers, actual)) return null
  return found('preflight-not-answered', `the preflight is refused (${status})`, one, other)
}

/**
 * Taken for an answer of the application: ok, but without methods and Max-Age, or with a body of its own. Judged for a trusted origin
 * only: what others are let in for may need no preflight.
 */
export const preflightForwarded: ScanDiagnosis = (answers, { trusted }) => {
  if (trusted === null) return null
  const [one, other] = preflights(answers)
  if (one === undefined || !isOk(fieldsOf(one.answer))) return null
  const actual = answerFor(answers, one.request.origin)
  if (actual === undefined || !isGranted(actual)) return null
  const { allowMethods, maxAge } = fieldsOf(one.answer)
  const isOfApplication =
    linesOf(one.answer, 'etag').length > 0 ||
    (one.answer.body !== '' && isSameBody(one, actual)) ||
    (linesOf(one.answer, 'allow').length > 0 && maxAge.length === 0 && one.answer.body !== '')
  if ((allowMethods !== null || maxAge.length > 0) && !isOfApplication) return null
  return found('preflight-forwarded', 'the preflight reaches the application', one, other)
}

/** Not where actual answers have the headers of preflights too: then they are constants, and tell nothing. */
export const optionsHijacked: ScanDiagnosis = (answers) => {
  const options = answers.filter(({ request }) => request.kind === 'options')
  const isPreflightLike = ({ answer }: ScannedAnswer): boolean =>
    isOk(fieldsOf(answer)) && hasPreflightHeaders(answer)
  const wrong = options.filter(isPreflightLike)
  const isConstant = answers.some(
    ({ request, answer }) => request.kind === 'actual' && hasPreflightHeaders(answer),
  )
  if (isConstant || wrong.length === 0) return null
  return found(
    'options-hijacked',
    'an OPTIONS request that is no preflight is answered as one',
    wrong[0],
    wrong[1] ?? options.find((each) => each !== wrong[0]) ?? preflights(answers)[0],
  )
}

export const longMaxAge: ScanDiagnosis = (answers) => {
  const wrong = preflights(answers).filter(
    (each) => isGranted(each) && maxAgeOf(each) > LONGEST_MAX_AGE,
  )
  const [first] = wrong
  if (first === undefined) return null
  return found(
    'long-max-age',
    `Access-Control-Max-Age is ${maxAgeOf(first)} seconds`,
    first,
    wrong[1] ?? preflights(answers).find((each) => each !== first),
  )
}

function preflights(answers: ScannedAnswers): ScannedAnswers {
  return answers.filter(({ request }) => request.kind === 'preflight')
}

/**
 * Whether pages are meant to send requests that need a preflight. An API that is open to all with `*` may be for simple requests only, unless
 * it wants a login, or names methods or headers for preflights.
 */
function isExpected(answers: ScannedAnswers, actual: ScannedAnswer): boolean {
  if (allowed(actual) !== '*' || isLogin(actual)) return true
  const preflight = preflights(answers).find(isRefused)
  return (
    preflight !== undefined &&
    (preflight.answer.status >= 500 || hasPreflightHeaders(preflight.answer))
  )
}

function isLogin({ answer }: ScannedAnswer): boolean {
  return answer.status === 401 || answer.status === 403
}

function isSameBody(one: ScannedAnswer, other: ScannedAnswer): boolean {
  return one.answer.body === other.answer.body
}

function hasPreflightHeaders(answer: ScannedAnswer['answer']): boolean {
  const { allowMethods, allowHeaders, maxAge } = fieldsOf(answer)
  return allowMethods !== null || allowHeaders !== null || maxAge.length > 0
}

function maxAgeOf({ answer }: ScannedAnswer): number {
  const value = fieldsOf(answer).maxAge[0] ?? ''
  return /^\d+$/.test(value) ? Number(value) : 0
}
