/**
 * A policy brought up to date with the description of its API.
 *
 * @module
 */
import type { Json } from '@marque/core'
import { type Finding, type Loaded, load, readPolicy } from '@marque/policy'
import { operationsWithoutResource, resourcesWithoutEndpoint } from '../compare/compare.ts'
import type { DraftResource } from '../draft/draft.ts'
import { draftResources } from '../draft/resources.ts'
import { resourceKeys } from '../draft/write-yaml.ts'
import { placeIn, shorten } from '../findings/found.ts'
import type { Api } from '../openapi/api.ts'
import { addResources, markResources } from './edit-list.ts'

/** What bringing up to date yields. */
export interface Updated {
  /** The new text; the old one, byte for byte, where nothing is new. Null where the policy cannot be edited: see the findings. */
  readonly text: string | null
  /** Names of the resources that were added, in their order. */
  readonly added: readonly string[]
  /** Errors that stand in the way; else MQ-821 for each resource whose endpoints are gone, MQ-841 for
   * each endpoint that needs a person. */
  readonly findings: readonly Finding[]
}

/** The comment before a resource whose endpoints are gone. Ours: it goes away when they come back. */
const GONE = 'marque: no endpoint of the API description is in this resource any more'

/**
 * Adds a resource for each endpoint that has none, and marks the resources whose endpoints are gone.
 *
 * What people wrote keeps its bytes: comments, order, quotes. New resources have the grants that `x-marque` gives to origin sets
 * of the policy, and no others. Doing it twice is doing it once.
 *
 * @param text The policy.
 * @param file Its name, for findings, and for whether it is JSON.
 *
 * @example
 * ```ts
 * updatePolicy(text, 'policy.yaml', api).added // ['invoices']
 * ```
 */
export function updatePolicy(text: string, file: string, api: Api): Updated {
  const mark = text.startsWith('\ufeff') ? '\ufeff' : ''
  const bare = text.slice(mark.length)
  const loaded = load(bare, file)
  const { model, findings } = readPolicy(loaded)
  const errors = findings.filter(({ severity }) => severity === 'error')
  if (model === null || errors.length > 0) return { text: null, added: [], findings: errors }
  const gone = resourcesWithoutEndpoint(model, api)
  const missing = operationsWithoutResource(model, api)
  const added = draftResources(missing.operations, {
    taken: new Set(model.resources.map(({ name }) => name)),
    sets: new Set(model.sets.map(({ name }) => name)),
    everywhere: null,
  })
  const edited = edit(bare, loaded, added, new Set(gone.map(({ path }) => indexOf(path))))
  if (edited === undefined) {
    const position = loaded.locate('/resources')
    const message = `${added.length} resources are missing, and the list cannot be edited safely`
    const refused = placeIn(file, [{ code: 'MQ-840', path: '/resources', position, message }])
    return { text: null, added: [], findings: refused }
  }
  const again = load(edited, file)
  return {
    text: mark + edited,
    added: added.map(({ name }) => name),
    findings: placeIn(file, [
      ...gone.map(({ name, path }) => ({
        code: 'MQ-821' as const,
        path: `${path}/name`,
        position: again.locate(`${path}/name`),
        message: `no endpoint of the description is in \`${name}\``,
      })),
      ...missing.blocked.map(({ operation, rival }) => ({
        code: 'MQ-841' as const,
        path: `${rival.path}/methods`,
        position: again.locate(`${rival.path}/methods`),
        message: `\`${operation.method} ${shorten(operation.path)}\` needs a resource, and this match has HEAD there and not GET`,
      })),
    ]),
  }
}

/** The edited text, where it means the old policy with the new resources behind the old ones; else `undefined`. */
function edit(
  text: string,
  loaded: Loaded,
  added: readonly DraftResource[],
  gone: ReadonlySet<number>,
): string | undefined {
  const marked = markResources(text, loaded, GONE, gone)
  const edited = addResources(marked, load(marked, loaded.file), added)
  if (edited === undefined) return undefined
  const document = loaded.document as { readonly resources: readonly Json[] }
  const wanted = { ...document, resources: [...document.resources, ...added.map(resourceKeys)] }
  const got = load(edited, loaded.file)
  const same = got.findings.length === 0 && JSON.stringify(got.document) === JSON.stringify(wanted)
  return same ? edited : undefined
}

/** `/resources/3` is the fourth. */
function indexOf(path: string): number {
  return Number(path.split('/')[2])
}
