/**
 * The paths on which a library is used.
 *
 * @module
 */
import { readPathPattern } from '@marque/core'
import { readTemplate } from '../openapi/index.ts'
import type { FoundOptions } from './find-options.ts'

/** Paths that mean every path. */
const EVERY: ReadonlySet<string> = new Set([
  '*',
  '/*',
  '/',
  '/{*splat}',
  '/*splat',
  '{*splat}',
  '(.*)',
])

/**
 * The path patterns of the routes: `/**` for `app.use(cors())`, `/api/**` for `app.use('/api', cors())`.
 *
 * @returns `undefined` if a path is not a plain one.
 */
export function readPaths(found: readonly FoundOptions[]): readonly string[] | undefined {
  const paths = found.map(pathOf)
  const known = paths.filter((path) => path !== undefined)
  if (known.length < paths.length) return undefined
  return known.includes('/**') ? ['/**'] : [...new Set(known)]
}

function pathOf({ route, isPrefix }: FoundOptions): string | undefined {
  if (route === null) return '/**'
  if (route.kind !== 'text') return undefined
  if (EVERY.has(route.text)) return isPrefix || route.text !== '/' ? '/**' : '/'
  // `/orders/:id` of Express, Fastify, Hono and Koa routers.
  const template = route.text.replace(/\/$/, '').replaceAll(/:([A-Za-z_]\w*)/g, '{$1}')
  const below = /\/\*$/.test(template)
  const base = below ? template.slice(0, -2) : template
  const read = /[*?+()]/.test(base) ? undefined : readTemplate(base)
  if (read === undefined || read.path === null || read.wider !== null) return undefined
  const path = below || isPrefix ? `${read.path === '/' ? '' : read.path}/**` : read.path
  return readPathPattern(path) === undefined ? undefined : path
}
