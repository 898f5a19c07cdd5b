/**
 * What a sensitivity allows (DESIGN 3): `public` all; `internal` no `*`; `confidential` no pattern with credentials either;
 * `restricted` also no patterns, no `read: false`, `maxAge` at most ten minutes, and a review date on each of its sets.
 *
 * @module
 */
import type { RawFinding } from '../findings/index.ts'
import type { ModelOrigin } from '../read/index.ts'
import { type Judgement, listsOfUse, placeOf, type Use, uses } from './judgement.ts'

/** Seconds. */
const RESTRICTED_MAX_AGE = 600

/** Judges every grant and exception by the sensitivity of its resource. */
export function* judgeSensitivity(judgement: Judgement): Iterable<RawFinding> {
  const reported: Reported = new Map()
  for (const use of uses(judgement)) {
    const { sensitivity } = use.resource
    if (sensitivity === 'public') continue
    if (use.grant?.any) {
      yield {
        code: 'MQ-216',
        path: `${use.grant.path}/origins`,
        message: `\`*\` is granted on the ${sensitivity} resource \`${use.resource.name}\``,
        value: '*',
      }
    }
    if (sensitivity === 'internal') continue
    yield* judgePatterns(judgement, use, reported)
    if (sensitivity === 'restricted') yield* judgeRestricted(judgement, use, reported)
  }
}

/** Patterns are at fault where they are listed: a list that several grants reach is reported once a code. */
function* judgePatterns(judgement: Judgement, use: Use, reported: Reported): Iterable<RawFinding> {
  const { resource, permission } = use
  const code = permission.credentials
    ? ('MQ-217' as const)
    : resource.sensitivity === 'restricted'
      ? ('MQ-218' as const)
      : null
  if (code === null) return
  // The directories of all tenants are one list here: a thousand grants may name them.
  const withoutTenants =
    use.grant === null ? use : { ...use, grant: { ...use.grant, tenant: false } }
  const lists: (readonly unknown[])[] = [...listsOfUse(judgement, withoutTenants)]
  if (use.grant?.tenant) lists.push(judgement.model.members)
  for (const list of lists) {
    if (seen(reported, code, list)) continue
    for (const origin of originsOf(judgement, list)) {
      if (origin.pattern === null) continue
      yield {
        code,
        path: origin.path,
        message: permission.credentials
          ? `the pattern \`${origin.text}\` is granted with credentials on the ${resource.sensitivity} resource \`${resource.name}\``
          : `the pattern \`${origin.text}\` is granted on the restricted resource \`${resource.name}\``,
        value: origin.text,
      }
    }
  }
}

function originsOf(judgement: Judgement, list: readonly unknown[]): readonly ModelOrigin[] {
  return list === judgement.model.members
    ? judgement.model.members.flatMap((member) => member.allow)
    : (list as readonly ModelOrigin[])
}

function* judgeRestricted(
  judgement: Judgement,
  use: Use,
  reported: Reported,
): Iterable<RawFinding> {
  const { resource, permission, grant } = use
  if (!permission.read) {
    yield {
      code: 'MQ-219',
      path: placeOf(permission, 'read'),
      message: `\`read: false\` lets requests reach the restricted resource \`${resource.name}\``,
      value: false,
    }
  }
  if (permission.maxAge > RESTRICTED_MAX_AGE) {
    yield {
      code: 'MQ-220',
      path: placeOf(permission, 'maxAge'),
      message: `\`maxAge\` of ${permission.maxAge} seconds is too long for the restricted resource \`${resource.name}\``,
      value: permission.maxAge,
    }
  }
  for (const { name } of grant?.sets ?? []) {
    const set = judgement.sets.get(name)
    if (set === undefined || set.reviewBy !== null || seen(reported, 'MQ-221', name)) continue
    yield {
      code: 'MQ-221',
      path: set.path,
      at: 'key',
      message: `the set \`${name}\` has no \`reviewBy\` and is granted on the restricted resource \`${resource.name}\``,
    }
  }
}

/** What was reported, by code: a list, or the name of a set. */
type Reported = Map<string, Set<unknown>>

function seen(reported: Reported, code: string, what: unknown): boolean {
  const known = reported.get(code)
  if (known === undefined) reported.set(code, new Set([what]))
  else if (known.has(what)) return true
  else known.add(what)
  return false
}
