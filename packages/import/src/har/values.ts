/**
 * Values of a HAR file, whatever they are.
 *
 * @module
 */

export function objectOf(value: unknown): { readonly [key: string]: unknown } | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { readonly [key: string]: unknown })
    : undefined
}

export function listOf(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** The URL of a text; `undefined` where it is none. */
export function urlOf(text: string | undefined): URL | undefined {
  return text !== undefined && URL.canParse(text) ? new URL(text) : undefined
}

/** The origin of a web address; `undefined` for anything else. */
export function originOf(text: string | undefined): string | undefined {
  const url = urlOf(text)
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.origin : undefined
}

/** Header fields: lower-case names, with the values of each; pseudo-headers of HTTP/2 are left out. */
export function headersOf(value: unknown): ReadonlyMap<string, readonly string[]> {
  const headers = new Map<string, string[]>()
  for (const header of listOf(value) ?? []) {
    const { name, value: content } = objectOf(header) ?? {}
    if (typeof name !== 'string' || name === '' || name.startsWith(':')) continue
    const key = name.toLowerCase()
    headers.set(key, [...(headers.get(key) ?? []), textOf(content) ?? ''])
  }
  return headers
}
