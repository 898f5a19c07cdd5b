/**
 * The requests of a scan in rounds: what is asked next depends on who was let in before.
 *
 * @module
 */
import { isOpenToStrangers } from './answer-diagnoses.ts'
import type { ScanSetting } from './found.ts'
import { actual, missing, plainOptions, preflight, type ScanRequest } from './scan-request.ts'
import { allowed, answerFor, isEchoed, type ScannedAnswers } from './scanned-answer.ts'
import {
  INTERNAL_ORIGINS,
  neighboursOf,
  neighboursOnSharedHost,
  STRANGERS,
  THIRD_PARTY_ORIGINS,
} from './scanned-origins.ts'

/** Strangers, `null`, the own and the trusted origin. The request without `Origin` was sent before. */
export function firstRequests({ own, trusted }: ScanSetting): readonly ScanRequest[] {
  return unique([...(trusted === null ? [] : [trusted]), ...STRANGERS, 'null', own])
}

/** Origins that a wrong list or comparison lets in; none where strangers are let in anyway. */
export function neighbourRequests(
  answers: ScannedAnswers,
  { trusted }: ScanSetting,
): readonly ScanRequest[] {
  if (isOpenToStrangers(answers)) return []
  const near =
    trusted === null
      ? []
      : [...neighboursOf(trusted).map(({ origin }) => origin), ...neighboursOnSharedHost(trusted)]
  const asked = [...near, ...THIRD_PARTY_ORIGINS, ...INTERNAL_ORIGINS]
  return unique(asked.filter((origin) => answerFor(answers, origin) === undefined))
}

/** Preflights and errors for an origin that is let in, other OPTIONS, and two origins at one URL. */
export function dependentRequests(
  answers: ScannedAnswers,
  { own, trusted }: ScanSetting,
): readonly ScanRequest[] {
  const letIn = answers
    .filter((each) => isEchoed(each) && each.request.origin !== 'null')
    .map(({ request }) => request.origin)
  const echoed = letIn.find((origin) => origin === trusted) ?? letIn.find((one) => one !== own)
  // Without an origin that is let in, what strangers get is asked for: `*`, or the headers of every preflight.
  const pages = trusted ?? echoed ?? STRANGERS[0]
  const mixed = echoed ?? letIn[0]
  return [
    preflight(pages, 'GET', null),
    preflight(pages, 'POST', 'content-type'),
    plainOptions(null),
    plainOptions(pages),
    missing(pages),
    ...(mixed === undefined || mixed === null ? [] : atOneUrl(answers, mixed)),
  ]
}

/** Each time another one gets the answer that a cache may have stored for the first. */
function atOneUrl(answers: ScannedAnswers, letIn: string): readonly ScanRequest[] {
  const stranger = STRANGERS.find((origin) => {
    const scanned = answerFor(answers, origin)
    return origin !== letIn && scanned !== undefined && allowed(scanned) !== letIn
  })
  return [
    actual(letIn, 0),
    ...(stranger === undefined ? [] : [actual(stranger, 0)]),
    actual(null, 0),
    actual(null, 1),
    actual(letIn, 1),
  ]
}

function unique(origins: readonly string[]): readonly ScanRequest[] {
  return [...new Set(origins)].map((origin) => actual(origin))
}
