/**
 * A draft from the options of a CORS library.
 *
 * @module
 */
import { type Access, draftFromAccess } from '../access/index.ts'
import type { Draft } from '../draft/index.ts'
import type { CorsOptions } from './cors-options.ts'

/** What the options do not say. */
export interface CorsAnswers {
  /** Public origins of the API. */
  readonly self: readonly string[]
  readonly contact: string | null
  readonly owner: string | null
  /** The address of the JSON Schema. */
  readonly schema: string
  /** The name of the source file, for the comment at the top. */
  readonly file: string
}

/** Drafts a policy that grants what the options grant, and nothing else. */
export function draftFromCors(options: CorsOptions, answers: CorsAnswers): Draft {
  const { library, origins, withoutCredentials, paths, methods, maxAge } = options
  const access: readonly Access[] =
    origins === 'any'
      ? []
      : origins.map((origin) => ({
          origin,
          paths,
          methods,
          requestHeaders: options.requestHeaders.filter(
            (name) => name !== '*' || !options.credentials,
          ),
          exposeHeaders: options.exposeHeaders,
          credentials: options.credentials && !withoutCredentials.includes(origin),
          websocket: false,
          read: true,
          maxAge,
          owner: answers.owner,
          note: null,
        }))
  const draft = draftFromAccess({
    comments: [
      `A first policy from the options of \`${library.module}\` in ${answers.file}. Review it before use.`,
    ],
    schema: answers.schema,
    self: answers.self,
    contact: answers.contact,
    access,
    paths: [],
    pathNotes: new Map(),
  })
  if (origins !== 'any') return draft
  return {
    ...draft,
    resources: [
      {
        name: 'public',
        comments: [
          'Every website may read every response, as today. Give what is not public a resource of its own.',
        ],
        match: paths.map((path) => ({ host: null, path, methods: null })),
        sensitivity: 'public',
        authentication: 'optional',
        owner: null,
        data: [],
        grants: [
          {
            origins: ['*'],
            methods: [...methods].sort(),
            requestHeaders: options.requestHeaders,
            exposeHeaders: options.exposeHeaders,
            credentials: false,
            more: maxAge === null ? {} : { maxAge },
          },
        ],
        proposal: null,
      },
      ...(paths.includes('/**') ? [] : draft.resources),
    ],
  }
}
