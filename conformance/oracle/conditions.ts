/**
 * D11: conditions and where their values come from (ADR 0001, 21 and 22).
 *
 * @module
 */
import type { Condition, Json } from '@marque/core'
import type { EvaluationInput } from './evaluation-input.ts'
import { linesOf } from './lines.ts'

/** The part that host and path tell, known at a preflight too. */
export function pathVersionHolds(input: EvaluationInput, when: Condition | null): boolean {
  const source = input.bundle.context.apiVersion
  if (when?.apiVersion === undefined || source === undefined || !('path' in source)) return true
  return input.version !== null && when.apiVersion.includes(input.version)
}

/** The other parts, of the actual request. */
export function conditionsHold(input: EvaluationInput, when: Condition | null): boolean {
  if (when === null) return true
  return (
    (when.apiVersion === undefined || versionHolds(input, when.apiVersion)) &&
    (when.roles === undefined ||
      when.roles.some((role) => listOf(input, 'roles').includes(role))) &&
    (when.scopes === undefined ||
      when.scopes.every((scope) => listOf(input, 'scopes').includes(scope))) &&
    (when.authenticatedWithin === undefined || loginIsFresh(input, when.authenticatedWithin)) &&
    Object.entries(when.claims ?? {}).every(([pointer, value]) => claimHolds(input, pointer, value))
  )
}

function versionHolds(input: EvaluationInput, expected: readonly string[]): boolean {
  const source = input.bundle.context.apiVersion
  if (source !== undefined && 'path' in source) return true // judged before
  let value: Json | undefined = input.context.apiVersion
  if (source !== undefined && 'header' in source) {
    const lines = linesOf(input.request, source.header)
    // Several lines name no version, whatever the layer says (ADR 0001, 22, in its stricter reading).
    if (lines.length > 0) value = lines.length === 1 ? lines[0] : undefined
  } else if (source !== undefined && value === undefined) {
    value = claim(input, source.claim)
  }
  return typeof value === 'string' && expected.includes(value)
}

function listOf(input: EvaluationInput, fact: 'roles' | 'scopes'): readonly Json[] {
  const given = input.context[fact]
  if (given !== undefined) return given
  const source = input.bundle.context[fact]
  if (source === undefined || !('claim' in source)) return []
  const value = claim(input, source.claim)
  if (typeof value === 'string') return fact === 'scopes' ? value.split(' ') : [value]
  return Array.isArray(value) ? value : []
}

function loginIsFresh(input: EvaluationInput, limit: number): boolean {
  const { authenticatedAt } = input.context
  if (authenticatedAt === undefined) return false
  const age = input.moment.now - authenticatedAt
  return age >= 0 && age <= limit
}

/** A name, or a pointer when it starts with `/`. */
function claim(input: EvaluationInput, name: string): Json | undefined {
  if (name.startsWith('/')) return pointed(input.context.claims, name)
  return own(input.context.claims, name)
}

/** RFC 6901. */
function pointed(root: Json | undefined, pointer: string): Json | undefined {
  let value: Json | undefined = root
  for (const part of pointer.split('/').slice(1)) {
    value = own(value, part.replaceAll('~1', '/').replaceAll('~0', '~'))
  }
  return value
}

function own(value: Json | undefined, key: string): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value)) return /^(0|[1-9][0-9]*)$/.test(key) ? value[Number(key)] : undefined
  return Object.hasOwn(value, key) ? (value as { readonly [key: string]: Json })[key] : undefined
}

function claimHolds(input: EvaluationInput, pointer: string, expected: Json): boolean {
  const have = pointed(input.context.claims, pointer)
  if (have === undefined) return false
  const choices: readonly Json[] = Array.isArray(expected) ? expected : [expected]
  const held: readonly Json[] = Array.isArray(have) ? have : [have]
  return choices.some((choice) => {
    const value = substituted(input, choice)
    return (
      value !== undefined && (sameJson(have, value) || held.some((one) => sameJson(one, value)))
    )
  })
}

/** `{origin}` and `{tenant}` as whole values; undefined where the request has none. */
function substituted(input: EvaluationInput, value: Json): Json | undefined {
  if (value === '{tenant}') return input.tenant ?? undefined
  if (value === '{origin}') return input.origin.state === 'valid' ? input.origin.text : undefined
  return value
}

function sameJson(a: Json, b: Json): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const left = Object.entries(a)
  return (
    left.length === Object.keys(b).length &&
    left.every(([key, value]) => {
      const other = own(b, key)
      return other !== undefined && sameJson(value as Json, other)
    })
  )
}
