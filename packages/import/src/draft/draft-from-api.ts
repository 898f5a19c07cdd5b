/**
 * A draft from an API description.
 *
 * @module
 */
import { takeName } from '../names/index.ts'
import type { Api, ExtensionSet } from '../openapi/index.ts'
import { DEVELOPMENT, isDevelopmentOrigin } from '../origins/index.ts'
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
  const own = ownSets(answers, names)
  const sets: readonly DraftSet[] = [...api.sets, ...own].map(setOf)
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
      defaultSets:
        own.length === 0
          ? null
          : { names: own.map(({ name }) => name), credentials: answers.credentials },
    }),
  }
}

function setOf({ name, keys }: ExtensionSet): DraftSet {
  return { name, comments: [], keys }
}

/** The origins of the answers; those of development servers exist in an environment of their own. */
function ownSets({ origins, owner }: DraftAnswers, names: Set<string>): readonly ExtensionSet[] {
  const keysOf = (allow: readonly string[], purpose: string): ExtensionSet['keys'] => ({
    allow,
    ...(owner !== null && { owner }),
    purpose,
  })
  const web = origins.filter((origin) => !isDevelopmentOrigin(origin))
  const local = origins.filter(isDevelopmentOrigin)
  const sets: ExtensionSet[] = []
  if (web.length > 0) {
    const keys = keysOf(web, 'web applications that call this API')
    sets.push({ name: takeName('web', names), keys })
  }
  if (local.length > 0) {
    const keys = keysOf(local, 'development servers on loopback addresses')
    sets.push({
      name: takeName('development', names),
      keys: { ...keys, environments: [DEVELOPMENT] },
    })
  }
  return sets
}
