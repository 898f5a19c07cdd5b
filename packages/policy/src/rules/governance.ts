/**
 * Who answers for trust, what it is for, and who agreed to it.
 *
 * @module
 */
import type { RawFinding } from '../findings/index.ts'
import type { ModelRequest, ModelResource, ModelSet } from '../read/index.ts'
import { isBlank, type Judgement } from './judgement.ts'

/** Judges sets, directories of tenants, grants with origins of their own, resources and exceptions. */
export function* judgeGovernance(judgement: Judgement): Iterable<RawFinding> {
  const { model } = judgement
  for (const set of model.sets) yield* judgeSet(set, 'set')
  for (const member of model.members) yield* judgeSet(member, 'tenant')
  for (const resource of model.resources) yield* judgeResource(resource)
  for (const request of model.requests) {
    const { resource } = request
    yield* judgeRequest(request, resource === null ? undefined : judgement.resources.get(resource))
  }
}

function* judgeSet(set: ModelSet, kind: 'set' | 'tenant'): Iterable<RawFinding> {
  for (const [code, key] of SET_DUTIES) {
    if (!isBlank(set[key])) continue
    yield {
      code,
      path: set.path,
      at: 'key',
      message: `the ${kind} \`${set.name}\` has no \`${key}\``,
    }
  }
}

const SET_DUTIES = [
  ['MQ-401', 'owner'],
  ['MQ-402', 'purpose'],
] as const

function* judgeResource(resource: ModelResource): Iterable<RawFinding> {
  if (resource.sensitivity === 'restricted' && isBlank(resource.owner)) {
    yield {
      code: 'MQ-406',
      path: resource.path,
      message: `the restricted resource \`${resource.name}\` has no \`owner\``,
    }
  }
  for (const grant of resource.grants) {
    for (const origin of grant.inline) {
      yield {
        code: 'MQ-403',
        path: origin.path,
        message: `\`${origin.text}\` is listed in the grant, without an owner`,
        value: origin.text,
      }
    }
  }
}

function* judgeRequest(
  request: ModelRequest,
  resource: ModelResource | undefined,
): Iterable<RawFinding> {
  const { id, path, requestedBy } = request
  if (isBlank(request.purpose)) {
    yield { code: 'MQ-407', path, message: `\`${id}\` has no \`purpose\`` }
  }
  if (isBlank(requestedBy)) {
    yield { code: 'MQ-408', path, message: `\`${id}\` has no \`requestedBy\`` }
  }
  const approvers = new Set(request.approvedBy.map(person).filter((name) => name !== ''))
  if (approvers.size === 0) {
    yield { code: 'MQ-409', path, message: `\`${id}\` has no \`approvedBy\`` }
  } else if (requestedBy !== null && approvers.has(person(requestedBy))) {
    yield {
      code: 'MQ-410',
      path: `${path}/approvedBy`,
      message: `\`${requestedBy}\` requested and approved the exception \`${id}\``,
      value: requestedBy,
    }
  }
  if (resource === undefined) return
  const { sensitivity, name } = resource
  if (sensitivity !== 'confidential' && sensitivity !== 'restricted') return
  if (approvers.size === 1) {
    yield {
      code: 'MQ-411',
      path: `${path}/approvedBy`,
      message: `\`${id}\` has one approval for the ${sensitivity} resource \`${name}\``,
    }
  }
  if (sensitivity === 'restricted' && request.credentials) {
    yield {
      code: 'MQ-413',
      path: `${path}/credentials`,
      message: `\`${id}\` grants credentials on the restricted resource \`${name}\``,
      value: true,
    }
  }
}

/** Addresses of people are compared without case: the same person must not count twice. */
function person(address: string): string {
  return address.trim().toLowerCase()
}
