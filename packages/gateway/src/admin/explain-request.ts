/**
 * Questions to the operator's explain: of a page as in an address, or of a request as in a line of `marque decide`.
 *
 * @module
 */
import type { Context, HeaderLine, Json, RequestFacts } from '@marque/core'
import { z } from 'zod'

export interface ExplainRequest {
  readonly request: RequestFacts
  readonly context: Context
  /** Epoch milliseconds; null for this moment. */
  readonly now: number | null
}

export type ReadExplain = ExplainRequest | { readonly problem: string }

const text = z.string().max(8_192)
const words = z.array(text).max(256)

const question = z.strictObject({
  method: text.default('GET'),
  url: text,
  headers: z
    .array(z.tuple([text, text]))
    .max(256)
    .default([]),
  context: z
    .strictObject({
      tenant: text.nullable().optional(),
      apiVersion: text.optional(),
      authenticatedAt: z.number().optional(),
      roles: words.optional(),
      scopes: words.optional(),
      claims: z.record(z.string(), z.json()).optional(),
    })
    .default({}),
  now: z.iso.datetime({ offset: true }).optional(),
})

/** Reads `{ method, url, headers: [[name, value]], context, now }`. */
export function readExplainBody(body: string): ReadExplain {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return { problem: 'the body is no JSON' }
  }
  const { success, data, error } = question.safeParse(json)
  if (!success) {
    const [first] = error.issues
    return { problem: `${first?.path.join('.') ?? ''}: ${first?.message ?? 'not readable'}` }
  }
  const { method, url, headers, context, now } = data
  return {
    request: { method, url, headers },
    context: given(context),
    now: now === undefined ? null : Date.parse(now),
  }
}

const NAMES: ReadonlySet<string> = new Set(['origin', 'method', 'url', 'header', 'cookie'])

/** Reads `?origin=&method=&url=&header=name:value&cookie=yes`. */
export function readExplainQuery(query: URLSearchParams): ReadExplain {
  const unknown = [...query.keys()].find((name) => !NAMES.has(name))
  if (unknown !== undefined) {
    return { problem: 'a question has origin, method, url, header and cookie, and nothing else' }
  }
  const url = query.get('url')
  if (url === null) return { problem: 'url is missing' }
  const headers: HeaderLine[] = []
  const origin = query.get('origin')
  if (origin !== null) headers.push(['Origin', origin])
  for (const line of query.getAll('header')) {
    const [, name, value = ''] = /^([^:]+):\s*(.*)$/s.exec(line) ?? []
    if (name === undefined) return { problem: 'header is written name:value' }
    headers.push([name, value])
  }
  if (query.get('cookie') === 'yes') headers.push(['Cookie', 'any=1'])
  return { request: { method: query.get('method') ?? 'GET', url, headers }, context: {}, now: null }
}

/** Without the keys that are there and undefined. */
function given(context: z.infer<typeof question>['context']): Context {
  const { tenant, apiVersion, authenticatedAt, roles, scopes, claims } = context
  return {
    ...(tenant !== undefined && { tenant }),
    ...(apiVersion !== undefined && { apiVersion }),
    ...(authenticatedAt !== undefined && { authenticatedAt }),
    ...(roles !== undefined && { roles }),
    ...(scopes !== undefined && { scopes }),
    ...(claims !== undefined && { claims: claims as { readonly [name: string]: Json } }),
  }
}
