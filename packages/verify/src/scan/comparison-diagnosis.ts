/**
 * The wrong comparison that lets in neighbours of the trusted origin.
 *
 * @module
 */
import { type Origin, readOrigin } from '@marque/core'
import { sharedSuffixOf } from '@marque/policy'
import { found, listed, type ScanDiagnosis, withCredentials } from './found.ts'
import { answerFor, credentials, isEchoed, type ScannedAnswer } from './scanned-answer.ts'
import { type ComparisonCause, neighboursOf, neighboursOnSharedHost } from './scanned-origins.ts'

/** Whether the comparison takes the neighbour for the trusted origin. In the order of the causes. */
const EXPLAINS: readonly (readonly [
  cause: ComparisonCause,
  explains: (near: string, trusted: string) => boolean,
])[] = [
  ['matches-prefix', (near, trusted) => near.startsWith(trusted)],
  ['matches-suffix', parts((near, trusted) => near.host.endsWith(trusted.host))],
  ['matches-dot-as-any', (near, trusted) => near.length === trusted.length],
  [
    'matches-subdomains',
    parts((near, trusted) => near.host.endsWith(`.${domainOf(trusted.host)}`)),
  ],
  ['ignores-scheme', parts((near, { host, port }) => near.host === host && near.port === port)],
  ['ignores-port', parts((near, { host, scheme }) => near.host === host && near.scheme === scheme)],
  ['ignores-case', (near, trusted) => near.toLowerCase() === trusted.toLowerCase()],
]

/**
 * One comparison is one mistake: the first cause that explains every neighbour that was let in, or else the first that was shown. A
 * neighbour under the domain of a provider belongs to `trusts-third-party` where other names there are let in too.
 */
export const wrongComparison: ScanDiagnosis = (answers, { trusted }) => {
  if (trusted === null) return null
  const suffix = sharedSuffixOf(readOrigin(trusted)?.host ?? '')
  const isShared = neighboursOnSharedHost(trusted).some((origin) => {
    const scanned = answerFor(answers, origin)
    return scanned !== undefined && isEchoed(scanned)
  })
  const letIn = neighboursOf(trusted).flatMap(({ origin, cause }) => {
    const scanned = answerFor(answers, origin)
    if (scanned === undefined || !isEchoed(scanned)) return []
    const isBesideTrusted =
      isShared && readOrigin(origin)?.host.endsWith(`.${suffix}`) && !isWithin(origin, trusted)
    return isBesideTrusted ? [] : [{ origin, cause, scanned }]
  })
  const shown = new Set(letIn.map(({ cause }) => cause))
  const rows = EXPLAINS.filter(([cause]) => shown.has(cause))
  const explaining = rows.find(([cause, explains]) =>
    letIn.every((near) => near.cause === cause || explains(near.origin, trusted)),
  )
  const [cause] = explaining ?? rows[0] ?? []
  if (cause === undefined) return null
  const own = letIn.filter((near) => near.cause === cause)
  const wrong = withCredentialsFirst(own.map(({ scanned }) => scanned))
  if (wrong === undefined) return null
  const origins = [...own, ...letIn.filter((near) => near.cause !== cause)]
  return found(
    cause,
    `beside \`${trusted}\`, the API lets in ${listed(origins.map(({ origin }) => origin))}${withCredentials(wrong)}`,
    wrong,
    answerFor(answers, trusted),
  )
}

/** Whether the host is the trusted one, or below it. */
const isWithin = parts((near, { host }) => near.host === host || near.host.endsWith(`.${host}`))

function withCredentialsFirst(answers: readonly ScannedAnswer[]): ScannedAnswer | undefined {
  return answers.find(credentials) ?? answers[0]
}

function parts(
  explains: (near: Origin, trusted: Origin) => boolean,
): (near: string, trusted: string) => boolean {
  return (near, trusted) => {
    const [one, other] = [readOrigin(near), readOrigin(trusted)]
    return one !== undefined && other !== undefined && explains(one, other)
  }
}

/** The domain above a host with three labels or more: its wildcard lets in the names beside it. */
function domainOf(host: string): string {
  const above = host.slice(host.indexOf('.') + 1)
  return above.includes('.') ? above : host
}
