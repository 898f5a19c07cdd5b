/**
 * Models written by hand, for tests of compiling: what is not named has the language's default.
 *
 * @module
 */
import { readOrigin, readPathPattern, readPattern } from '@marque/core'
import type {
  Model,
  ModelException,
  ModelGrant,
  ModelMatch,
  ModelOrigin,
  ModelPermission,
  ModelResource,
  ModelSet,
} from '../read/model.ts'

export const originOf = (text: string): ModelOrigin => ({
  text,
  path: '',
  exact: readOrigin(text) ?? null,
  pattern: readPattern(text) ?? null,
})

export const setOf = (
  name: string,
  allow: readonly string[],
  more: Partial<ModelSet> = {},
): ModelSet => ({
  name,
  path: '',
  allow: allow.map(originOf),
  owner: 'owner@example.com',
  purpose: 'a test',
  reviewBy: null,
  until: null,
  environments: null,
  ...more,
})

const permission: ModelPermission = {
  path: '',
  methods: ['GET'],
  requestHeaders: [],
  exposeHeaders: [],
  credentials: false,
  read: true,
  nullReach: false,
  websocket: false,
  timing: false,
  token: false,
  maxAge: 600,
  from: null,
  until: null,
  when: null,
  written: new Set(),
}

/** @param origins Names of sets, `*`, `@tenant`, or origins. */
export const grantOf = (
  origins: readonly string[],
  more: Partial<ModelPermission> = {},
): ModelGrant => ({
  ...permission,
  any: origins.includes('*'),
  tenant: origins.includes('@tenant'),
  sets: origins
    .filter((name) => /^[a-z][a-z0-9-]*$/.test(name))
    .map((name) => ({ name, path: '' })),
  inline: origins.filter((name) => name.includes('://')).map(originOf),
  ...more,
})

export const matchOf = (path: string, more: Partial<ModelMatch> = {}): ModelMatch => ({
  path: '',
  host: null,
  pattern: readPathPattern(path)!,
  methods: null,
  encodedSlash: 'separator',
  ...more,
})

export const resourceOf = (
  name: string,
  grants: readonly ModelGrant[],
  more: Partial<ModelResource> = {},
): ModelResource => ({
  name,
  path: '',
  sensitivity: 'internal',
  enforce: 'headers',
  owner: null,
  data: [],
  authentication: 'optional',
  isolate: false,
  resourcePolicy: null,
  match: [matchOf(`/${name}/**`)],
  grants,
  ...more,
})

export const exceptionOf = (
  id: string,
  origin: string,
  resource: string,
  more: Partial<ModelException> = {},
): ModelException => ({
  ...permission,
  id,
  origin: originOf(origin),
  resource,
  until: Date.UTC(2098, 11, 1),
  ...more,
})

export const modelOf = (more: Partial<Model> = {}): Model => ({
  self: {
    everywhere: [{ text: 'https://api.example.com', path: '/self/0' }],
    byEnvironment: new Map(),
  },
  contact: null,
  context: {},
  sets: [],
  resources: [],
  tenancy: null,
  tenantLimits: { origins: 20, patterns: false },
  members: [],
  exceptions: [],
  requests: [],
  acknowledgements: [],
  unmatched: 'headers',
  limits: { exceptionDuration: 30 * 86_400_000, credentialLifetime: {} },
  ...more,
})
