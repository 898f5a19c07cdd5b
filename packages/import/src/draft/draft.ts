/**
 * A draft: a policy as data, before it is written as YAML.
 *
 * @module
 */
import type { Json, Sensitivity } from '@marque/core'

export interface Draft {
  /** Lines at the top, without `#`. */
  readonly comments: readonly string[]
  /** Lines before `self`, without `#`: what a person has to find out. */
  readonly questions: readonly string[]
  /** The address of the JSON Schema, for editors. */
  readonly schema: string
  /** Public origins. */
  readonly self: readonly string[]
  readonly contact: string | null
  readonly sets: readonly DraftSet[]
  readonly resources: readonly DraftResource[]
}

export interface DraftSet {
  readonly name: string
  readonly comments: readonly string[]
  /** `allow`, `owner`, `purpose` and the optional keys of a set. */
  readonly keys: { readonly [key: string]: Json }
  /** Comments beside entries of `allow`, by entry. */
  readonly notes?: ReadonlyMap<string, string>
}

export interface DraftMatch {
  readonly host: string | null
  readonly path: string
  /** Null for all. */
  readonly methods: readonly string[] | null
  /** A comment beside it. */
  readonly note?: string
}

export interface DraftGrant {
  /** Names of sets, or `*` alone. */
  readonly origins: readonly string[]
  readonly methods: readonly string[]
  /** Lower case. */
  readonly requestHeaders: readonly string[]
  /** Lower case. */
  readonly exposeHeaders: readonly string[]
  readonly credentials: boolean
  /** Further keys, as they are written. */
  readonly more: { readonly [key: string]: Json }
}

export interface DraftResource {
  readonly name: string
  /** Lines before the resource, without `#`. */
  readonly comments: readonly string[]
  readonly match: readonly DraftMatch[]
  readonly sensitivity: Sensitivity
  readonly authentication: 'required' | 'optional'
  readonly owner: string | null
  readonly data: readonly string[]
  /** Empty where no trusted origins are known. */
  readonly grants: readonly DraftGrant[]
  /** The permissions of a future grant, written as a comment where there are no grants. */
  readonly proposal: Omit<DraftGrant, 'origins'> | null
}
