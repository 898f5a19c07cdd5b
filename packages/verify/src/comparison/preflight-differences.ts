/**
 * The answer to a preflight beside the decision (D18, D19).
 *
 * @module
 */
import {
  type Decision,
  type Grant,
  isForbiddenMethod,
  isForbiddenRequestHeader,
  type Resource,
} from '@marque/core'
import {
  type AnswerFields,
  allowedOrigin,
  allowsCredentials,
  isOk,
  linesOf,
  maxAgeOf,
  namesIn,
} from './answer-fields.ts'
import { type ComparisonInput, type Differences, Found } from './comparison-input.ts'
import { allowsHeaders, allowsMethod, allowsOrigin, letsIn } from './lets-in.ts'
import type { Facet } from './observation.ts'

/** Seconds by which the `Max-Age` of a grant with an end may differ: it counts down. */
const MAX_AGE_TOLERANCE = 5

/** D18. `Vary` does not matter: no cache stores answers to OPTIONS (RFC 9110, 9.3.7). */
export function grantedPreflight(input: ComparisonInput): Differences {
  const { fields, wanted, probe, decision } = input
  const found = new Found()
  if (!isOk(fields)) {
    found.add(true, 'status')
    return found
  }
  found.add(isByApplication(input), 'author')
  const isRepeated = fields.allowOrigin.length > 1 || fields.allowOrigin[0]?.includes(',') === true
  const isAny = decision.reason === 'granted-any'
  const isRight = isAny
    ? allowsOrigin(fields, probe)
    : allowedOrigin(fields) === allowedOrigin(wanted)
  if (!isRight) {
    found.add(
      true,
      isRepeated && holdsOne(fields, allowedOrigin(wanted)) ? 'repeated' : 'allow-origin',
    )
    return found
  }
  compareCredentials(found, fields, wanted)
  found.add(fields.maxAge.length > 1, 'repeated')
  compareList(found, input, 'allow-methods', 'access-control-allow-methods', methodsAreRight)
  compareList(found, input, 'allow-headers', 'access-control-allow-headers', headersAreRight)
  if (fields.maxAge.length <= 1) found.add(!maxAgeIsRight(input), 'max-age')
  return found
}

/** A line of its own for the credentials: `true, true` is not `true`. */
export function compareCredentials(found: Found, fields: AnswerFields, wanted: AnswerFields): void {
  if (allowsCredentials(fields) === allowsCredentials(wanted)) return
  const isRepeated = fields.allowCredentials.join().includes(',')
  found.add(true, isRepeated ? 'repeated' : 'allow-credentials')
}

/** Whether one of several values is the wanted one. */
export function holdsOne({ allowOrigin }: AnswerFields, wanted: string | null): boolean {
  return wanted !== null && namesIn(allowOrigin).has(wanted)
}

/** Two lists where one of them is right were written by two authors. */
function compareList(
  found: Found,
  input: ComparisonInput,
  facet: Facet,
  header: string,
  isRight: (input: ComparisonInput) => boolean,
): void {
  if (isRight(input)) return
  const lines = linesOf(input.answer, header)
  const isOneRight =
    lines.length > 1 &&
    lines.some((line) => isRight({ ...input, fields: withList(input, facet, line) }))
  found.add(true, isOneRight ? 'repeated' : facet)
}

function withList({ fields }: ComparisonInput, facet: Facet, line: string): AnswerFields {
  return facet === 'allow-methods'
    ? { ...fields, allowMethods: namesIn([line]) }
    : { ...fields, allowHeaders: namesIn([line.toLowerCase()]) }
}

/** Covers the method that was asked for, and names nothing beyond the grant. HEAD comes with GET (D7). */
function methodsAreRight({ fields, wanted, probe }: ComparisonInput): boolean {
  const granted = wanted.allowMethods ?? new Set()
  return (
    allowsMethod(fields, probe) &&
    [...(fields.allowMethods ?? [])].every(
      (name) =>
        granted.has(name) || (name === 'HEAD' && granted.has('GET')) || isForbiddenMethod(name),
    )
  )
}

/** Covers the names that were asked for, and has none beyond the grant; `*` in a grant covers all but `authorization` (D24). */
function headersAreRight({ fields, wanted, probe }: ComparisonInput): boolean {
  const granted = wanted.allowHeaders ?? new Set()
  const isAny = granted.has('*')
  return (
    allowsHeaders(fields, probe) &&
    [...(fields.allowHeaders ?? [])].every(
      (name) =>
        granted.has(name) || (isAny && name !== 'authorization') || isForbiddenRequestHeader(name),
    )
  )
}

/** The time of a grant with an end counts down. */
function maxAgeIsRight({ fields, wanted, resource, decision }: ComparisonInput): boolean {
  const difference = Math.abs(maxAgeOf(fields) - maxAgeOf(wanted))
  if (difference === 0) return true
  const grant = resource === null ? undefined : grantOf(resource, decision)
  if (grant === undefined) return false
  const isDated = grant.until !== null || maxAgeOf(wanted) < grant.maxAge
  return isDated && difference <= MAX_AGE_TOLERANCE
}

/** The deciding grant. */
function grantOf({ grants }: Resource, { grant, exception }: Decision): Grant | undefined {
  if (exception !== null) return grants.find((each) => each.exception === exception)
  return grants.filter((each) => each.exception === null)[grant ?? -1]
}

/** The answer has neither the methods nor the time that a layer sets, or has what only an application sends. */
function isByApplication({ answer, fields, bodies }: ComparisonInput): boolean {
  if (fields.allowMethods === null && fields.maxAge.length === 0) return true
  const has = (name: string): boolean => linesOf(answer, name).length > 0
  return has('allow') || has('etag') || bodies.has(answer.body) || hasContent(answer)
}

/** Layers send an empty body, or a word of plain text. */
function hasContent({ body, headers }: ComparisonInput['answer']): boolean {
  if (body.trim().length < 3) return false
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  return !type.toLowerCase().startsWith('text/plain') || body.length > 32
}

/** D19. A preflight that fails in the browser is a denial, whatever its status. */
export function deniedPreflight(input: ComparisonInput): Differences {
  const { fields, probe, decision } = input
  const found = new Found()
  if (letsIn(fields, probe)) {
    found.add(true, deniedFacet(decision.reason))
    return found
  }
  const isForeign = fields.allowOrigin.length > 0 && !allowsOrigin(fields, probe)
  found.add(isForeign, 'allow-origin')
  found.note(fields.allowOrigin.length > 0, 'allow-origin')
  found.note(fields.allowCredentials.length > 0, 'allow-credentials')
  // Servers have statuses of their own for targets that they cannot read (D23).
  const isRefused =
    decision.reason === 'path-ambiguous'
      ? fields.status >= 400 && fields.status <= 499
      : fields.status === 403 || fields.status === 400
  found.note(!isRefused, 'status')
  return found
}

function deniedFacet(reason: string): Facet {
  if (reason === 'method-not-granted') return 'allow-methods'
  return reason === 'headers-not-granted' ? 'allow-headers' : 'allow-origin'
}
