/**
 * Checks and prepares the entered policy.
 *
 * @module
 */
import { type Engine, prepare } from '@marque/core'
import { compile, type Finding, load, type Position } from '@marque/policy'

/** A checked policy. */
export interface CheckedPolicy {
  /** In document order. */
  readonly findings: readonly Finding[]
  /** Null for an invalid policy. */
  readonly engine: Engine | null
  /** The source position of a resource or one of its grants; `undefined` if there is none. */
  locate(resource: string, grant: number | null): Position | undefined
}

/** Environment and time of the evaluation. */
export interface PolicyOptions {
  readonly environment: string
  /** Epoch milliseconds. */
  readonly now: number
}

/** Checks a policy, YAML or JSON. Never throws. */
export function readPolicy(text: string, options: PolicyOptions): CheckedPolicy {
  const loaded = load(text, 'policy')
  const { bundle, findings } = compile(loaded, options)
  return {
    findings,
    engine: bundle && prepare(bundle),
    locate: (resource, grant) => {
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
