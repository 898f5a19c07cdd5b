/**
 * Origins without TLS, and origins of the developer's own machine.
 *
 * Anybody on the way can write script into a page that came over `http:`, so such an origin never has credentials. Loopback is
 * exempt: nobody is on that way (RFC 6761, 6.3; Secure Contexts, 3.1).
 *
 * @module
 */
import { isLoopbackHost } from '@marque/core'
import type { RawFinding } from '../findings/index.ts'
import type { ModelOrigin } from '../read/index.ts'
import { isInEnvironment, type Judgement, listsOfUse, originLists, uses } from './judgement.ts'

/** Judges every origin once, by the most that any grant gives to it. */
export function* judgeSchemes(judgement: Judgement): Iterable<RawFinding> {
  const credentialed = credentialedLists(judgement)
  const elsewhere = listsOfOtherEnvironments(judgement)
  for (const list of originLists(judgement.model)) {
    const by = listOf(credentialed, list)
    const loopbackMatters = judgement.environment === 'production' && !elsewhere.has(list)
    for (const origin of list) {
      const { scheme, host } = origin.exact ?? origin.pattern ?? NOTHING
      if (isLoopbackHost(host)) {
        if (loopbackMatters) yield loopbackInProduction(origin)
      } else if (scheme === 'http' || scheme === 'ws') {
        yield by === undefined
          ? withoutTls(origin, scheme)
          : credentialsWithoutTls(origin, scheme, by)
      }
    }
  }
}

const NOTHING = { scheme: '', host: '' } as const

/**
 * The lists that some grant with credentials reaches, and that grant's resource. An exception's origin is a list made on the fly, so
 * lists are known by their first entry's place.
 */
function credentialedLists(judgement: Judgement): ReadonlyMap<string, string> {
  const known = new Map<string, string>()
  let tenants = false
  for (const use of uses(judgement)) {
    if (!use.permission.credentials) continue
    // The directories of all tenants are walked once, not once a grant.
    const walked =
      use.grant !== null && tenants ? { ...use, grant: { ...use.grant, tenant: false } } : use
    tenants ||= use.grant?.tenant === true
    for (const list of listsOfUse(judgement, walked)) {
      const first = list[0]
      if (first !== undefined && !known.has(first.path)) known.set(first.path, use.resource.name)
    }
  }
  return known
}

function listOf(
  known: ReadonlyMap<string, string>,
  list: readonly ModelOrigin[],
): string | undefined {
  const first = list[0]
  return first === undefined ? undefined : known.get(first.path)
}

function listsOfOtherEnvironments(judgement: Judgement): ReadonlySet<readonly ModelOrigin[]> {
  return new Set(
    judgement.model.sets
      .filter((set) => !isInEnvironment(set, judgement.environment))
      .map((set) => set.allow),
  )
}

function loopbackInProduction(origin: ModelOrigin): RawFinding {
  return {
    code: 'MQ-318',
    path: origin.path,
    message: `\`${origin.text}\` is the machine of whoever asks, and is trusted in production`,
    value: origin.text,
  }
}

function withoutTls(origin: ModelOrigin, scheme: string): RawFinding {
  return {
    code: 'MQ-317',
    path: origin.path,
    message: `\`${origin.text}\` has no TLS (\`${scheme}:\`)`,
    value: origin.text,
  }
}

function credentialsWithoutTls(origin: ModelOrigin, scheme: string, resource: string): RawFinding {
  return {
    code: 'MQ-210',
    path: origin.path,
    message: `\`${origin.text}\` has no TLS (\`${scheme}:\`) and is granted credentials on \`${resource}\``,
    value: origin.text,
  }
}
