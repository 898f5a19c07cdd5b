/**
 * Where in the policy the answer comes from, and where a denial could be looked into.
 *
 * Places are named, never origins: whom to trust is for the owner of a set to say.
 *
 * @module
 */
import type { Context, Decision, Grant, Moment, Resource } from '@marque/core'
import { type Loaded, type ReadPolicy, readPolicy } from '@marque/policy'
import type { Source } from '../policy-source/index.ts'
import { type Asked, furthestGrant, furthestSet } from './closest-grant.ts'
import type { Exchange, PolicyPlace } from './report.ts'

type Model = NonNullable<ReadPolicy['model']>
type ModelGrant = Model['resources'][number]['grants'][number]
type ModelException = Model['exceptions'][number]

/** The key of a grant that a reason is about; the grant as a whole where it is about none. */
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

/** Where no grant got anywhere: nobody who is named there is this origin. */
const ORIGIN_REASONS: ReadonlySet<Decision['reason']> = new Set([
  'origin-not-granted',
  'origin-null',
  'origin-malformed',
  'origin-multiple',
])

/** Finds the places of an answer; none in a bundle, which has no lines. */
export function placesOf(
  { bundle, policy, name: file }: Source,
  { request, decision }: Exchange,
  context: Context,
  moment: Moment,
): readonly PolicyPlace[] {
  if (policy === null || decision.resource === null) return []
  const { model } = readPolicy(policy)
  const resource = bundle.resources.find(({ name }) => name === decision.resource)
  const written = model?.resources.find(({ name }) => name === decision.resource)
  if (model === null || resource === undefined || written === undefined) return []
  const at = placer(policy, file)
  const whole = at(written.path, `the resource \`${resource.name}\``, written.owner)
  if (decision.reason === 'same-origin' || decision.reason === 'not-cors') return [whole]
  if (ORIGIN_REASONS.has(decision.reason)) {
    return [{ ...whole, what: `${whole.what}: none of its grants names this origin` }]
  }
  const asked: Asked = { request, decision, ask: [context, moment] }
  const number = decidingGrant(resource, decision) ?? furthestGrant(bundle, resource, asked)
  const grant = number === undefined ? undefined : resource.grants[number]
  if (number === undefined || grant === undefined) return [whole]
  const source = writtenGrant(model, written.grants, resource, number)
  const set = furthestSet(bundle, resource, grant, asked)
  const isDirectory = set === undefined && grant.tenant
  const setWritten = isDirectory
    ? model.members.find(({ name }) => name === decision.tenant)
    : model.sets.find(({ name }) => name === set)
  const isOfSet = decision.reason === 'expired' && !source?.written.has('until')
  const places: PolicyPlace[] = []
  if (source) places.push(at(keyOf(source, decision), grantText(grant, decision), written.owner))
  if (setWritten) {
    places.push(
      at(
        isOfSet ? `${setWritten.path}/until` : setWritten.path,
        `the ${isDirectory ? 'directory of' : 'set'} \`${setWritten.name}\`, which ${isOfSet ? 'has ended' : 'holds the origin'}`,
        setWritten.owner,
      ),
    )
  }
  return isOfSet ? places.toReversed() : places
}

function placer(
  policy: Loaded,
  file: string,
): (pointer: string, what: string, owner: string | null) => PolicyPlace {
  return (pointer, what, owner) => ({ file, ...policy.locate(pointer, 'key'), what, owner })
}

/** The place among all grants of the one that decided: exceptions stand first (D16). */
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

/** The grant or exception as it is written. */
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
  const name = exception === null ? 'the grant' : `the exception \`${exception}\``
  return read || reason === 'reach-only' ? `${name} that decides` : `${name} that got furthest`
}
