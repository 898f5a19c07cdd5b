/**
 * A draft from an API description.
 *
 * @module
 */
import { takeName } from '../names/index.ts'
import type { Api, ExtensionSet } from '../openapi/index.ts'
import type { Draft, DraftSet } from './draft.ts'
import { draftResources } from './draft-resources.ts'

/** Answers of the user, beside the description. */
export interface DraftAnswers {
  /** Null: from the description. */
  readonly contact: string | null
  /** Trusted origins, granted on every operation without grants in `x-marque`. */
  readonly origins: readonly string[]
  /** Whether those requests carry credentials. */
  readonly credentials: boolean
  /** The owner of those origins. */
  readonly owner: string | null
  /** The address of the JSON Schema. */
  readonly schema: string
  /** The file names of the descriptions, for the comment at the top. */
  readonly file: string
}

/**
 * Makes a draft of a description that `mergeApis` returns.
 *
 * It never invents trust: a resource without grants in the description or the answers gets none, and a comment with an example.
 *
 * @example
 * ```ts
 * writeDraft(draftFromApi(mergeApis([api], []).api, answers)) // 'version: 1 ...'
 * ```
 */
export function draftFromApi(api: Api, answers: DraftAnswers): Draft {
  const names = new Set(api.sets.map(({ name }) => name))
  const setName = answers.origins.length === 0 ? null : takeName('web', new Set(names))
  const sets: DraftSet[] = api.sets.map(setOf)
  if (setName !== null) sets.push(setOf({ name: setName, keys: ownSet(answers) }))
  return {
    comments: [
      `A first policy for ${api.title}, generated from ${answers.file}. Review it:`,
      'the sensitivities are suggestions based on `security` in the description.',
    ],
    schema: answers.schema,
    questions: api.questions,
    self: api.self,
    contact: answers.contact ?? api.contact,
    sets,
    resources: draftResources(api.operations, {
      taken: new Set(),
      sets: new Set(sets.map(({ name }) => name)),
      defaultSet: setName === null ? null : { name: setName, credentials: answers.credentials },
    }),
  }
}

function setOf({ name, keys }: ExtensionSet): DraftSet {
  return { name, comments: [], keys }
}

function ownSet({ origins, owner }: DraftAnswers): DraftSet['keys'] {
  return {
    allow: origins,
    ...(owner !== null && { owner }),
    purpose: 'web applications that call this API',
  }
}
