/**
 * Tenants: what names the tenant of a request (`{tenant}` in `self` and in matches needs `identify`: D6, D15), and the limits of
 * their directories.
 *
 * @module
 */
import { isTenantIdentified, type PathPattern, readPathPattern } from '@marque/core'
import type { RawFinding } from '../findings/index.ts'
import type { Model, ModelSelfEntry } from '../read/index.ts'
import type { Judgement } from './judgement.ts'

/** Judges each `{tenant}` of `self` and of matches. An `identify` that could not be read has a finding already. */
export function* judgeTenantSources({ model }: Judgement): Iterable<RawFinding> {
  const { tenancy, members } = model
  if (tenancy === null ? members.length > 0 : 'host' in tenancy) return
  for (const entry of selfEntries(model)) {
    if (entry.text.includes('{tenant}')) yield unnamedSelf(entry, tenancy !== null)
  }
  const paths = tenancy !== null && 'path' in tenancy ? [tenancy.path].flat() : []
  const templates = paths.flatMap((text) => readPathPattern(text) ?? [])
  for (const { match } of model.resources) {
    for (const { path, pattern } of match) {
      if (isTenantIdentified(pattern, templates)) continue
      yield {
        code: 'MQ-231',
        path: `${path}/path`,
        message:
          tenancy === null
            ? `\`${pattern.text}\` uses \`{tenant}\` in a policy without \`tenants\``
            : `\`${pattern.text}\` lies below no path of \`tenants.identify\` that has \`{tenant}\` at the same segment`,
        help: `add \`${templateFor(pattern)}\` to \`tenants.identify.path\`, or give the segment another name`,
        value: pattern.text,
      }
    }
  }
}

/** Judges each directory by `tenants.limits`. */
export function* judgeTenants({ model }: Judgement): Iterable<RawFinding> {
  const { origins, patterns } = model.tenantLimits
  for (const member of model.members) {
    const count = member.allow.length
    if (count > origins) {
      yield {
        code: 'MQ-232',
        path: `${member.path}/allow`,
        message: `the tenant \`${member.name}\` lists ${count} origins; \`tenants.limits\` allows ${origins}`,
        value: count,
      }
    }
    if (patterns) continue
    for (const origin of member.allow) {
      if (origin.pattern === null) continue
      yield {
        code: 'MQ-233',
        path: origin.path,
        message: `the tenant \`${member.name}\` lists the pattern \`${origin.text}\`; \`tenants.limits\` allows none`,
        value: origin.text,
      }
    }
  }
}

function* selfEntries({ self }: Model): Iterable<ModelSelfEntry> {
  yield* self.everywhere ?? []
  for (const entries of self.byEnvironment.values()) yield* entries
}

function unnamedSelf({ text, path }: ModelSelfEntry, byPath: boolean): RawFinding {
  return {
    code: 'MQ-231',
    path,
    message: byPath
      ? `\`${text}\` uses \`{tenant}\`, but \`tenants.identify\` finds the tenant in the path`
      : `\`${text}\` uses \`{tenant}\` in a policy without \`tenants\``,
    help: 'write `tenants.identify.host`, or list the exact origins of the API',
    value: text,
  }
}

/** The shortest template that names the tenant of every path that the pattern matches. */
function templateFor({ segments }: PathPattern): string {
  const at = segments.findIndex((segment) => 'name' in segment && segment.name === 'tenant')
  const parts = segments
    .slice(0, at + 1)
    .map((segment) => ('literal' in segment ? segment.literal : `{${segment.name}}`))
  return `/${parts.join('/')}/**`
}
