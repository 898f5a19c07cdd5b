/**
 * Updates of a policy to the description of its API.
 *
 * @module
 */
import type { Json } from '@marque/core'
import { type Finding, type Loaded, load, readPolicy } from '@marque/policy'
import { joinFindings } from '../catalogue/index.ts'
import { operationsWithoutResource, resourcesWithoutEndpoint, selfOf } from '../compare/index.ts'
import { type DraftResource, draftResources, resourceKeys } from '../draft/index.ts'
import { shorten } from '../findings/index.ts'
import { findConflicts, placeForPolicy, unknownSets } from '../merge/index.ts'
import { nameFrom, takeName } from '../names/index.ts'
import { type Api, hostOf } from '../openapi/index.ts'
import { addResources, markResources } from './edit-list.ts'
import { addToSelf } from './edit-self.ts'

/** The result of an update. */
export interface Updated {
  /** The new text, equal to the old one where nothing changed. Null where the policy cannot be edited: see the findings. */
  readonly text: string | null
  /** Names of the added resources, in order. */
  readonly added: readonly string[]
  /** Origins added to `self`, in order. */
  readonly origins: readonly string[]
  /**
   * Errors that prevent the update; else MQ-821 for each resource without endpoints, and what must be added by hand: MQ-841 for an endpoint,
   * MQ-843 for an origin of `self`.
   */
  readonly findings: readonly Finding[]
}

/** The comment before a resource without endpoints; removed again when it has some. */
const NO_ENDPOINT_COMMENT =
  'marque: this resource matches no endpoint of the API description any more'

/**
 * Adds a resource for each endpoint without one, and a comment before each resource without endpoints.
 *
 * A description with no server in `self` is another API: its origins are added to `self`, and its resources name their host. Where the
 * policy has matches without a host, a resource without grants takes the other paths of the new hosts, so that those do not match there.
 *
 * The existing text keeps its bytes: comments, order, quotes. New resources get only the grants that `x-marque` gives to origin sets of
 * the policy. Idempotent.
 *
 * @param text The policy.
 * @param file Its name, for findings; the extension tells JSON from YAML.
 *
 * @example
 * ```ts
 * updatePolicy(text, 'policy.yaml', [api]).added // ['invoices']
 * ```
 */
export function updatePolicy(text: string, file: string, apis: readonly Api[]): Updated {
  const mark = text.startsWith('\ufeff') ? '\ufeff' : ''
  const bare = text.slice(mark.length)
  const loaded = load(bare, file)
  const { model, findings } = readPolicy(loaded)
  const errors = findings.filter(({ severity }) => severity === 'error')
  if (model === null || errors.length > 0)
    return { text: null, added: [], origins: [], findings: errors }
  const placed = placeForPolicy(apis, selfOf(model), true)
  const gone = resourcesWithoutEndpoint(model, placed)
  const missing = operationsWithoutResource(model, placed)
  const sets = new Set(model.sets.map(({ name }) => name))
  const added = [
    ...draftResources(missing.operations, {
      taken: new Set(model.resources.map(({ name }) => name)),
      sets,
      defaultSets: null,
    }),
  ]
  if (model.resources.some(({ match }) => match.some(({ host }) => host === null)))
    added.push(...restOfHosts(placed.added, [...model.resources, ...added]))
  const withSelf = addToSelf(bare, loaded, placed.added) ?? bare
  const edited = edit(
    withSelf,
    load(withSelf, file),
    added,
    new Set(gone.map(({ path }) => indexOf(path))),
  )
  if (edited === undefined) {
    const position = loaded.locate('/resources')
    const message = `${added.length} resources are missing, and the list cannot be edited without changing other text`
    const refused = joinFindings(file, [{ code: 'MQ-840', path: '/resources', position, message }])
    return { text: null, added: [], origins: [], findings: refused }
  }
  const again = load(edited, file)
  return {
    text: mark + edited,
    added: added.map(({ name }) => name),
    origins: withSelf === bare ? [] : placed.added,
    findings: joinFindings(file, [
      ...gone.map(({ name, path }) => ({
        code: 'MQ-821' as const,
        path: `${path}/name`,
        position: again.locate(`${path}/name`),
        message: `the resource \`${name}\` matches no endpoint of the description`,
      })),
      ...(withSelf === bare ? placed.added : []).map((origin) => ({
        code: 'MQ-843' as const,
        path: '/self',
        position: again.locate('/self'),
        message: `\`${origin}\` is missing in \`self\`, which cannot be edited without changing other text`,
      })),
      ...unknownSets(missing.operations, sets),
      ...(apis.length > 1 ? findConflicts(placed.operations) : []),
      ...missing.blocked.map(({ operation, rival }) => ({
        code: 'MQ-841' as const,
        path: `${rival.path}/methods`,
        position: again.locate(`${rival.path}/methods`),
        message: `\`${operation.method} ${shorten(operation.path)}\` has no resource, and this match has HEAD for the same path without GET`,
      })),
    ]),
  }
}

/** The edited text; `undefined` where it does not read as the old policy with the new resources appended. */
function edit(
  text: string,
  loaded: Loaded,
  added: readonly DraftResource[],
  gone: ReadonlySet<number>,
): string | undefined {
  const marked = markResources(text, loaded, NO_ENDPOINT_COMMENT, gone)
  const edited = addResources(marked, load(marked, loaded.file), added)
  if (edited === undefined) return undefined
  const document = loaded.document as { readonly resources: readonly Json[] }
  const expected = { ...document, resources: [...document.resources, ...added.map(resourceKeys)] }
  const got = load(edited, loaded.file)
  const same =
    got.findings.length === 0 && JSON.stringify(got.document) === JSON.stringify(expected)
  return same ? edited : undefined
}

/** For each host a resource without grants that is less specific than any other at it. */
function restOfHosts(
  origins: readonly string[],
  resources: readonly { readonly name: string }[],
): readonly DraftResource[] {
  const taken = new Set(resources.map(({ name }) => name))
  return [...new Set(origins.map(hostOf))].map((host) => ({
    name: takeName(`rest-of-${nameFrom(host) ?? 'host'}`, taken),
    comments: [
      `Other paths of ${host}: without this, resources without a host would match there too.`,
    ],
    match: [{ host, path: '/**', methods: null }],
    sensitivity: 'internal',
    authentication: 'optional',
    owner: null,
    data: [],
    grants: [],
    proposal: null,
  }))
}

/** The index in `/resources/3`. */
function indexOf(path: string): number {
  return Number(path.split('/')[2])
}
