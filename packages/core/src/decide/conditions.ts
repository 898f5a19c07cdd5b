/**
 * Conditions (D11): facts about the client, checked on actual requests. A condition on an unknown fact does not hold.
 *
 * @module
 */
import type { BundleContext, Condition, FactSource } from '../bundle/index.ts'
import type { Json } from '../request.ts'
import type { ClientFacts, JudgeInput } from './judge-input.ts'

type ConditionContext = ClientFacts['context']

/** What conditions are checked against. */
export interface Facts {
  readonly sources: BundleContext
  readonly request: Pick<JudgeInput, 'facts' | 'origin' | 'now'>
  readonly tenant: string | null
}

/** Whether all parts of a condition hold. An API version in the path is checked when the grant is selected, not here. */
export function conditionHolds(condition: Condition, facts: Facts): boolean {
  const { apiVersion, roles, scopes, authenticatedWithin, claims } = condition
  return (
    (apiVersion === undefined || versionFits(apiVersion, facts)) &&
    (roles === undefined || rolesFit(roles, facts)) &&
    (scopes === undefined || scopesFit(scopes, facts)) &&
    (authenticatedWithin === undefined || loginIsFresh(authenticatedWithin, facts)) &&
    (claims === undefined || claimsFit(claims, facts))
  )
}

function versionFits(expected: readonly string[], facts: Facts): boolean {
  const source = facts.sources.apiVersion
  if (source !== undefined && 'path' in source) return true
  const version = versionOf(source, facts)
  return version !== undefined && expected.includes(version)
}

/** The API version that a header, the layer or a claim names; `undefined` where none does, or several headers. */
export function versionOf(source: FactSource | undefined, { request }: Facts): string | undefined {
  const { context, versionLines } = request.facts
  if (versionLines.length > 0) return versionLines.length === 1 ? versionLines[0] : undefined
  if (context.apiVersion !== undefined) return context.apiVersion
  const claim =
    source !== undefined && 'claim' in source ? claimOf(source.claim, context) : undefined
  return typeof claim === 'string' ? claim : undefined
}

function rolesFit(expected: readonly string[], facts: Facts): boolean {
  const held = rolesOf(facts)
  return expected.some((role) => held.includes(role))
}

/** The roles that the client is known to have. */
export function rolesOf({ sources, request }: Facts): readonly Json[] {
  const { context } = request.facts
  return context.roles ?? namesIn(sources.roles, context, false)
}

function scopesFit(expected: readonly string[], facts: Facts): boolean {
  const held = scopesOf(facts)
  return expected.every((scope) => held.includes(scope))
}

/** The scopes that the client is known to have. */
export function scopesOf({ sources, request }: Facts): readonly Json[] {
  const { context } = request.facts
  return context.scopes ?? namesIn(sources.scopes, context, true)
}

/**
 * Names in a claim: an array, or one string.
 *
 * @param isSpaceSeparated A string holds several names, as the claim `scope` does (RFC 8693, 4.2).
 */
function namesIn(
  source: FactSource | undefined,
  context: ConditionContext,
  isSpaceSeparated: boolean,
): readonly Json[] {
  const claim =
    source !== undefined && 'claim' in source ? claimOf(source.claim, context) : undefined
  if (typeof claim === 'string') return isSpaceSeparated ? claim.split(' ') : [claim]
  return isList(claim) ? claim : []
}

function loginIsFresh(limit: number, { request }: Facts): boolean {
  const { authenticatedAt } = request.facts.context
  const age = authenticatedAt === undefined ? Number.NaN : request.now - authenticatedAt
  return age >= 0 && age <= limit
}

function claimsFit(expected: { readonly [pointer: string]: Json }, facts: Facts): boolean {
  return Object.keys(expected).every((pointer) => {
    const claim = claimAt(pointer, facts.request.facts.context)
    return claim !== undefined && valueFits(expected[pointer] ?? null, claim, facts)
  })
}

/** An array in the policy is a choice; an array in the claim has its elements. */
function valueFits(expected: Json, claim: Json, facts: Facts): boolean {
  if (isList(expected)) return expected.some((choice) => valueFits(choice, claim, facts))
  const value = ownValue(expected, facts)
  if (value === undefined) return false
  return isList(claim) ? claim.some((element) => isEqual(value, element)) : isEqual(value, claim)
}

/** Replaces `{origin}` and `{tenant}`; `undefined` where the request has no tenant. */
function ownValue(expected: Json, { request, tenant }: Facts): Json | undefined {
  if (expected === '{origin}') return request.origin.value
  if (expected === '{tenant}') return tenant ?? undefined
  return expected
}

function claimOf(name: string, context: ConditionContext): Json | undefined {
  return name.startsWith('/') ? claimAt(name, context) : own(context.claims, name)
}

/** RFC 6901. */
function claimAt(pointer: string, context: ConditionContext): Json | undefined {
  if (!pointer.startsWith('/') || context.claims === undefined) return undefined
  let value: Json | undefined = context.claims
  for (const step of pointer.slice(1).split('/')) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~')
    if (isList(value)) value = /^(?:0|[1-9][0-9]*)$/.test(key) ? value[Number(key)] : undefined
    else value = typeof value === 'object' && value !== null ? own(value, key) : undefined
  }
  return value
}

/** Own keys only: `constructor` is not a claim. */
function own(object: { readonly [key: string]: Json } | undefined, key: string): Json | undefined {
  return object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

function isEqual(a: Json, b: Json): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (isList(a) || isList(b)) {
    return (
      isList(a) &&
      isList(b) &&
      a.length === b.length &&
      a.every((each, at) => isEqual(each, b[at] ?? null))
    )
  }
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key] ?? null, b[key] ?? null))
  )
}
