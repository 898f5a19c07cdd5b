/**
 * What only the policy can tell of a test file.
 *
 * @module
 */

import { joinFindings } from '../catalogue/index.ts'
import type { Finding, RawFinding } from '../findings/index.ts'
import { nearestFinder } from '../findings/index.ts'
import type { Loaded } from '../load.ts'
import { shorten } from '../text/index.ts'
import type { CaseFile } from './case-file.ts'
import type { TestGround } from './ground.ts'
import { urlOfCase } from './page.ts'

/**
 * The mistakes of a test file that its policy shows: resources that it does not have, paths for which it names no host. All of them
 * errors; a file that has one is not run.
 *
 * @param loaded The document of the test file.
 */
export function judgeCases(file: CaseFile, loaded: Loaded, ground: TestGround): readonly Finding[] {
  const found: RawFinding[] = []
  const nearest = nearestFinder()
  const names = ground.bundle.resources.map(({ name }) => name)
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
            ? 'write the name of a resource, or `null` for none'
            : `did you mean \`${word}\`?`,
        value: shorten(resource),
      })
    }
    if (urlOfCase(one, ground) === undefined) {
      found.push({
        code: 'MQ-194',
        path: `${one.path}/url`,
        message: `\`${shorten(one.url)}\` is a path, and the host depends on the tenant`,
        help: 'write the whole url, or name the tenant as `context: { tenant: … }`',
        value: shorten(one.url),
      })
    }
  }
  return joinFindings(found, loaded)
}
