/**
 * Requests at one resource that several kinds of probes share.
 *
 * @module
 */

import type { Grant } from '@marque/core'
import type { GrantUse } from './grant-uses.ts'
import type { ProbeOrigin } from './probe.ts'
import { actualDraft, type ProbeDraft, withAndWithoutCredentials } from './probe-draft.ts'
import { sampleOf } from './random.ts'
import { originAt, type ResourceScope } from './resource-scope.ts'
import type { Target } from './targets.ts'

/** Methods that change nothing (RFC 9110, 9.2.1). */
export const SAFE = ['GET', 'HEAD', 'OPTIONS']

export const TELLING = ['PUT', 'PATCH', 'DELETE', 'POST']

/** The method that needs a preflight most of those that the use gives. */
export function tellingMethod({ methods }: GrantUse): string {
  const [first = 'GET'] = methods
  return (
    TELLING.find((method) => methods.includes(method)) ??
    methods.find((method) => !SAFE.includes(method)) ??
    first
  )
}

export function mainOrigin(scope: ResourceScope): ProbeOrigin | undefined {
  const [first] = scope.uses
  return first && originAt(scope, first.origin.value, scope.main.target)
}

/** An actual request with the method, and with GET where the run may not send that one. */
export function actualDrafts(
  method: string,
  target: Target,
  origin: ProbeOrigin,
): readonly ProbeDraft[] {
  const methods = SAFE.includes(method) ? [method] : [method, 'GET']
  return methods.map((one) => actualDraft(one, target, origin))
}

/** The granted request of a use; with a token that nobody has it is counted, and the request without it is a denied one. */
export function grantedDrafts(
  { grant }: GrantUse,
  method: string,
  target: Target,
  origin: ProbeOrigin,
): readonly ProbeDraft[] {
  const draft = actualDraft(method, target, origin)
  return grant.token ? [{ ...draft, needsToken: true }, draft] : [draft]
}

export function both(scope: ResourceScope, drafts: readonly ProbeDraft[]): readonly ProbeDraft[] {
  return withAndWithoutCredentials(drafts, scope.input.options.withCredentials)
}

/** Some of many, another choice at each resource. */
export function chosen<T>({ resource, input }: ResourceScope, items: readonly T[], most: number) {
  return sampleOf(items, most, input.options.seed, resource.name)
}

/** Conditional requests are for methods whose answer has an ETag (RFC 9110, 13.1.2). */
export function isGet({ method }: ProbeDraft): boolean {
  return method === 'GET'
}

export function isGrantedMethod({ resource }: ResourceScope, method: string): boolean {
  const wanted = method === 'HEAD' ? ['HEAD', 'GET'] : [method]
  return resource.grants.some(({ methods }) => wanted.some((one) => methods.includes(one)))
}

/** A header name that the grant does not cover; `*` covers all but `authorization` (Fetch). */
export function deniedName({ requestHeaders }: Grant): string | undefined {
  const candidates = requestHeaders.includes('*')
    ? ['authorization']
    : ['x-not-granted', 'authorization']
  return candidates.find((name) => !requestHeaders.includes(name))
}
