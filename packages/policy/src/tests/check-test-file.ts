/**
 * Checks of a test file against its policy.
 *
 * @module
 */

import { joinFindings } from '../catalogue/index.ts'
import { type Finding, nearestFinder, type RawFinding } from '../findings/index.ts'
import type { Loaded } from '../load.ts'
import { shorten } from '../text/index.ts'
import { urlOfCase } from './case-request.ts'
import type { PreparedPolicy } from './prepare-policy.ts'
import type { TestFile } from './test-file.ts'

/**
 * Finds resources that the policy does not have, and paths that have no host without a tenant. Both are errors: a file with one is not
 * run.
 *
 * @param loaded The document of the test file.
 */
export function checkTestFile(
  file: TestFile,
  loaded: Loaded,
  prepared: PreparedPolicy,
): readonly Finding[] {
  const found: RawFinding[] = []
  const nearest = nearestFinder()
  const names = prepared.bundle.resources.map(({ name }) => name)
  const known = new Set(names)
  for (const one of file.cases) {
    const { resource } = one.expect
    if (typeof resource === 'string' && !known.has(resource)) {
      const word = nearest(resource, names)
      found.push({
        code: 'MQ-182',
        path: `${one.path}/expect/resource`,
        message: `the policy has no resource \`${shorten(resource)}\``,
        why: 'the case can never pass',
        help:
          word === undefined
            ? 'write the name of a resource of the policy, or `null` for none'
            : `did you mean \`${word}\`?`,
        value: shorten(resource),
      })
    }
    if (urlOfCase(one, prepared) === undefined) {
      found.push({
        code: 'MQ-194',
        path: `${one.path}/url`,
        message: `the host of the path \`${shorten(one.url)}\` depends on the tenant, and the case names none`,
        help: 'write an absolute URL, or set `context: { tenant: … }`',
        value: shorten(one.url),
      })
    }
  }
  return joinFindings(found, loaded)
}
