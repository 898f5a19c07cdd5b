/**
 * What every rule is given: the model, the question, and what all of them would otherwise work out again.
 *
 * @module
 */
import type { RawFinding } from '../findings/index.ts'
import type {
  Model,
  ModelException,
  ModelGrant,
  ModelOrigin,
  ModelPermission,
  ModelResource,
  ModelSet,
} from '../read/index.ts'
import type { Pointer } from '../text/index.ts'

/** The environment and the moment for which a document is judged. */
export interface JudgeOptions {
  readonly environment: string
  /** Epoch milliseconds. */
  readonly now: number
}

/** A model with its look-ups; never changed. */
export interface Judgement extends JudgeOptions {
  readonly model: Model
  /** By name, those of other environments included. */
  readonly sets: ReadonlyMap<string, ModelSet>
  readonly resources: ReadonlyMap<string, ModelResource>
}

/** One rule, or the rules of one topic. The order of its findings does not matter. */
export type Rule = (judgement: Judgement) => Iterable<RawFinding>

/** Makes the look-ups. Linear in the number of sets and resources. */
export function prepareJudgement(model: Model, options: JudgeOptions): Judgement {
  return {
    ...options,
    model,
    sets: new Map(model.sets.map((set) => [set.name, set])),
    resources: new Map(model.resources.map((resource) => [resource.name, resource])),
  }
}

/** Whether a set exists in the environment that is judged. */
export function isInEnvironment(set: ModelSet, environment: string): boolean {
  return set.environments === null || set.environments.includes(environment)
}

/** Every list of origins of the document: sets, directories of tenants, origins written in grants, origins of exceptions. */
export function* originLists(model: Model): Iterable<readonly ModelOrigin[]> {
  for (const set of model.sets) yield set.allow
  for (const member of model.members) yield member.allow
  for (const resource of model.resources) {
    for (const grant of resource.grants) if (grant.inline.length > 0) yield grant.inline
  }
  for (const exception of model.exceptions) yield [exception.origin]
}

/** A grant, or an exception as the grant that it is (D16), with its resource. */
export interface Use {
  readonly resource: ModelResource
  readonly permission: ModelPermission
  /** Null for an exception. */
  readonly grant: ModelGrant | null
  /** Null for a grant. */
  readonly exception: ModelException | null
}

/** All grants in the order of the document, then all exceptions of resources that exist. */
export function* uses(judgement: Judgement): Iterable<Use> {
  for (const resource of judgement.model.resources) {
    for (const grant of resource.grants) {
      yield { resource, permission: grant, grant, exception: null }
    }
  }
  for (const exception of judgement.model.exceptions) {
    const resource = judgement.resources.get(exception.resource)
    if (resource !== undefined) yield { resource, permission: exception, grant: null, exception }
  }
}

/** The lists that a grant or an exception names, in every environment: what it may reach at all. */
export function* listsOfUse(judgement: Judgement, use: Use): Iterable<readonly ModelOrigin[]> {
  if (use.exception !== null) yield [use.exception.origin]
  if (use.grant === null) return
  for (const { name } of use.grant.sets) {
    const set = judgement.sets.get(name)
    if (set !== undefined) yield set.allow
  }
  if (use.grant.inline.length > 0) yield use.grant.inline
  if (use.grant.tenant) for (const member of judgement.model.members) yield member.allow
}

/** The path of a key of a grant; of the grant itself if the key has its default. */
export function keyPath(permission: ModelPermission, key: string): Pointer {
  return permission.written.has(key) ? `${permission.path}/${key}` : permission.path
}

/** Whether a string is missing or blank. */
export function isBlank(text: string | null): boolean {
  return text === null || text.trim() === ''
}
