/**
 * D11: conditions and where their values come from (ADR 0001, 21 and 22).
 *
 * @module
 */
import type { Condition, Json } from '@marque/core'
import { linesOf } from './lines.ts'
import type { Question } from './question.ts'

/** The part that host and path tell, known at a preflight too. */
export function pathVersionHolds(question: Question, when: Condition | null): boolean {
  const source = question.bundle.context.apiVersion
  if (when?.apiVersion === undefined || source === undefined || !('path' in source)) return true
  return question.version !== null && when.apiVersion.includes(question.version)
}

/** The other parts, of the actual request. */
export function conditionsHold(question: Question, when: Condition | null): boolean {
  if (when === null) return true
  return (
    (when.apiVersion === undefined || versionHolds(question, when.apiVersion)) &&
    (when.roles === undefined ||
      when.roles.some((role) => listOf(question, 'roles').includes(role))) &&
    (when.scopes === undefined ||
      when.scopes.every((scope) => listOf(question, 'scopes').includes(scope))) &&
    (when.authenticatedWithin === undefined || loginIsFresh(question, when.authenticatedWithin)) &&
    Object.entries(when.claims ?? {}).every(([pointer, value]) =>
      claimHolds(question, pointer, value),
    )
  )
}

function versionHolds(question: Question, wanted: readonly string[]): boolean {
  const source = question.bundle.context.apiVersion
  if (source !== undefined && 'path' in source) return true // judged before
  let value: Json | undefined = question.context.apiVersion
  if (source !== undefined && 'header' in source) {
    const lines = linesOf(question.request, source.header)
    // Several lines name no version, whatever the layer says (ADR 0001, 22, in its stricter reading).
    if (lines.length > 0) value = lines.length === 1 ? lines[0] : undefined
  } else if (source !== undefined && value === undefined) {
    value = claim(question, source.claim)
  }
  return typeof value === 'string' && wanted.includes(value)
}

function listOf(question: Question, fact: 'roles' | 'scopes'): readonly Json[] {
  const given = question.context[fact]
  if (given !== undefined) return given
  const source = question.bundle.context[fact]
  if (source === undefined || !('claim' in source)) return []
  const value = claim(question, source.claim)
  if (typeof value === 'string') return fact === 'scopes' ? value.split(' ') : [value]
  return Array.isArray(value) ? value : []
}

function loginIsFresh(question: Question, limit: number): boolean {
  const { authenticatedAt } = question.context
  if (authenticatedAt === undefined) return false
  const age = question.moment.now - authenticatedAt
  return age >= 0 && age <= limit
}

/** A name, or a pointer when it starts with `/`. */
function claim(question: Question, name: string): Json | undefined {
  if (name.startsWith('/')) return pointed(question.context.claims, name)
  return own(question.context.claims, name)
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

function claimHolds(question: Question, pointer: string, wanted: Json): boolean {
  const have = pointed(question.context.claims, pointer)
  if (have === undefined) return false
  const choices: readonly Json[] = Array.isArray(wanted) ? wanted : [wanted]
  const held: readonly Json[] = Array.isArray(have) ? have : [have]
  return choices.some((choice) => {
    const value = substituted(question, choice)
    return (
      value !== undefined && (sameJson(have, value) || held.some((one) => sameJson(one, value)))
    )
  })
}

/** `{origin}` and `{tenant}` as whole values; undefined where the request has none. */
function substituted(question: Question, value: Json): Json | undefined {
  if (value === '{tenant}') return question.tenant ?? undefined
  if (value === '{origin}')
    return question.origin.state === 'valid' ? question.origin.text : undefined
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
