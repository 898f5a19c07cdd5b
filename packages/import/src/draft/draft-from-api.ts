/**
 * A first policy out of a description of an API.
 *
 * @module
 */
import type { Api, MarkedSet } from '../openapi/api.ts'
import type { Draft, DraftSet } from './draft.ts'
import { takeName } from './names.ts'
import { draftResources } from './resources.ts'

/** What a person says beside the description. */
export interface DraftAnswers {
  /** Instead of the servers of the description, where it is not empty. */
  readonly self: readonly string[]
  /** Null: as the description says. */
  readonly contact: string | null
  /** Origins that a person trusts with every operation that `x-marque` says nothing of. */
  readonly origins: readonly string[]
  /** Whether those send cookies. */
  readonly credentials: boolean
  /** Who answers for those origins. */
  readonly owner: string | null
  /** The address of the JSON Schema. */
  readonly schema: string
  /** The name of the description, for the comment at the top. */
  readonly file: string
}

/**
 * Makes a draft. Whom to trust is never invented: resources whose grants nobody named have none, and a comment that says what to
 * add.
 *
 * @example
 * ```ts
 * writeDraft(draftFromApi(api, answers)) // 'version: 1 ...'
 * ```
 */
export function draftFromApi(api: Api, answers: DraftAnswers): Draft {
  const names = new Set(api.sets.map(({ name }) => name))
  const asked = answers.origins.length === 0 ? null : takeName('web', new Set(names))
  const sets: DraftSet[] = api.sets.map(setOf)
  if (asked !== null) sets.push(setOf({ name: asked, keys: ownSet(answers) }))
  return {
    comments: [
      `A first policy for ${api.title}, made from ${answers.file}. Read it, then change what is not so:`,
      'sensitivities are guesses from what the description says of logins.',
    ],
    schema: answers.schema,
    self: answers.self.length > 0 ? answers.self : api.self,
    contact: answers.contact ?? api.contact,
    sets,
    resources: draftResources(api.operations, {
      taken: new Set(),
      sets: new Set(sets.map(({ name }) => name)),
      everywhere: asked === null ? null : { set: asked, credentials: answers.credentials },
    }),
  }
}

function setOf({ name, keys }: MarkedSet): DraftSet {
  return { name, comments: [], keys }
}

function ownSet({ origins, owner }: DraftAnswers): DraftSet['keys'] {
  return {
    allow: origins,
    ...(owner !== null && { owner }),
    purpose: 'web applications that call this API',
  }
}
