/**
 * The parts of the policy that a decision is based on, with their source locations.
 *
 * Never suggests an origin to trust: that is for the owner of a set to decide.
 *
 * @module
 */
import type { Context, Decision, Grant, Moment, Resource } from '@marque/core'
import { type Loaded, type ReadPolicy, readPolicy } from '@marque/policy'
import type { PolicySource } from '../policy-source/index.ts'
import { closestGrant, closestSet, type DecidedRequest } from './closest-grant.ts'
import type { Exchange, PolicyLocation } from './report.ts'

type Model = NonNullable<ReadPolicy['model']>
type ModelGrant = Model['resources'][number]['grants'][number]
type ModelException = Model['exceptions'][number]

/** The key of a grant that a reason refers to; the whole grant for other reasons. */
const KEY_OF_REASON: { readonly [reason in Decision['reason']]?: string } = {
  'not-yet-valid': 'from',
  expired: 'until',
  'method-not-granted': 'methods',
  'credentials-not-granted': 'credentials',
  'headers-not-granted': 'requestHeaders',
  'token-required': 'token',
  'token-invalid': 'token',
  'condition-unmet': 'when',
}

/** Reasons for which no grant covers the origin. */
const ORIGIN_REASONS: ReadonlySet<Decision['reason']> = new Set([
  'origin-not-granted',
  'origin-null',
  'origin-malformed',
  'origin-multiple',
])

/** Finds the locations; empty for a bundle, which has no lines. */
export function policyLocations(
  { bundle, policy, name: file }: PolicySource,
  { request, decision }: Exchange,
  context: Context,
  moment: Moment,
): readonly PolicyLocation[] {
  if (policy === null || decision.resource === null) return []
  const { model } = readPolicy(policy)
  const resource = bundle.resources.find(({ name }) => name === decision.resource)
  const written = model?.resources.find(({ name }) => name === decision.resource)
  if (model === null || resource === undefined || written === undefined) return []
  const at = locator(policy, file)
  const whole = at(written.path, `resource \`${resource.name}\``, written.owner)
  if (decision.reason === 'same-origin' || decision.reason === 'not-cors') return [whole]
  if (ORIGIN_REASONS.has(decision.reason)) {
    return [{ ...whole, what: `${whole.what}: no grant covers this origin` }]
  }
  const decided: DecidedRequest = { request, decision, args: [context, moment] }
  const number = decidingGrant(resource, decision) ?? closestGrant(bundle, resource, decided)
  const grant = number === undefined ? undefined : resource.grants[number]
  if (number === undefined || grant === undefined) return [whole]
  const source = writtenGrant(model, written.grants, resource, number)
  const set = closestSet(bundle, resource, grant, decided)
  const isDirectory = set === undefined && grant.tenant
  const setWritten = isDirectory
    ? model.members.find(({ name }) => name === decision.tenant)
    : model.sets.find(({ name }) => name === set)
  const isOfSet = decision.reason === 'expired' && !source?.written.has('until')
  const locations: PolicyLocation[] = []
  if (source) locations.push(at(keyOf(source, decision), grantText(grant, decision), written.owner))
  if (setWritten) {
    locations.push(
      at(
        isOfSet ? `${setWritten.path}/until` : setWritten.path,
        `${isDirectory ? 'origin list of tenant' : 'origin set'} \`${setWritten.name}\`, which ${isOfSet ? 'has expired' : 'contains the origin'}`,
        setWritten.owner,
      ),
    )
  }
  return isOfSet ? locations.toReversed() : locations
}

function locator(
  policy: Loaded,
  file: string,
): (pointer: string, what: string, owner: string | null) => PolicyLocation {
  return (pointer, what, owner) => ({ file, ...policy.locate(pointer, 'key'), what, owner })
}

/** The index of the deciding grant among all grants; exceptions come first (D16). */
function decidingGrant(resource: Resource, { grant, exception }: Decision): number | undefined {
  if (exception !== null) {
    const at = resource.grants.findIndex((other) => other.exception === exception)
    return at === -1 ? undefined : at
  }
  return grant === null ? undefined : grant + exceptionsOf(resource)
}

function exceptionsOf({ grants }: Resource): number {
  return grants.filter(({ exception }) => exception !== null).length
}

/** The grant or exception in the policy model. */
function writtenGrant(
  { exceptions }: Model,
  grants: readonly ModelGrant[],
  resource: Resource,
  number: number,
): ModelGrant | ModelException | undefined {
  const id = resource.grants[number]?.exception ?? null
  return id === null
    ? grants[number - exceptionsOf(resource)]
    : exceptions.find((exception) => exception.id === id)
}

function keyOf({ path, written }: ModelGrant | ModelException, { reason }: Decision): string {
  const key = KEY_OF_REASON[reason]
  return key !== undefined && written.has(key) ? `${path}/${key}` : path
}

function grantText({ exception }: Grant, { read, reason }: Decision): string {
  const name = exception === null ? 'grant' : `exception \`${exception}\``
  return read || reason === 'reach-only' ? `deciding ${name}` : `closest ${name}`
}
