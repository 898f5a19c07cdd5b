/**
 * Resources of the document as resources of the bundle.
 *
 * @module
 */
import type { Match, Resource } from '@marque/core'
import type { Model, ModelException, ModelMatch, ModelResource } from '../read/index.ts'
import { grantsOf } from './grants.ts'
import type { SetTable } from './sets.ts'
import { compareText, sortedUnique } from './sorted.ts'

/** All resources, by name, each with its exceptions. */
export function resourcesOf(model: Model, sets: SetTable): readonly Resource[] {
  const exceptions = Map.groupBy(model.exceptions, ({ resource }) => resource)
  return model.resources
    .map((resource) => resourceOf(resource, exceptions.get(resource.name) ?? [], model, sets))
    .sort((a, b) => compareText(a.name, b.name))
}

function resourceOf(
  resource: ModelResource,
  exceptions: readonly ModelException[],
  model: Model,
  sets: SetTable,
): Resource {
  const { name, sensitivity, authentication, isolate, resourcePolicy } = resource
  return {
    name,
    sensitivity,
    enforce: isolate ? 'block' : resource.enforce, // D26
    authentication,
    isolate,
    match: matchesOf(resource.match),
    resourcePolicy,
    grants: grantsOf(resource, exceptions, sets, model.limits.credentialLifetime[sensitivity]),
  }
}

function matchesOf(matches: readonly ModelMatch[]): readonly Match[] {
  const byText = new Map<string, Match>()
  for (const { host, pattern, methods, encodedSlash } of matches) {
    const path = withoutTrailingSlash(pattern.text)
    const match = {
      host,
      path,
      methods: methods === null ? null : sortedUnique(methods),
      encodedSlash,
    }
    byText.set(JSON.stringify([host, path, match.methods, encodedSlash]), match)
  }
  return [...byText].sort(([a], [b]) => compareText(a, b)).map(([, match]) => match)
}

/** D5: a pattern matches with or without one, so that two ways to write one pattern give one bundle. */
function withoutTrailingSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}
