/**
 * Values to suggest at a path of a document, beyond those of the schema: names of the document, methods, header names.
 *
 * @module
 */
import { namesIn } from './names.ts'
import {
  entryOf,
  itemsOf,
  memberOf,
  scalarsOf,
  type TreeList,
  type TreeMapping,
  type TreeNode,
  type TreePath,
  textOf,
} from './tree/index.ts'

export interface Suggestion {
  readonly text: string
  readonly detail: string
  /** Whether the document defines the name. */
  readonly isName: boolean
}

type Container = TreeList | TreeMapping | null

/** The suggestions for a path: the first pattern that matches. `*` matches any step. */
const SOURCES: readonly (readonly [
  path: string,
  words: (root: TreeNode | null, path: TreePath) => readonly Suggestion[],
])[] = [
  ['resources/*/grants/*/origins/*', originsOfGrant],
  ['exceptions/*/resource', (root) => names(root, 'resource')],
  ['acknowledged/*/at', (root) => distinct([...names(root, 'resource'), ...names(root, 'set')])],
  ['resources/*/match/*/methods/*', () => METHODS],
  ['resources/*/grants/*/methods/*', () => METHODS],
  ['exceptions/*/methods/*', () => METHODS],
  ['resources/*/grants/*/requestHeaders/*', requestHeaders],
  ['exceptions/*/requestHeaders/*', requestHeaders],
  ['resources/*/grants/*/exposeHeaders/*', exposedHeaders],
  ['exceptions/*/exposeHeaders/*', exposedHeaders],
  ['cases/*/method', () => METHODS],
  [
    'cases/*/requestHeaders/*',
    (root, path) => requestHeaders(root, path).filter(({ text }) => text !== '*'),
  ],
  ['origins/*/environments/*', environments],
  ['resources/*/data/*', () => DATA],
  ['resources/*/grants/*/when/roles/*', (root) => used(root, 'roles')],
  ['exceptions/*/when/roles/*', (root) => used(root, 'roles')],
  ['resources/*/grants/*/when/scopes/*', (root) => used(root, 'scopes')],
  ['exceptions/*/when/scopes/*', (root) => used(root, 'scopes')],
  ['resources/*/grants/*/when/apiVersion/*', (root) => used(root, 'apiVersion')],
  ['exceptions/*/when/apiVersion/*', (root) => used(root, 'apiVersion')],
]

/** The suggestions at a path, without those that its list already has. */
export function suggestValues(
  root: TreeNode | null,
  path: TreePath,
  container: Container,
): readonly Suggestion[] {
  const source = SOURCES.find(([pattern]) => matches(pattern, path))
  if (source === undefined) return []
  const taken = new Set(
    typeof path.at(-1) === 'number' ? scalarsOf(container).map(({ text }) => text) : [],
  )
  return source[1](root, path).filter(({ text }) => !taken.has(text))
}

function matches(pattern: string, path: TreePath): boolean {
  const steps = pattern.split('/')
  return (
    steps.length === path.length && steps.every((step, at) => step === '*' || step === path[at])
  )
}

/** Origin sets, `@tenant` where the policy has tenants, and `*` where sensitivity and grant allow it. */
function originsOfGrant(root: TreeNode | null, path: TreePath): readonly Suggestion[] {
  const resource = itemsAt(memberOf(root, 'resources'), path[1])
  const grant = itemsAt(memberOf(resource, 'grants'), path[3])
  const closes = ['credentials', 'websocket', 'token'].some((key) => textOf(grant, key) === 'true')
  const others = scalarsOf(memberOf(grant, 'origins')).length > 1
  const open =
    textOf(resource, 'sensitivity') === 'public' &&
    !closes &&
    !others &&
    memberOf(grant, 'when') === null
  return [
    ...names(root, 'set'),
    ...(entryOf(root, 'tenants') === null
      ? []
      : [word('@tenant', "the directory of the request's tenant")]),
    ...(open ? [word('*', 'any origin')] : []),
  ]
}

