/**
 * The probes of one resource.
 *
 * @module
 */
import { cacheSequences } from './cache-sequences.ts'
import { datedProbes, grantProbes } from './grant-probes.ts'
import { handshakes } from './handshake-probes.ts'
import { metadataProbes } from './metadata-probes.ts'
import { originProbes, tenantProbes } from './origin-probes.ts'
import { deniedPreflights, plainestProbes } from './plainest-probes.ts'
import type { ClassedDrafts } from './probe-classes.ts'
import type { ResourceScope, Surroundings } from './resource-scope.ts'
import { spellings, targetProbes } from './target-probes.ts'

/** All probes of the resource, in classes. */
export function resourceProbes(scope: ResourceScope, around: Surroundings): ClassedDrafts {
  const { bounds } = around
  return [
    ...plainestProbes(scope, bounds),
    ...deniedPreflights(scope),
    ...originProbes(scope, bounds),
    ...grantProbes(scope, around),
    ...datedProbes(scope),
    ...targetProbes(scope),
    ...tenantProbes(scope),
    ...handshakes(scope),
    ...metadataProbes(scope),
    ['spelling', spellings(scope, around)],
    ['cache', cacheSequences(scope)],
  ]
}
