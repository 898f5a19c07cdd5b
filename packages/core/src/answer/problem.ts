/**
 * The problem document of a denied request (D19, RFC 9457): the request, the reason, and the contact.
 *
 * It reveals to an origin only what concerns itself: reasons about dates or tenants become `origin-not-granted`.
 *
 * @module
 */
import type { Decision } from '../decision.ts'
import { trimSpace } from '../headers/index.ts'
import { type Engine, isOwnElsewhere, type PreparedPolicy } from '../prepared/index.ts'
import type { Reason } from '../reasons.ts'
import { askForGrant, problemTexts } from '../reasons.ts'
import type { Moment, RequestFacts } from '../request.ts'
import { denialHelp } from './denial-help.ts'

/** The body of an `application/problem+json` response. */
export interface Problem {
  readonly type: `urn:marque:reason:${Reason}`
  readonly title: string
  readonly status: number
  readonly reason: Reason
  /** The policy's public contact. */
  readonly contact: string | null
  /** Values of the request, shortened. */
  readonly asked: {
    readonly origin: string
    readonly method: string
    readonly headers: readonly string[]
  }
  readonly help: string
  /** Empty; filled in by the layer. */
  readonly requestId: string
}

/** Bounds on the values of the request in the document. */
const ASKED_LIMITS = { characters: 256, names: 32 } as const

/**
 * Writes the problem document of a decision that denies.
 *
 * @param engine Null where no policy is loaded: then the contact is unknown.
 * @param moment Of the decision. With it, the help names what is not granted, and what the origin may send instead.
 */
export function problem(
  engine: Engine | null,
  decision: Decision,
  request: RequestFacts,
  moment?: Moment,
): Problem {
  const reason = publicReason(decision.reason)
  const contact = engine?.bundle.contact ?? null
  const { title, help } = textsOf(engine, decision, request, moment)
  return {
    type: `urn:marque:reason:${reason}`,
    title,
    status: decision.status ?? 403,
    reason,
    contact,
    asked: {
      origin: shorten(fieldOf(request, 'origin')),
      method: shorten(
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

function textsOf(
  engine: Engine | null,
  decision: Decision,
  request: RequestFacts,
  moment: Moment | undefined,
): Pick<Problem, 'title' | 'help'> {
  const contact = engine?.bundle.contact ?? null
  const shown = publicReason(decision.reason)
  const { title, help } = problemTexts(shown, contact)
  if (engine === null) return { title, help }
  const policy = engine as PreparedPolicy
  // The origins of `self` are public, so a page of one of them may learn that Host is what was lost on the way.
  if (shown === 'origin-not-granted' && isOwnElsewhere(policy.self, fieldOf(request, 'origin'))) {
    return {
      title,
      help: `this is an origin of the API itself, but the Host of the request is another one: a proxy in front has dropped or rewritten host or port, and must pass Host on unchanged; ${help}`,
    }
  }
  if (moment === undefined) return { title, help }
  const { reason, tenant } = decision
  const specific = denialHelp(reason, { policy, request, tenant, moment })
  if (specific === null) return { title, help }
  // No grant helps where the URL itself is wrong.
  const isFinal = shown === 'path-ambiguous'
  return { title, help: isFinal ? specific : `${specific}; or ${askForGrant(contact)}` }
}

/** The reason that a response may reveal (D19): not one about dates or tenants of the policy. */
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
    .map((part) => shorten(trimSpace(part).toLowerCase()))
    .filter((name) => name !== '')
    .slice(0, ASKED_LIMITS.names)
}

function shorten(text: string): string {
  return text.length <= ASKED_LIMITS.characters
    ? text
    : `${text.slice(0, ASKED_LIMITS.characters - 1)}…`
}
