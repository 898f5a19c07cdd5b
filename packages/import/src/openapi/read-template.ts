/**
 * OpenAPI path templates as path patterns of a policy (D5).
 *
 * @module
 */
import { type PathPattern, readPathPattern } from '@marque/core'

/** A pattern, and why it matches more or less than the template, if it does; or why there is none. */
export type ReadTemplate =
  | {
      readonly path: string
      readonly wider: string | null
      readonly narrower: string | null
      /** Present where a parameter has another name in the pattern, since its own has a meaning in a policy. */
      readonly isRenamed?: true
    }
  | { readonly path: null; readonly why: string }

/** Characters of a pattern at most, as the engine has it. */
const LONGEST = 2048
const TOO_LONG = 'it has more than 64 segments, or more than 2048 characters'

const NAMED = /^\{[^{}/]+\}$/

/**
 * A segment that matches any number of segments: `{path+}` of AWS, `{path*}` and `{/path*}` of RFC 6570, `{+path}` of RFC 6570,
 * `{*path}` of Spring and ASP.NET, `{**path}` of ASP.NET, `{path...}` of Go, `{path:.*}` of JAX-RS and gorilla/mux, `{path:path}` of
 * Starlette, `{name=**}` of google.api.http, `<path:name>` of Flask, `:path*` of Express, `*`, `**`.
 */
const BELOW =
  /^(?:\{[^{}/:]*[+*]\}|\{[+*][^{}/]*\}|\{\/[^{}/]*\}|\{[^{}/]*\.\.\.\}|\{[^{}/:]*:\s*\(?\.[*+]\??\)?\}|\{[^{}/:]*:path\}|\{[^{}/=]*=\*\*\}|<path:[^<>]*>|:\w+[*+]|:\w+\(\.[*+]\)|\*|\*\*|\*\w+)$/

/** A segment with one parameter as Express writes it; OpenAPI does not, and some descriptions do. */
const COLON = /^:([A-Za-z_]\w*)$/

/** A template of google.api.http, `{name=projects/*}`, stands for its segments; `{name=projects/**}` ends with any number of them. */
const BOUND = /\{([^{}=/]+)=([^{}]*)\}/g

/**
 * Reads a template: `/users/{user-id}` as `/users/{user_id}`.
 *
 * A segment that no pattern can express (`{id}.json`, `{x}{y}`, `a%20b`) becomes a named one, which matches more: `wider` says why. So
 * does the last segment if its values span segments. Inside the path such a parameter matches one segment: `narrower` says why.
 *
 * @param spanning Parameters whose values have slashes, with the reason.
 *
 * @example
 * ```ts
 * readTemplate('/files/{id}.json') // { path: '/files/{id_json}', wider: '`{id}.json` is only part of a segment', narrower: null }
 * ```
 */
export function readTemplate(
  template: string,
  spanning: ReadonlyMap<string, string> = new Map(),
): ReadTemplate {
  if (!template.startsWith('/')) return { path: null, why: 'it does not start with a slash' }
  const bare = template
    .replaceAll(BOUND, (_, name: string, value: string) =>
      value
        .split('/')
        .map((part) => (part === '*' ? `{${name}}` : part))
        .join('/'),
    )
    .replaceAll(/(?<=[^/])\{(\/[^{}/]*)\}/g, '/{$1}')
    .replace(/[?#].*$/s, '')
  if (bare.length > LONGEST) return { path: null, why: TOO_LONG }
  let wider = /[?#]/.test(template) ? 'query and fragment are not part of the path' : null
  let narrower: string | null = null
  const parts = bare === '/' ? [] : splitSegments(bare.replace(/\/$/, ''))
  const taken = new Set<string>()
  const segments: string[] = []
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1
    if (part === '') return { path: null, why: 'it has an empty segment' }
    if (/^(?:\.|%2e){1,2}$/i.test(part))
      return { path: null, why: `browsers resolve the dot segment \`${part}\`` }
    const reason = spanning.get(part.slice(1, -1))
    if (BELOW.test(part)) {
      if (!isLast)
        return {
          path: null,
          why: `\`${part}\` matches any number of segments and is not the last one`,
        }
      wider ??= `\`${part}\` matches any number of segments`
      segments.push('**')
    } else if (NAMED.test(part) && reason !== undefined) {
      if (isLast) {
        wider ??= `\`${part}\` spans segments: ${reason}`
        segments.push('**')
      } else {
        narrower ??= `\`${part}\` spans segments (${reason}) and is not the last one`
        segments.push(nameIn(part, taken))
      }
    } else if (NAMED.test(part) || COLON.test(part)) segments.push(nameIn(part, taken))
    else if (isLiteral(part)) segments.push(part)
    else {
      wider ??= /[{}]/.test(part)
        ? `\`${part}\` is only part of a segment`
        : `\`${part}\` has characters that layers read differently`
      segments.push(nameIn(part, taken))
    }
  }
  const path = `/${segments.join('/')}`
  return readPathPattern(path) === undefined
    ? { path: null, why: TOO_LONG }
    : { path, wider, narrower, ...(parts.some(isReserved) && { isRenamed: true as const }) }
}

/** Splits at slashes outside of braces. */
function splitSegments(path: string): readonly string[] {
  return path.slice(1).split(/\/(?![^{}]*\})/)
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

/** The segment name that has a meaning in a policy: it must equal the identified tenant (D15), of which a description knows nothing. */
const RESERVED = 'tenant'

function isReserved(part: string): boolean {
  return !isLiteral(part) && !BELOW.test(part) && wordsOf(part) === RESERVED
}

function wordsOf(part: string): string {
  return part.replaceAll(/[^A-Za-z0-9_]+/g, '_').replaceAll(/^_+|_+$/g, '')
}

/** A valid segment name that is unique within the path and has no meaning of its own. */
function nameIn(part: string, taken: Set<string>): string {
  const words = isReserved(part) ? `${RESERVED}_id` : wordsOf(part)
  const base = (/^[A-Za-z]/.test(words) ? words : `p${words && `_${words}`}`).slice(0, 55)
  let name = base
  for (let number = 2; taken.has(name); number++) name = `${base}_${number}`
  taken.add(name)
  return `{${name}}`
}
