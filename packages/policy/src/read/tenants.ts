/**
 * How tenants are known, and the directories that they have (D15).
 *
 * @module
 */

import type { Pointer } from '../text/index.ts'
import { readTenantHost } from './hosts.ts'
import type { Model } from './model.ts'
import { readTemplate } from './paths.ts'
import { asBoolean, asMapping, asText, below, isMapping, type Reader, report } from './reader.ts'
import { readSets } from './sets.ts'

export type Tenants = Pick<Model, 'tenancy' | 'tenantLimits' | 'members'>

/** DESIGN 3. */
const MOST_ORIGINS = 20

/** Reads `tenants`. */
export function readTenants(reader: Reader, value: unknown, path: Pointer): Tenants {
  const tenants = asMapping(value)
  const limits = asMapping(tenants.limits)
  const origins = limits.origins
  return {
    tenancy: readIdentify(reader, tenants.identify, below(path, 'identify')),
    tenantLimits: {
      origins: typeof origins === 'number' ? origins : MOST_ORIGINS,
      patterns: asBoolean(limits.patterns, false),
    },
    members: readSets(reader, tenants.members, below(path, 'members')),
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
          ? 'nothing says how a tenant is known'
          : 'a tenant is known by host and by path',
    })
    return null
  }
  const text = asText(value[key])
  if (text === null) return null
  if (key === 'host') {
    const host = readTenantHost(reader, text, below(path, key))
    return host === undefined ? null : { host }
  }
  const template = readTemplate(reader, text, 'tenant', 'MQ-163', below(path, key))
  return template === undefined ? null : { path: template }
}
