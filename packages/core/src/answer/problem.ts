/**
 * The problem document of a denied request (D19, RFC 9457): what was asked, why it was denied, whom to ask.
 *
 * It tells an origin only about itself. What would tell it of dates, tenants or other origins reads `origin-not-granted`.
 *
 * @module
 */
import type { Decision } from '../decision.ts'
import { trimSpace } from '../headers/index.ts'
import type { Engine } from '../prepared/index.ts'
import type { Reason } from '../reasons.ts'
import { problemTexts } from '../reasons.ts'
import type { RequestFacts } from '../request.ts'

/** The body of an `application/problem+json` answer. */
export interface Problem {
  readonly type: `urn:marque:reason:${Reason}`
  readonly title: string
  readonly status: number
  readonly reason: Reason
  /** The policy's public contact. */
  readonly contact: string | null
  /** The requester's own words, cut to a bound. */
  readonly asked: {
    readonly origin: string
    readonly method: string
    readonly headers: readonly string[]
  }
  readonly help: string
  /** Empty until the layer puts in its own. */
  readonly requestId: string
}

/** How much of the requester's words is given back, in characters and in names. */
const ECHO_LIMITS = { characters: 256, names: 32 } as const

/**
 * Writes the problem document of a decision that denies.
 *
 * @param engine Null where no policy is loaded: then nobody is known who could be asked.
 */
export function problem(engine: Engine | null, decision: Decision, request: RequestFacts): Problem {
  const reason = publicReason(decision.reason)
  const contact = engine?.bundle.contact ?? null
  const { title, help } = problemTexts(reason, contact)
  return {
    type: `urn:marque:reason:${reason}`,
    title,
    status: decision.status ?? 403,
    reason,
    contact,
    asked: {
      origin: cut(fieldOf(request, 'origin')),
      method: cut(
        decision.kind === 'preflight'
          ? fieldOf(request, 'access-control-request-method')
          : request.method,
      ),
      headers: namesOf(fieldOf(request, 'access-control-request-headers')),
    },
    help,
    requestId: '',
  }
}

/** What the wire may say (D19): a date or a tenant of the policy is nobody's business but its owner's. */
export function publicReason(reason: Reason): Reason {
  switch (reason) {
    case 'expired':
    case 'not-yet-valid':
    case 'tenant-unknown':
      return 'origin-not-granted'
    default:
      return reason
  }
}

function fieldOf({ headers }: RequestFacts, lower: string): string {
  const values: string[] = []
  for (const [name, value] of headers) {
    if (name.length === lower.length && name.toLowerCase() === lower)
      values.push(value.slice(0, 2048))
    if (values.length === 8) break
  }
  return values.join(', ')
}

function namesOf(value: string): readonly string[] {
  return value
    .slice(0, 2048)
    .split(',')
    .map((part) => cut(trimSpace(part).toLowerCase()))
    .filter((name) => name !== '')
    .slice(0, ECHO_LIMITS.names)
}

function cut(text: string): string {
  return text.length <= ECHO_LIMITS.characters
    ? text
    : `${text.slice(0, ECHO_LIMITS.characters - 1)}…`
}
