/**
 * Path templates of OpenAPI as path patterns of a policy (D5).
 *
 * @module
 */
import { type PathPattern, readPathPattern } from '@marque/core'

/** A pattern, and whether it covers more than the template says; or why there is none. */
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
 * A segment that no pattern can say (`{id}.json`, `{x}{y}`, `a%20b`) becomes a named one, which covers more: `wider` says why.
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
  let wider = bare === template ? null : 'a query and a fragment are no part of a path'
  const parts = bare === '/' ? [] : bare.replace(/\/$/, '').slice(1).split('/')
  const taken = new Set<string>()
  const segments: string[] = []
  for (const [index, part] of parts.entries()) {
    if (part === '') return { path: null, why: 'it has an empty segment' }
    if (/^(?:\.|%2e){1,2}$/i.test(part))
      return { path: null, why: `browsers resolve \`${part}\` before they send` }
    if (BELOW.test(part) || part === '*' || part === '**') {
      if (index < parts.length - 1)
        return { path: null, why: `\`${part}\` stands for any number of segments, before the end` }
      wider ??= `\`${part}\` stands for anything below`
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

/** What two patterns have in common that no request can tell apart: names do not count. */
export function shapeOf(path: string): string {
  return path.replaceAll(/\{[^}]*\}/g, '{}').replace(/(.)\/$/, '$1')
}

/** Whether one path fits both. */
export function pathsMeet(a: PathPattern, b: PathPattern): boolean {
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

/** A name as patterns have them, of its own within the path. */
function nameIn(part: string, taken: Set<string>): string {
  const words = part.replaceAll(/[^A-Za-z0-9_]+/g, '_').replaceAll(/^_+|_+$/g, '')
  const base = (/^[A-Za-z]/.test(words) ? words : `p${words && `_${words}`}`).slice(0, 55)
  let name = base
  for (let number = 2; taken.has(name); number++) name = `${base}_${number}`
  taken.add(name)
  return `{${name}}`
}
