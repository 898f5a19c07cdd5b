/**
 * Everything about a request that `judge` reads once the request has been matched against a policy: {@link JudgeInput}. `diff` gives every property a dimension,
 * so that a property that is added here cannot be forgotten there. The rules are applied to an {@link EvaluationInput}, which joins it with what was matched.
 *
 * @module
 */
import {
  isDocumentNavigation,
  isFromOtherOrigin,
  linesOf,
  type RequestFields,
} from '../headers/index.ts'
import {
  listsHolding,
  type Membership,
  type PreparedPolicy,
  type PreparedResource,
  type Route,
} from '../prepared/index.ts'
import type { Context, Moment, RequestFacts } from '../request.ts'
import type { Front } from './front.ts'
import {
  hasNoIncident,
  type Incident,
  type Incidents,
  incidentFor,
  NO_INCIDENT,
} from './incidents.ts'

/** What decisions read of a request beside its {@link Front}. Properties may be computed when they are read. */
export interface JudgeInput {
  readonly origin: OriginInput
  /** The effective method: see `effectiveMethod`. */
  readonly method: string
  /** The values of Access-Control-Request-Headers; null without such a line. */
  readonly requestHeaders: readonly string[] | null
  /** Whether there is a Cookie or Authorization line that is not blank (D13). */
  readonly cookie: boolean
  readonly authorization: boolean
  /** Whether the layer saw a client certificate (D13). */
  readonly certificate: boolean
  readonly site: Site
  readonly facts: ClientFacts
  readonly token: Context['token']
  /** Ids of revoked tokens. */
  readonly revokedTokens: Moment['revokedTokens']
  /** Epoch milliseconds. */
  readonly now: number
  readonly incidents: Incidents
}

/** The Origin lines of a request. */
export interface OriginInput {
  /** Their number; empty ones do not count (D6). */
  readonly lines: number
  /** The first of them; empty without one. */
  readonly value: string
  /** The lists of the policy that hold it; `undefined` where it is `null` or malformed. */
  readonly lists: Membership | undefined
}

/** Where a request comes from, by its fetch metadata: another site, another site that navigates to a document, or neither is known (D26). */
export type Site = 'same' | 'other' | 'navigation'

/** What conditions read (D11). */
export interface ClientFacts {
  readonly context: Pick<Context, 'apiVersion' | 'authenticatedAt' | 'roles' | 'scopes' | 'claims'>
  /** The values of the header that names the API version; none where the policy declares no header. */
  readonly versionLines: readonly string[]
}

/** A {@link JudgeInput} over a received request. Nothing is computed before it is read. */
export class RequestInput implements JudgeInput, ClientFacts {
  readonly context: Context
  readonly method: string
  readonly #policy: PreparedPolicy
  readonly #request: RequestFacts
  readonly #fields: RequestFields
  readonly #moment: Moment
  #origin: OriginInput | undefined

  constructor(
    policy: PreparedPolicy,
    request: RequestFacts,
    fields: RequestFields,
    method: string,
    context: Context,
    moment: Moment,
  ) {
    this.context = context
    this.method = method
    this.#policy = policy
    this.#request = request
    this.#fields = fields
    this.#moment = moment
  }

  get origin(): OriginInput {
    this.#origin ??= {
      lines: this.#fields.origins,
      value: this.#fields.origin,
      lists: listsHolding(this.#policy.origins, this.#fields.origin),
    }
    return this.#origin
  }

  get requestHeaders(): readonly string[] | null {
    return this.#fields.requestHeaders
  }

  get cookie(): boolean {
    return this.#fields.cookie
  }

  get authorization(): boolean {
    return this.#fields.authorization
  }

  get certificate(): boolean {
    return this.context.certificate === true
  }

  get site(): Site {
    const { headers } = this.#request
    if (!isFromOtherOrigin(headers)) return 'same'
    return isDocumentNavigation(headers) ? 'navigation' : 'other'
  }

  get facts(): ClientFacts {
    return this
  }

  get versionLines(): readonly string[] {
    const source = this.#policy.bundle.context.apiVersion
    return source !== undefined && 'header' in source
      ? linesOf(this.#request.headers, source.header)
      : NO_LINES
  }

  get token(): Context['token'] {
    return this.context.token
  }

  get revokedTokens(): Moment['revokedTokens'] {
    return this.#moment.revokedTokens
  }

  get now(): number {
    return this.#moment.now
  }

  get incidents(): Incidents {
    return this.#moment
  }
}

const NO_LINES: readonly string[] = []

/** A request that has a route. Made once for each decision. */
export interface EvaluationInput extends Pick<Front, 'kind' | 'byFetchMetadata'> {
  readonly policy: PreparedPolicy
  readonly request: JudgeInput
  readonly route: Route
  /** Null where none matches (D8). */
  readonly resource: PreparedResource | null
  readonly incident: Incident
  /** The layer makes the response itself (D21): conditions are not checked. */
  readonly byLayer: boolean
}

export function evaluationInputOf(
  policy: PreparedPolicy,
  { kind, byFetchMetadata }: Pick<Front, 'kind' | 'byFetchMetadata'>,
  route: Route,
  request: JudgeInput,
  byLayer: boolean,
): EvaluationInput {
  const resource = policy.resources[route.resource] ?? null
  const incident = incidentOf(policy, resource, request, route)
  return { policy, request, kind, byFetchMetadata, route, resource, incident, byLayer }
}

function incidentOf(
  policy: PreparedPolicy,
  resource: PreparedResource | null,
  request: JudgeInput,
  { tenant }: Route,
): Incident {
  if (hasNoIncident(request.incidents)) return NO_INCIDENT
  const staleAfter = resource && policy.bundle.staleAfter[resource.resource.sensitivity]
  const origin = singleOrigin(request.origin)
  return incidentFor(request, resource, tenant, origin, staleAfter)
}

/** The one origin of a request; null where it has several or none. */
export function singleOrigin({ lines, value }: OriginInput): string | null {
  return lines === 1 && !value.includes(',') ? value : null
}
