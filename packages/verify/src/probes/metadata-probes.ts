/**
 * Fetch metadata (D26).
 *
 * @module
 */
import type { ClassedDrafts } from './probe-classes.ts'
import { actualDraft, NO_ORIGIN, type ProbeDraft } from './probe-draft.ts'
import type { ResourceScope } from './resource-scope.ts'
import { both } from './scope-drafts.ts'

/** Requests without `Origin` that tell by fetch metadata where they come from (D26). */
export function metadataProbes(scope: ResourceScope): ClassedDrafts {
  const { target } = scope.main
  const fetched = (site: string, mode: string, dest: string): ProbeDraft =>
    actualDraft('GET', target, NO_ORIGIN, [
      ['Sec-Fetch-Site', site],
      ['Sec-Fetch-Mode', mode],
      ['Sec-Fetch-Dest', dest],
    ])
  const image = fetched('cross-site', 'no-cors', 'image')
  if (!scope.resource.isolate) return [['target', [image]]]
  return [
    [
      'isolation',
      [
        ...both(scope, [image]),
        fetched('same-site', 'no-cors', 'script'),
        fetched('cross-site', 'navigate', 'document'),
        fetched('same-origin', 'cors', 'empty'),
      ],
    ],
  ]
}
