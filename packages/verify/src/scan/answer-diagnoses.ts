/**
 * Answers that are right for one request and wrong for another: caches, errors, two authors.
 *
 * @module
 */
import { fieldsOf, linesOf } from '../comparison/index.ts'
import type { Answer } from '../prober/index.ts'
import { found, type ScanDiagnosis } from './found.ts'
import {
  allowed,
  answerFor,
  freshAnswers,
  isEchoed,
  isGranted,
  type ScannedAnswer,
} from './scanned-answer.ts'
import { STRANGERS } from './scanned-origins.ts'

/** Browsers accept one value; a second one comes from a second author. */
export const twoAuthors: ScanDiagnosis = (answers) => {
  const wrong = answers.filter(({ answer }) => isDouble(answer))
  const [first] = wrong
  if (first === undefined) return null
  const other = wrong.find(({ request }) => request.origin !== first.request.origin) ?? wrong[1]
  return found(
    'two-authors',
    'an answer has a CORS header of two authors',
    first,
    other ?? answers.find((each) => each !== first),
  )
}

function isDouble(answer: Answer): boolean {
  const { allowOrigin, allowCredentials, maxAge } = fieldsOf(answer)
  return [allowOrigin, allowCredentials, maxAge].some(
    (lines) => lines.length > 1 || lines.some((line) => line.includes(',')),
  )
}

/**
 * At one URL, asked by one origin and then by another or by none: the answer for the second is what its own URL gave it, or it came from a
 * cache.
 */
export const cacheMixed: ScanDiagnosis = (answers) => {
  const inSequence = answers.filter(({ request }) => request.sequence !== null)
  const wrong = inSequence.find((scanned) => {
    const alone = answerFor(answers, scanned.request.origin)
    const before = inSequence.find(({ request }) => request.sequence === scanned.request.sequence)
    if (alone === undefined || before === undefined || before === scanned) return false
    const [own, got, first] = [alone, scanned, before].map(allowed)
    return got !== own && got === first
  })
  const first = inSequence.find(({ request }) => request.sequence === wrong?.request.sequence)
  return found('cache-mixed', 'a cache gives one origin the answer for another', wrong, first)
}

/** Right on the answer of the URL and missing on an error, there or beside it. */
export const errorsWithoutHeaders: ScanDiagnosis = (answers) => {
  const wrong = answers.find(
    (each) => each.request.at === 'missing' && each.answer.status >= 400 && isBare(each.answer),
  )
  const right = answerFor(answers, wrong?.request.origin ?? null)
  // Not beside open data (`*`): nothing says that an error there is of the same API.
  if (wrong !== undefined && right !== undefined && isEchoed(right)) {
    return found('errors-without-headers', message(wrong), wrong, right)
  }
  const granted = answers.find((each) => each.request.kind === 'preflight' && isGranted(each))
  const error = granted === undefined ? undefined : answerFor(answers, granted.request.origin)
  if (error === undefined || error.answer.status < 400 || !isBare(error.answer)) return null
  return found('errors-without-headers', message(error), error, granted)
}

function message({ answer }: ScannedAnswer): string {
  return `an error (${answer.status}) has no CORS headers`
}

function isBare(answer: Answer): boolean {
  return fieldsOf(answer).allowOrigin.length === 0
}

/**
 * Answers of one URL that differ by Origin, where one of them does not say so. `*` for requests with `Origin` and nothing for others is
 * open to all, and no difference between origins.
 */
export const varyMissing: ScanDiagnosis = (answers) => {
  const fresh = freshAnswers(answers)
  const granted = fresh.find(isEchoed) ?? fresh.find((each) => allowed(each) !== null)
  const other = fresh.find((each) => granted !== undefined && allowed(each) !== allowed(granted))
  if (granted === undefined || other === undefined) return null
  const values = new Set(fresh.map(allowed))
  if (values.size === 2 && values.has('*') && values.has(null)) return null
  const lacking = fresh.filter(({ answer }) => {
    const { vary } = fieldsOf(answer)
    return !vary.has('origin') && !vary.has('*')
  })
  const [first] = [...lacking.filter(isEchoed), ...lacking]
  if (first === undefined) return null
  const contrast = first === granted ? other : granted
  const finding = found(
    'vary-missing',
    'answers depend on Origin, and no Vary says so',
    first,
    allowed(first) === allowed(contrast) ? other : contrast,
  )
  if (finding === null || !lacking.every(isNotStored)) return finding
  return { ...finding, severity: 'warning' }
}

function isNotStored({ answer }: ScannedAnswer): boolean {
  return linesOf(answer, 'cache-control').some((line) => /(?:^|[,\s])no-store\b/i.test(line))
}

/** Whether an origin that nobody lists is let in; everything else about origins follows from it. */
export function isOpenToStrangers(answers: readonly ScannedAnswer[]): boolean {
  return STRANGERS.some((origin) => {
    const scanned = answerFor(answers, origin)
    return scanned !== undefined && isGranted(scanned)
  })
}
