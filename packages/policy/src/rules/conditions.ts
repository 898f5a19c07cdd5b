/**
 * Conditions: each needs a source, and a preflight shows only host and path (D11, D15).
 *
 * @module
 */
import {
  type Condition,
  claimPointer,
  type FactSource,
  type Json,
  nestedClaims,
  type ReadClaim,
} from '@marque/core'
import type { RawFinding } from '../findings/index.ts'
import type { Model, ModelPermission } from '../read/index.ts'
import { escapeStep } from '../text/index.ts'
import { type Judgement, uses } from './judgement.ts'

/** Judges each condition, and uses of `{tenant}` in claims of a policy without tenants; `@tenant` is checked when it is read. */
export function* judgeConditions(judgement: Judgement): Iterable<RawFinding> {
  const { model } = judgement
  for (const { permission } of uses(judgement)) {
    if (permission.when !== null) yield* judgeCondition(model, permission, permission.when)
  }
}

/** A `tenants` whose `identify` could not be read has a finding already, and still counts as tenants. */
function hasTenants(model: Model): boolean {
  return model.tenancy !== null || model.members.length > 0
}

function* judgeCondition(
  model: Model,
  permission: ModelPermission,
  when: Condition,
): Iterable<RawFinding> {
  const path = `${permission.path}/when`
  for (const fact of ['roles', 'scopes'] as const) {
    if (when[fact] !== undefined && model.context[fact] === undefined) {
      yield {
        code: 'MQ-222',
        path: `${path}/${fact}`,
        message: `\`${fact}\` has no source: \`context\` names no claim for it`,
      }
    }
  }
  if (when.apiVersion !== undefined && model.context.apiVersion === undefined) {
    yield {
      code: 'MQ-223',
      path: `${path}/apiVersion`,
      message: '`apiVersion` has no source under `context`',
    }
  }
  yield* judgeClaims(model, path, when)
  const unknown = unknownAtPreflight(model, when)
  if (unknown.length > 0) {
    yield {
      code: 'MQ-316',
      path,
      message: `a preflight cannot evaluate ${unknown.map((name) => `\`${name}\``).join(', ')}: preflights are granted without it, and actual requests are checked`,
    }
  }
}

/** RFC 6901, 3. */
const POINTER = /^(?:\/(?:[^~/]|~[01])*)+$/

function* judgeClaims(model: Model, path: string, when: Condition): Iterable<RawFinding> {
  for (const [pointer, expected] of Object.entries(when.claims ?? {})) {
    const claimPath = `${path}/claims/${pointer.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (!POINTER.test(pointer)) {
      yield {
        code: 'MQ-230',
        path: claimPath,
        at: 'key',
        message: `\`${pointer}\` is not a JSON Pointer`,
        value: pointer,
      }
    }
    if (!hasTenants(model) && usesTenant(expected)) {
      yield {
        code: 'MQ-231',
        path: claimPath,
        message: '`{tenant}` in a policy without `tenants`',
        value: expected,
      }
    }
  }
}

function usesTenant(expected: Json): boolean {
  return expected === '{tenant}' || (Array.isArray(expected) && expected.includes('{tenant}'))
}

/** The parts of a condition that a preflight does not carry; the API version is one of them unless it is in the path. */
export function unknownAtPreflight(model: Model, when: Condition): readonly string[] {
  const versionInPath = model.context.apiVersion !== undefined && 'path' in model.context.apiVersion
  return (Object.keys(when) as (keyof Condition)[]).filter(
    (part) => when[part] !== undefined && !(part === 'apiVersion' && versionInPath),
  )
}

/**
 * Reports the first two claims of which one lies within the other (D11): whether both conditions can hold would depend on the shape of a value that the
 * policy does not describe.
 */
export function judgeNestedClaims(judgement: Judgement): readonly RawFinding[] {
  const found = nestedClaims([...claimsOf(judgement)])
  if (found === undefined) return []
  const { outer, inner } = found
  return [
    {
      code: 'MQ-237',
      path: inner.path,
      at: 'key',
      message: `the claim \`${inner.pointer}\` lies within \`${outer.pointer}\`, which this policy reads too`,
      value: inner.pointer,
    },
  ]
}

function* claimsOf(judgement: Judgement): Iterable<ReadClaim> {
  const sources = Object.entries(judgement.model.context) as [string, FactSource][]
  for (const [fact, source] of sources) {
    if (!('claim' in source)) continue
    yield { pointer: claimPointer(source.claim), path: `/context/${fact}/claim` }
  }
  for (const { permission } of uses(judgement)) {
    for (const pointer of Object.keys(permission.when?.claims ?? {})) {
      yield { pointer, path: `${permission.path}/when/claims/${escapeStep(pointer)}` }
    }
  }
}
