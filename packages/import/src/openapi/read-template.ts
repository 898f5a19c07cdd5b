/**
 * OpenAPI path templates as path patterns of a policy (D5).
 *
 * @module
 */
import { type PathPattern, readPathPattern } from '@marque/core'

/** A pattern, and why it matches more than the template, if it does; or why there is none. */
export type ReadTemplate =
  | { readonly path: string; readonly wider: string | null }
  | { readonly path: null; readonly why: string }

/** Characters of a pattern at most, as the engine has it. */
const LONGEST = 2048
const TOO_LONG = 'it has more than 64 segments, or more than 2048 characters'

const NAMED = /^\{[^{}/]+\}$/
const BELOW = /^\{[^{}/]*[+*]\}$/

/**
 * Reads a template: `/users/{user-id}` as `/users/{user_id}`.
 *
 * A segment that no pattern can express (`{id}.json`, `{x}{y}`, `a%20b`) becomes a named one, which matches more: `wider` says why.
 *
 * @example
 * ```ts
 * readTemplate('/files/{id}.json') // { path: '/files/{id}', wider: '`{id}.json` is only part of a segment' }
 * ```
 */
export function readTemplate(template: string): ReadTemplate {
  if (!template.startsWith('/')) return { path: null, why: 'it does not start with a slash' }
  const bare = template.replace(/[?#].*$/s, '')
  if (bare.length > LONGEST) return { path: null, why: TOO_LONG }
  let wider = bare === template ? null : 'query and fragment are not part of the path'
  const parts = bare === '/' ? [] : bare.replace(/\/$/, '').slice(1).split('/')
  const taken = new Set<string>()
  const segments: string[] = []
  for (const [index, part] of parts.entries()) {
    if (part === '') return { path: null, why: 'it has an empty segment' }
    if (/^(?:\.|%2e){1,2}$/i.test(part))
      return { path: null, why: `browsers resolve the dot segment \`${part}\`` }
    if (BELOW.test(part) || part === '*' || part === '**') {
      if (index < parts.length - 1)
        return {
          path: null,
          why: `\`${part}\` matches any number of segments and is not the last one`,
        }
      wider ??= `\`${part}\` matches any number of segments`
      segments.push('**')
    } else if (NAMED.test(part)) segments.push(nameIn(part, taken))
    else if (isLiteral(part)) segments.push(part)
    else {
      wider ??= /[{}]/.test(part)
        ? `\`${part}\` is only part of a segment`
        : `\`${part}\` has characters that layers read differently`
      segments.push(nameIn(part, taken))
    }
  }
  const path = `/${segments.join('/')}`
  return readPathPattern(path) === undefined ? { path: null, why: TOO_LONG } : { path, wider }
}

/** A key that is equal for patterns that match the same paths: names do not count. */
export function shapeOf(path: string): string {
  return path.replaceAll(/\{[^}]*\}/g, '{}').replace(/(.)\/$/, '$1')
}

/** Whether some path matches both. */
export function pathsOverlap(a: PathPattern, b: PathPattern): boolean {
  const [short, long] = a.segments.length <= b.segments.length ? [a, b] : [b, a]
  if (short.segments.length < long.segments.length && !short.rest) return false
  return short.segments.every((segment, at) => {
    const other = long.segments[at]
    return (
      'name' in segment ||
      other === undefined ||
      'name' in other ||
      segment.literal === other.literal
    )
  })
}

function isLiteral(part: string): boolean {
  return !/[{}*]/.test(part) && readPathPattern(`/${part}`) !== undefined
}

/** A valid segment name that is unique within the path. */
function nameIn(part: string, taken: Set<string>): string {
  const words = part.replaceAll(/[^A-Za-z0-9_]+/g, '_').replaceAll(/^_+|_+$/g, '')
  const base = (/^[A-Za-z]/.test(words) ? words : `p${words && `_${words}`}`).slice(0, 55)
  let name = base
  for (let number = 2; taken.has(name); number++) name = `${base}_${number}`
  taken.add(name)
  return `{${name}}`
}
