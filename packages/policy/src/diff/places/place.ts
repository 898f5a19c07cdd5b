/**
 * Where requests lead, and from whom they come.
 *
 * @module
 */
import type { Front } from '@marque/core/engine'
import type { Sides } from '../sides.ts'

/** What kind of request is sent. `plain` has no Origin. */
export type RequestShape = 'plain' | 'actual' | 'preflight' | 'websocket'

/** Where a request leads on one side. */
export type Where = Front['where']

/** Host and path of requests. */
export interface Place {
  /** A url of the place, for a witness. */
  readonly url: string
  /**
   * The pattern of the deciding matches of both sides, the more specific one: `api.example.com/v1/**`, `/v1/**` for any host; `/**` where none matches, `*` for the
   * server as a whole.
   */
  readonly pattern: string
  /** The resource of each side; null where none matches, or where the path is ambiguous. */
  readonly resources: Sides<string | null>
  /** The tenant of each side, where its rules depend on the tenant; else null. */
  readonly tenants: Sides<string | null>
  /** Whether the request names a tenant that the side does not know (D15). */
  readonly unknownTenants: Sides<boolean>
  /** The API version that the path names, where it does. */
  readonly versions: Sides<string | null>
  /** Where each side leads: `ambiguous` is a path that fits two resources equally (D7), `unreadable` a url without a valid host (D2). */
  readonly leads: Sides<'resource' | 'unmatched' | 'ambiguous' | 'unreadable'>
}

/** Whose requests: of own origins, or of everybody else. */
export interface Senders {
  /** Own origins, sorted; `null` stands for an own page by fetch metadata. Empty for everybody else. */
  readonly own: readonly string[]
  /** On which sides they are own. */
  readonly on: Sides<boolean>
  /** For everybody else: the listed origins that are own at this place, and therefore not among them. */
  readonly without: readonly string[]
  /** Of all the above. */
  readonly key: string
}

/** Requests for which both sides have the same rules: the same pair of resources, or one with equal content. */
export interface PlaceGroup {
  /** Of senders and pair of resources; groups with the same base differ by their methods. */
  readonly base: string
  readonly senders: Senders
  readonly shapes: readonly RequestShape[]
  /** Of the first spot. */
  readonly wheres: Sides<Where>
  /** The methods that lead there, sorted; for a preflight the requested ones. */
  readonly methods: readonly string[]
  readonly spots: readonly Spot[]
}

/** One url of a group. */
export interface Spot {
  readonly url: string
  /** Its host, and its segments; null for the server as a whole. */
  readonly host: string
  readonly segments: readonly string[] | null
  readonly wheres: Sides<Where>
}
