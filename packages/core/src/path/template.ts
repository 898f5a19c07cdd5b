/**
 * Templates that take one named part out of a host or a path: the tenant (D15), the API version (D11).
 *
 * @module
 */
import { type PathPattern, readPathPattern } from './pattern.ts'

/** `{tenant}.api.example.com`: a host whose first label is the tenant. */
export interface HostTemplate {
  /** What follows the label, from the dot on. */
  readonly suffix: string
}

/** @returns `undefined` where the text is not `{tenant}.` and a host. */
export function readHostTemplate(text: string): HostTemplate | undefined {
  const suffix = /^\{tenant\}(\..+)$/.exec(text)?.[1]
  return suffix === undefined ? undefined : { suffix }
}

/** @returns The one label before the suffix, or null where the host does not fit. */
export function labelOf(template: HostTemplate, host: string): string | null {
  if (!host.endsWith(template.suffix)) return null
  const label = host.slice(0, -template.suffix.length)
  return label === '' || label.includes('.') ? null : label
}

/** `/t/{tenant}/**`: a path pattern of which one segment is read. */
export interface PathTemplate {
  readonly pattern: PathPattern
  /** Index of the segment. */
  readonly index: number
}

/** @returns `undefined` where the text is not a pattern or has no segment `{name}`. */
export function readPathTemplate(text: string, name: string): PathTemplate | undefined {
  const pattern = readPathPattern(text)
  const index = pattern?.segments.findIndex((segment) => 'name' in segment && segment.name === name)
  return pattern === undefined || index === undefined || index < 0 ? undefined : { pattern, index }
}

/** @returns The segment that the template names in a path of one alternative, or null where the path does not fit it. */
export function segmentOf(template: PathTemplate, path: string): string | null {
  const { segments, rest } = template.pattern
  const parts = splitPath(path)
  if (parts.length < segments.length || (!rest && parts.length > segments.length)) return null
  for (let at = 0; at < segments.length; at++) {
    const segment = segments[at]
    const part = parts[at]
    if (segment === undefined || part === undefined) return null
    if ('name' in segment ? part === '' : segment.literal !== part) return null
  }
  return parts[template.index] ?? null
}

/** The segments of a path without one trailing slash (D5); `/` has none. */
export function splitPath(path: string): readonly string[] {
  const trimmed = path.endsWith('/') ? path.slice(0, -1) : path
  return trimmed === '' ? [] : trimmed.slice(1).split('/')
}
