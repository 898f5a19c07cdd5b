/**
 * A policy as it is typed: what is wrong with it, and the engine that answers from it.
 *
 * @module
 */
import { type Engine, prepare } from '@marque/core'
import { compile, type Finding, load, type Position } from '@marque/policy'

/** A policy that was read. */
export interface ReadPolicy {
  /** In the order of the text. */
  readonly findings: readonly Finding[]
  /** Null where there is an error: nothing of such a policy is used. */
  readonly engine: Engine | null
  /** Where a resource stands, or one of its grants; `undefined` where the policy has none of that name. */
  place(resource: string, grant: number | null): Position | undefined
}

/** Under which circumstances a policy is read. */
export interface Circumstances {
  readonly environment: string
  /** Epoch milliseconds; for findings about dates. */
  readonly now: number
}

/** Reads a policy, YAML or JSON. Never throws. */
export function readPolicy(text: string, circumstances: Circumstances): ReadPolicy {
  const loaded = load(text, 'policy')
  const { bundle, findings } = compile(loaded, circumstances)
  return {
    findings,
    engine: bundle && prepare(bundle),
    place: (resource, grant) => {
      const index = resourceNames(loaded.document).indexOf(resource)
      if (index < 0) return undefined
      const pointer = `/resources/${index}`
      return grant === null
        ? loaded.locate(`${pointer}/name`)
        : loaded.locate(`${pointer}/grants/${grant}`)
    },
  }
}

function resourceNames(document: unknown): readonly unknown[] {
  const resources = memberOf(document, 'resources')
  return Array.isArray(resources) ? resources.map((resource) => memberOf(resource, 'name')) : []
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as { readonly [key: string]: unknown })[name]
    : undefined
}
