/**
 * The CORS libraries whose options can be read, each as its release behaves.
 *
 * A test compares what is written here with the libraries themselves.
 *
 * @module
 */

/** The options that a draft depends on, under one name. */
export type OptionName =
  | 'origin'
  | 'methods'
  | 'allowedHeaders'
  | 'exposedHeaders'
  | 'credentials'
  | 'maxAge'

/** A library. */
export interface CorsLibrary {
  readonly name: 'cors' | 'fastify' | 'hono' | 'koa'
  /** The module that applications import. */
  readonly module: string
  /** The release that this describes. */
  readonly version: string
  /** The names of its options; of two for one option the first wins. */
  readonly options: ReadonlyMap<string, OptionName>
  /** Options without a counterpart in a policy, and why none is needed. */
  readonly without: ReadonlyMap<string, string>
  readonly defaultMethods: readonly string[]
  /** Whether `*` with credentials becomes the origin of the request, so that every website reads with cookies. */
  readonly reflectsAny: boolean
  /** Whether `*` in a list of origins means any origin. */
  readonly anyInList: boolean
  /** The kinds of values that `origin` understands, beside strings. */
  readonly origins: ReadonlySet<'list' | 'regexp' | 'boolean'>
  /** Whether credentials are sent for any truthy value, not only for `true`. */
  readonly truthyCredentials: boolean
  /** The values of the request headers, besides no value, that mean: those that are requested. */
  readonly reflectsHeaders: 'null' | 'falsy' | 'falsy or empty list'
  /** Whether methods may be one string, `GET,POST`. */
  readonly methodText: boolean
}

const PREFLIGHT =
  'a preflight is answered by Marque, and other OPTIONS requests reach the application'
const STATUS = 'Marque answers preflights with 204, which every current browser accepts'

const EXPRESS_OPTIONS: CorsLibrary['options'] = new Map([
  ['origin', 'origin'],
  ['methods', 'methods'],
  ['allowedHeaders', 'allowedHeaders'],
  ['exposedHeaders', 'exposedHeaders'],
  ['credentials', 'credentials'],
  ['maxAge', 'maxAge'],
])

const ALLOW_OPTIONS: CorsLibrary['options'] = new Map([
  ['origin', 'origin'],
  ['allowMethods', 'methods'],
  ['allowHeaders', 'allowedHeaders'],
  ['exposeHeaders', 'exposedHeaders'],
  ['credentials', 'credentials'],
  ['maxAge', 'maxAge'],
])

/** In the order in which they are shown. */
export const LIBRARIES: readonly CorsLibrary[] = [
  {
    name: 'cors',
    module: 'cors',
    version: '2.8.6',
    options: new Map([...EXPRESS_OPTIONS, ['headers', 'allowedHeaders']]),
    without: new Map([
      ['preflightContinue', PREFLIGHT],
      ['optionsSuccessStatus', STATUS],
    ]),
    defaultMethods: ['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE'],
    reflectsAny: false,
    anyInList: false,
    origins: new Set(['list', 'regexp', 'boolean']),
    truthyCredentials: false,
    reflectsHeaders: 'falsy',
    methodText: true,
  },
  {
    name: 'fastify',
    module: '@fastify/cors',
    version: '11.4.3',
    options: EXPRESS_OPTIONS,
    without: new Map([
      ['preflightContinue', PREFLIGHT],
      ['optionsSuccessStatus', STATUS],
      ['preflight', PREFLIGHT],
      ['strictPreflight', PREFLIGHT],
      ['hideOptionsRoute', 'Marque adds no route'],
      ['hook', 'Marque decides before every hook'],
      ['logLevel', 'Marque adds no route'],
      ['cacheControl', '`maxAge` of a grant and `Vary` say how long an answer may be reused'],
    ]),
    defaultMethods: ['GET', 'HEAD', 'POST'],
    reflectsAny: false,
    anyInList: true,
    origins: new Set(['list', 'regexp', 'boolean']),
    truthyCredentials: true,
    reflectsHeaders: 'null',
    methodText: true,
  },
  {
    name: 'hono',
    module: 'hono/cors',
    version: '4.13.19',
    options: ALLOW_OPTIONS,
    without: new Map(),
    defaultMethods: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH', 'QUERY'],
    reflectsAny: false,
    anyInList: false,
    origins: new Set(['list']),
    truthyCredentials: true,
    reflectsHeaders: 'falsy or empty list',
    methodText: false,
  },
  {
    name: 'koa',
    module: '@koa/cors',
    version: '5.0.0',
    options: ALLOW_OPTIONS,
    without: new Map([
      ['keepHeadersOnError', 'Marque writes its headers on every answer'],
      ['secureContext', 'it sets headers that do not belong to CORS: set them in the application'],
      [
        'privateNetworkAccess',
        'no current browser sends the preflight of Private Network Access (D28)',
      ],
    ]),
    defaultMethods: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH'],
    reflectsAny: true,
    anyInList: false,
    origins: new Set(),
    truthyCredentials: true,
    reflectsHeaders: 'falsy or empty list',
    methodText: true,
  },
]

/** The library of a module; `undefined` for any other module. */
export function libraryOfModule(module: string): CorsLibrary | undefined {
  return LIBRARIES.find((one) => one.module === module)
}

/** Keys that objects of other programs have too, such as the options of `fetch`. */
const COMMON_KEYS: ReadonlySet<string> = new Set([
  'cacheControl',
  'credentials',
  'headers',
  'hook',
  'logLevel',
  'maxAge',
  'methods',
  'preflight',
])

/** Whether a key is an option of some library, and is not common elsewhere. */
export function isOwnOption(key: string): boolean {
  return (
    !COMMON_KEYS.has(key) &&
    LIBRARIES.some(({ options, without }) => options.has(key) || without.has(key))
  )
}
