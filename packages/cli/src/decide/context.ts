/**
 * `context` of a line: what the layer knows of the sender.
 *
 * @module
 */
import type { Context, Json, OriginToken } from '@marque/core'
import { readMoment } from '../input/read-instant.ts'
import { type Fields, isAbsent, isFields, isTexts } from './fields.ts'

type Writable<T> = { -readonly [key in keyof T]: T[key] }

const NOTHING: { readonly context: Context } = { context: {} }

/** Reads `context`; instants may be texts or epoch milliseconds. A fact that is `null` is unknown. */
export function readContext(
  value: unknown,
): { readonly context: Context } | { readonly wrong: string } {
  if (isAbsent(value)) return NOTHING
  if (!isFields(value)) return { wrong: '`context` must be an object' }
  const context: Writable<Context> = {}
  const { tenant, apiVersion, authenticatedAt, roles, scopes, claims, token } = value

  if (tenant === null || typeof tenant === 'string') context.tenant = tenant
  else if (tenant !== undefined) return { wrong: '`context.tenant` must be a text or null' }

  if (typeof apiVersion === 'string') context.apiVersion = apiVersion
  else if (!isAbsent(apiVersion)) return { wrong: '`context.apiVersion` must be a text' }

  if (!isAbsent(authenticatedAt)) {
    const instant = readMoment(authenticatedAt)
    if (instant === undefined) return { wrong: '`context.authenticatedAt` must be an instant' }
    context.authenticatedAt = instant
  }

  if (isTexts(roles)) context.roles = roles
  else if (!isAbsent(roles)) return { wrong: '`context.roles` must be a list of texts' }

  if (isTexts(scopes)) context.scopes = scopes
  else if (!isAbsent(scopes)) return { wrong: '`context.scopes` must be a list of texts' }

  if (isFields(claims)) context.claims = claims as { readonly [name: string]: Json }
  else if (!isAbsent(claims)) return { wrong: '`context.claims` must be an object' }

  if (token === 'invalid') context.token = token
  else if (!isAbsent(token)) {
    const read = isFields(token) ? readToken(token) : undefined
    if (!read) {
      return {
        wrong:
          '`context.token` must be `invalid`, or an object with the texts `id`, `origin`, `resource`, with `tenant` (a text or null) and the instant `until`',
      }
    }
    context.token = read
  }
  return { context }
}

function readToken({ id, origin, tenant, resource, until }: Fields): OriginToken | undefined {
  const end = readMoment(until)
  const isNamed =
    typeof id === 'string' && typeof origin === 'string' && typeof resource === 'string'
  if (!isNamed || end === undefined) return undefined
  if (!isAbsent(tenant) && typeof tenant !== 'string') return undefined
  return { id, origin, tenant: tenant ?? null, resource, until: end }
}
