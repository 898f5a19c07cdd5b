/**
 * A first policy out of a few answers.
 *
 * @module
 */
import type { Draft, DraftGrant, DraftResource } from '@marque/import'
import type { PathAnswer } from './flags.ts'

/** The answers. */
export interface Answers {
  readonly self: readonly string[]
  readonly contact: string | null
  /** Origins of the web applications that call the API. */
  readonly origins: readonly string[]
  readonly credentials: boolean
  readonly owner: string | null
  readonly paths: readonly PathAnswer[]
}

/** What pages of an application mostly do; the person takes away what theirs do not. */
const USUAL: Omit<DraftGrant, 'origins' | 'credentials'> = {
  methods: ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'],
  requestHeaders: ['authorization', 'content-type'],
  exposeHeaders: [],
  more: {},
}

const NAME = 'web'

/** Makes the draft: the API as a whole, and what is more or less sensitive than the rest. */
export function firstPolicy(answers: Answers, schema: string): Draft {
  const { self, contact, origins, owner, paths } = answers
  const publicPaths = paths.filter(({ sensitivity }) => sensitivity === 'public')
  const confidential = paths.filter(({ sensitivity }) => sensitivity === 'confidential')
  return {
    comments: ['A first policy, made by `marque init`. Read it, then change what is not so.'],
    schema,
    self,
    contact,
    sets:
      origins.length === 0
        ? []
        : [
            {
              name: NAME,
              comments: [],
              keys: {
                allow: origins,
                ...(owner !== null && { owner }),
                purpose: 'web applications that call this API',
              },
            },
          ],
    resources: [
      ...resourceAt(
        'public',
        publicPaths,
        'Any website may read this; nothing here knows who asks.',
        answers,
      ),
      ...resourceAt(
        'confidential',
        confidential,
        'A request from an origin without a grant gets 403 and never reaches the application.',
        answers,
      ),
      ...resourceAt(
        'api',
        paths.some(({ path }) => path === '/**') ? [] : [{ path: '/**', sensitivity: 'internal' }],
        'Everything else. Split it as soon as parts of it differ in who may call them.',
        answers,
      ),
    ],
  }
}

function resourceAt(
  name: string,
  paths: readonly { readonly path: string; readonly sensitivity: DraftResource['sensitivity'] }[],
  comment: string,
  { origins, credentials }: Answers,
): readonly DraftResource[] {
  const [first] = paths
  if (first === undefined) return []
  const any: DraftGrant = {
    origins: ['*'],
    methods: ['GET'],
    requestHeaders: [],
    exposeHeaders: [],
    credentials: false,
    more: {},
  }
  const own: DraftGrant = { ...USUAL, origins: [NAME], credentials }
  const isPublic = first.sensitivity === 'public'
  const grants = isPublic ? [any] : origins.length > 0 ? [own] : []
  return [
    {
      name,
      comments: [comment],
      match: paths.map(({ path }) => ({ host: null, path, methods: null })),
      sensitivity: first.sensitivity,
      authentication: 'optional',
      owner: null,
      data: [],
      grants,
      proposal: grants.length === 0 ? { ...USUAL, credentials } : null,
    },
  ]
}
