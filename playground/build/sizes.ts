/**
 * Sizes of the page and its parts.
 *
 * @module
 */
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { minifySync } from 'rolldown/utils'
import type { Page } from './page.ts'

/** Maximum size of the page in bytes, compressed with Brotli (ADR 0017). */
export const SIZE_LIMIT = 120_000

/** Bytes, by compression. */
export interface Size {
  readonly plain: number
  readonly gzip: number
  readonly brotli: number
}

/** The size of a text. */
export function sizeOf(text: string): Size {
  const bytes = Buffer.from(text)
  return {
    plain: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }).length,
  }
}

/** The parts of the page, each compressed by itself: together they are a little more than the whole. */
export function partSizes({ modules }: Page): ReadonlyMap<string, Size> {
  const parts = new Map<string, string>()
  for (const [file, code] of modules) {
    const name = partOf(file)
    parts.set(name, `${parts.get(name) ?? ''}\n${code}`)
  }
  return new Map(
    [...parts].map(([name, code]) => [name, sizeOf(minifySync(`${name}.js`, code).code)]),
  )
}

function partOf(file: string): string {
  if (file.endsWith('/playground/src/data.ts')) return 'public suffix list, examples'
  if (file.endsWith('.rules.ts')) return 'policy: texts of findings'
  const [, name = 'other', folder = ''] = /packages\/(\w+)\/src\/(\w+)/.exec(file) ?? []
  if (name === 'core') return folder === 'explain' ? 'core: explain' : 'core'
  return name === 'policy' ? 'policy' : 'page'
}
