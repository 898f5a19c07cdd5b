/**
 * The words that fit a place of a document, beyond those that the schema names.
 *
 * @module
 */
import { namesIn } from './names.ts'
import { entryOf, itemsOf, memberOf, scalarsOf, textOf } from './tree/find.ts'
import type { TreeList, TreeMapping, TreeNode, TreePath } from './tree/node.ts'

export interface Word {
  readonly text: string
  readonly detail: string
  /** Whether the document gives it that name. */
  readonly isName: boolean
}

type Holder = TreeList | TreeMapping | null

/** Words for a place: the first path that fits. `*` stands for any step. */
const PLACES: readonly (readonly [
  path: string,
  words: (root: TreeNode | null, path: TreePath) => readonly Word[],
])[] = [
  ['resources/*/grants/*/origins/*', originsOfGrant],
  ['exceptions/*/resource', (root) => names(root, 'resource')],
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

/** What may stand at a path; what its list holds already is left out. */
export function wordsFor(root: TreeNode | null, path: TreePath, holder: Holder): readonly Word[] {
  const place = PLACES.find(([pattern]) => isAt(pattern, path))
  if (place === undefined) return []
  const taken = new Set(
    typeof path.at(-1) === 'number' ? scalarsOf(holder).map(({ text }) => text) : [],
  )
  return place[1](root, path).filter(({ text }) => !taken.has(text))
}

function isAt(pattern: string, path: TreePath): boolean {
  const steps = pattern.split('/')
  return (
    steps.length === path.length && steps.every((step, at) => step === '*' || step === path[at])
  )
}

/** Sets, the tenants' directories where there are tenants, and `*` where the sensitivity and the grant allow it. */
function originsOfGrant(root: TreeNode | null, path: TreePath): readonly Word[] {
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

function names(root: TreeNode | null, kind: 'set' | 'resource'): readonly Word[] {
  const given = namesIn(root).filter((use) => use.gives && use.kind === kind)
  return distinct(
    given.map(({ name }) => ({
      text: name,
      detail: kind === 'set' ? 'origin set' : 'resource',
      isName: true,
    })),
  )
}

/** The environments that `self` and the sets know. */
function environments(root: TreeNode | null): readonly Word[] {
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

/** Values of a condition that other grants have. */
function used(root: TreeNode | null, key: string): readonly Word[] {
  const grants = [
    ...itemsOf(memberOf(root, 'resources')).flatMap((resource) =>
      itemsOf(memberOf(resource, 'grants')),
    ),
    ...itemsOf(memberOf(root, 'exceptions')),
  ]
  const values = grants.flatMap((grant) => scalarsOf(memberOf(memberOf(grant, 'when'), key)))
  return distinct(values.map(({ text }) => word(text, 'used elsewhere here')))
}

function distinct(words: readonly Word[]): readonly Word[] {
  const seen = new Set([''])
  return words.filter(({ text }) => !seen.has(text) && seen.add(text))
}

function word(text: string, detail = ''): Word {
  return { text, detail, isName: false }
}

const METHODS: readonly Word[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) =>
  word(method),
)

/** What lints know as data that nobody means to publish (MQ-326). */
const DATA: readonly Word[] = [
  'personal',
  'payment',
  'financial',
  'health',
  'credentials',
  'secrets',
].map((text) => word(text))

/** Names that APIs use much; those that script may set without a grant are not among them, but for JSON's `content-type`. */
function requestHeaders(root: TreeNode | null, path: TreePath): readonly Word[] {
  return withStar(root, path, [
    word('content-type', 'needed for JSON'),
    word('authorization', 'never covered by `*`'),
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
    word('x-api-key'),
    word('x-correlation-id'),
    word('x-csrf-token'),
    word('x-request-id'),
    word('x-requested-with'),
  ])
}

/** Names that answers often have, without those that script may read anyway. */
function exposedHeaders(root: TreeNode | null, path: TreePath): readonly Word[] {
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

/** `*` never meets credentials (D24). */
function withStar(root: TreeNode | null, path: TreePath, words: readonly Word[]): readonly Word[] {
  let grant: TreeNode | null = root
  for (const step of path.slice(0, -2)) {
    grant = typeof step === 'number' ? itemsAt(grant, step) : memberOf(grant, step)
  }
  return textOf(grant, 'credentials') === 'true'
    ? words
    : [...words, word('*', 'any but `authorization`')]
}
