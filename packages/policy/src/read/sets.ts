/**
 * Origin sets, the directories of tenants, and `self`.
 *
 * @module
 */

import { readOrigin } from '@marque/core'
import type { Fault } from '../findings/index.ts'
import { type Pointer, shorten } from '../text/index.ts'
import { punycodeFault } from './host-fault.ts'
import { readTemplate, readTenantHost } from './match.ts'
import type { Model, ModelSelf, ModelSelfEntry, ModelSet } from './model.ts'
import { checkKeyName, readEnvironments, tenantNameCheck } from './names.ts'
import { originFault, readOrigins } from './origins.ts'
import {
  asBoolean,
  asMapping,
  asText,
  below,
  isMapping,
  type Reader,
  readDistinct,
  readTexts,
  report,
} from './reader.ts'
import { readDay, readInstant } from './times.ts'

/** Reads sets by name. */
export function readSets(
  reader: Reader,
  value: unknown,
  path: Pointer,
  checkName: typeof checkKeyName = checkKeyName,
): readonly ModelSet[] {
  const sets: ModelSet[] = []
  for (const [name, set] of Object.entries(asMapping(value))) {
    const at = below(path, name)
    checkName(reader, name, at)
    if (isMapping(set)) sets.push(readSet(reader, name, set, at))
  }
  return sets
}

function readSet(
  reader: Reader,
  name: string,
  set: { readonly [key: string]: unknown },
  path: Pointer,
): ModelSet {
  return {
    name,
    path,
    allow: readOrigins(reader, set.allow, below(path, 'allow')),
    owner: asText(set.owner),
    purpose: asText(set.purpose),
    reviewBy: readDay(reader, set.reviewBy, below(path, 'reviewBy')),
    until: readInstant(reader, set.until, below(path, 'until')),
    environments: readEnvironments(reader, set.environments, below(path, 'environments')),
  }
}

export type Tenants = Pick<Model, 'tenancy' | 'tenantLimits' | 'members'>

/** Origins of a tenant (default of `tenants.limits.origins`). */
const MAX_ORIGINS = 20

/** Reads `tenants`. */
export function readTenants(reader: Reader, value: unknown, path: Pointer): Tenants {
  const tenants = asMapping(value)
  const limits = asMapping(tenants.limits)
  const origins = limits.origins
  const byHost = Object.hasOwn(asMapping(tenants.identify), 'host')
  return {
    tenancy: readIdentify(reader, tenants.identify, below(path, 'identify')),
    tenantLimits: {
      origins: typeof origins === 'number' ? origins : MAX_ORIGINS,
      patterns: asBoolean(limits.patterns, false),
    },
    members: readSets(reader, tenants.members, below(path, 'members'), tenantNameCheck(byHost)),
  }
}

function readIdentify(reader: Reader, value: unknown, path: Pointer): Model['tenancy'] {
  if (!isMapping(value)) return null
  const named = (['host', 'path'] as const).filter((key) => Object.hasOwn(value, key))
  const [key] = named
  if (key === undefined || named.length > 1) {
    report(reader, path, {
      code: 'MQ-186',
      message:
        named.length === 0
          ? '`identify` has neither `host` nor `path`'
          : '`identify` has both `host` and `path`',
    })
    return null
  }
  const at = below(path, key)
  if (key === 'path') return readTenantPaths(reader, value.path, at)
  const text = asText(value.host)
  const host = text === null ? undefined : readTenantHost(reader, text, at)
  return host === undefined ? null : { host }
}

/** One template or a list of them; a list of one is that one. */
function readTenantPaths(reader: Reader, value: unknown, path: Pointer): Model['tenancy'] {
  const read = (text: string, at: Pointer): string | undefined =>
    readTemplate(reader, text, 'tenant', 'MQ-163', at)
  const single = asText(value)
  const one = single === null ? undefined : read(single, path)
  const all = one === undefined ? readDistinct(reader, value, path, read) : [one]
  const [first] = all
  if (first === undefined) return null
  return { path: all.length === 1 ? first : [...all].sort() }
}

const TENANT = '{tenant}.'

/** Reads `self`: one list, or a list for each environment. */
export function readSelf(reader: Reader, value: unknown, path: Pointer): ModelSelf {
  // A missing or misshapen `self` has its finding already.
  if (!Array.isArray(value) && !isMapping(value))
    return { everywhere: [], byEnvironment: new Map() }
  if (Array.isArray(value))
    return { everywhere: readEntries(reader, value, path), byEnvironment: new Map() }
  const byEnvironment = new Map<string, readonly ModelSelfEntry[]>()
  for (const [environment, list] of Object.entries(value)) {
    const at = below(path, environment)
    checkKeyName(reader, environment, at)
    byEnvironment.set(environment, readEntries(reader, list, at))
  }
  return { everywhere: null, byEnvironment }
}

function readEntries(reader: Reader, value: unknown, path: Pointer): readonly ModelSelfEntry[] {
  return readTexts(value, path, (text, at) => {
    const fault = entryFault(text)
    if (fault === undefined) return { text, path: at }
    report(reader, at, fault, shorten(text))
    return undefined
  })
}

function entryFault(text: string): Fault | undefined {
  // A stand-in for the tenant: what is left must be an origin.
  const filled = text.replace(`://${TENANT}`, '://t.')
  if (filled.includes('{') || filled.includes('}')) {
    return {
      code: 'MQ-187',
      message: `\`${shorten(text)}\` has braces other than a first label \`{tenant}\``,
    }
  }
  const origin = readOrigin(filled)
  if (origin === undefined) {
    return filled.includes('*')
      ? patternFault(text)
      : originFault(text.includes(TENANT) ? filled : text)
  }
  if (origin.scheme === 'http' || origin.scheme === 'https') return punycodeFault(origin.host)
  return {
    code: 'MQ-187',
    message: `\`${shorten(text)}\` is not an HTTP origin`,
    help: 'write `https://` and the host',
  }
}

function patternFault(text: string): Fault {
  return {
    code: 'MQ-187',
    message: `\`${shorten(text)}\` is a pattern; \`self\` lists exact origins`,
    help: 'list the exact origins of the API; `{tenant}` may be the first label',
  }
}

/** The entries of `self` for an environment; undefined if `self` is by environment and does not name this one. */
export function selfOf(
  { self }: Pick<Model, 'self'>,
  environment: string,
): readonly ModelSelfEntry[] | undefined {
  return self.everywhere ?? self.byEnvironment.get(environment)
}
