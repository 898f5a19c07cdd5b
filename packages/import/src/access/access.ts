/**
 * What origins do with an API, or may do: the common input of every draft that is not made from an API description.
 *
 * Answers to prompts, options of CORS libraries and recorded traffic are read into this form; {@link draftFromAccess} drafts a policy
 * from it.
 *
 * @module
 */
import type { Sensitivity } from '@marque/core'

/** One origin at some paths. Several entries for an origin and a path add up. */
export interface Access {
  /** An origin or an origin pattern. */
  readonly origin: string
  /** Path patterns, at least one. */
  readonly paths: readonly string[]
  readonly methods: readonly string[]
  /** Lower case. */
  readonly requestHeaders: readonly string[]
  /** Lower case. */
  readonly exposeHeaders: readonly string[]
  readonly credentials: boolean
  /** Whether WebSockets are opened, which takes credentials (D25). */
  readonly websocket: boolean
  /** False: requests are sent, and their answers are not read. */
  readonly read: boolean
  /** Seconds; null for the default. */
  readonly maxAge: number | null
  /** E-mail address of the people responsible for the origin; null if unknown. */
  readonly owner: string | null
  /** The evidence, for a comment beside the origin; null for none. */
  readonly note: string | null
}

/** Sensitivity of the paths that match a pattern, where it is known. */
export interface PathSensitivity {
  readonly path: string
  readonly sensitivity: Extract<Sensitivity, 'public' | 'confidential'>
}

/** Everything that a draft is made from. */
export interface AccessInput {
  /** Lines at the top of the policy. */
  readonly comments: readonly string[]
  /** The address of the JSON Schema. */
  readonly schema: string
  /** Public origins of the API. */
  readonly self: readonly string[]
  readonly contact: string | null
  readonly access: readonly Access[]
  readonly paths: readonly PathSensitivity[]
  /** Evidence of paths, for comments beside them: by pattern. */
  readonly pathNotes: ReadonlyMap<string, string>
  /** Whether paths with different first words are resources of their own (default: false). */
  readonly isSplitByName?: boolean
  /**
   * Whether access to a pattern is access to each path that matches it (default), or only to those that no more specific pattern of the
   * input matches: recorded requests to `/users/{id}` show nothing about `/users/me`.
   */
  readonly isExact?: boolean
}