function itemsAt(list: TreeNode | null, step: string | number | undefined): TreeNode | null {
  return list?.kind === 'list' ? (list.items[Number(step)]?.value ?? null) : null
}

function names(root: TreeNode | null, kind: 'set' | 'resource'): readonly Suggestion[] {
  const definitions = namesIn(root).filter((use) => use.isDefinition && use.kind === kind)
  return distinct(
    definitions.map(({ name }) => ({
      text: name,
      detail: kind === 'set' ? 'origin set' : 'resource',
      isName: true,
    })),
  )
}

/** The environments that `self` and the sets name. */
function environments(root: TreeNode | null): readonly Suggestion[] {
  const self = memberOf(root, 'self')
  const sets = memberOf(root, 'origins')
  const known = [
    ...(self?.kind === 'mapping' ? self.entries.map(({ key }) => key.text) : []),
    ...(sets?.kind === 'mapping'
      ? sets.entries.flatMap(({ value }) =>
          scalarsOf(memberOf(value, 'environments')).map(({ text }) => text),
        )
      : []),
  ]
  return distinct(['production', ...known].map((text) => word(text, 'environment')))
}

/** Values of the same condition in other grants. */
function used(root: TreeNode | null, key: string): readonly Suggestion[] {
  const grants = [
    ...itemsOf(memberOf(root, 'resources')).flatMap((resource) =>
      itemsOf(memberOf(resource, 'grants')),
    ),
    ...itemsOf(memberOf(root, 'exceptions')),
  ]
  const values = grants.flatMap((grant) => scalarsOf(memberOf(memberOf(grant, 'when'), key)))
  return distinct(values.map(({ text }) => word(text, 'used in another grant')))
}

function distinct(words: readonly Suggestion[]): readonly Suggestion[] {
  const seen = new Set([''])
  return words.filter(({ text }) => !seen.has(text) && seen.add(text))
}

function word(text: string, detail = ''): Suggestion {
  return { text, detail, isName: false }
}

const METHODS: readonly Suggestion[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'].map(
  (method) => word(method),
)

/** The kinds of data for which a public resource is a finding (MQ-326). */
const DATA: readonly Suggestion[] = [
  'personal',
  'payment',
  'financial',
  'health',
  'credentials',
  'secrets',
].map((text) => word(text))

/** Common request headers, without those that need no grant; `content-type` is among them, since JSON needs one. */
function requestHeaders(root: TreeNode | null, path: TreePath): readonly Suggestion[] {
  return withStar(root, path, [
    word('content-type', 'required for JSON'),
    word('authorization', 'not covered by `*`'),
    word('accept-version'),
    word('api-version'),
    word('cache-control'),
    word('idempotency-key'),
    word('if-match'),
    word('if-modified-since'),
    word('if-none-match'),
    word('prefer'),
    word('traceparent'),
    word('tracestate'),
    word('x-correlation-id'),
    word('x-csrf-token'),
    word('x-request-id'),
    word('x-requested-with'),
  ])
}

/** Common response headers, without the safelisted ones, which script may always read. */
function exposedHeaders(root: TreeNode | null, path: TreePath): readonly Suggestion[] {
  return withStar(root, path, [
    word('content-disposition'),
    word('content-range'),
    word('deprecation'),
    word('etag'),
    word('link'),
    word('location'),
    word('ratelimit'),
    word('ratelimit-policy'),
    word('retry-after'),
    word('server-timing'),
    word('sunset'),
    word('www-authenticate'),
    word('x-correlation-id'),
    word('x-request-id'),
    word('x-total-count'),
  ])
}

/** `*` is not allowed with credentials (D24). */
function withStar(
  root: TreeNode | null,
  path: TreePath,
  words: readonly Suggestion[],
): readonly Suggestion[] {
  let grant: TreeNode | null = root
  for (const step of path.slice(0, -2)) {
    grant = typeof step === 'number' ? itemsAt(grant, step) : memberOf(grant, step)
  }
  return textOf(grant, 'credentials') === 'true'
    ? words
    : [...words, word('*', 'any header but `authorization`')]
}
