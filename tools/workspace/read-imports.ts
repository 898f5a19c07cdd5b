/**
 * Reading of the imports of a source file, by a parser.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'rolldown/utils'

/** One module that a file names. */
export interface ImportOf {
  readonly specifier: string
  /** From 1. */
  readonly line: number
  /** Whether it is gone at run time: `import type`, `export type … from`. */
  readonly typeOnly: boolean
}

/** Whether a file is a source that the rules of imports hold for. */
export function isSource(file: string): boolean {
  return /^(packages\/[^/]+\/(src|bin|test|reference)|conformance|playground|bench|tools|examples)\/.*\.(ts|js|mjs)$/.test(
    file,
  )
}

/** Whether a file is not shipped, a test or a generator: it may import what its package does not declare. */
export function isTest(file: string): boolean {
  return /\.(test|cases)\.ts$|^(packages\/[^/]+|examples\/[^/]+|playground)\/(test|reference)\//.test(
    file,
  )
}

/**
 * Reads one file's imports: static ones, re-exports, and dynamic ones with a literal name.
 *
 * @throws When the file cannot be parsed; the type check says more about it.
 */
export function readImports(root: string, file: string): readonly ImportOf[] {
  const text = readFileSync(join(root, file), 'utf8')
  const { module, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message ?? 'cannot be parsed'}`)
  const lines = lineStarts(text)
  const found: { specifier: string; start: number; typeOnly: boolean }[] = []
  for (const { moduleRequest, start } of module.staticImports) {
    // With `verbatimModuleSyntax` only a whole `import type` is erased; `import { type A }` still loads the module.
    const typeOnly = /^import\s+type\b/.test(text.slice(start, start + 40))
    found.push({ specifier: moduleRequest.value, start, typeOnly })
  }
  for (const { entries, start } of module.staticExports) {
    const request = entries.find((entry) => entry.moduleRequest !== null)?.moduleRequest
    const typeOnly = /^export\s+type\b/.test(text.slice(start, start + 40))
    if (request) found.push({ specifier: request.value, start, typeOnly })
  }
  for (const { moduleRequest, start } of module.dynamicImports) {
    const literal = /^(['"])(.*)\1$/s.exec(text.slice(moduleRequest.start, moduleRequest.end))
    if (literal?.[2] !== undefined) found.push({ specifier: literal[2], start, typeOnly: false })
  }
  return found
    .sort((a, b) => a.start - b.start)
    .map(({ specifier, start, typeOnly }) => ({
      specifier,
      typeOnly,
      line: lines.findLastIndex((at) => at <= start) + 1,
    }))
}

/** The name of the package that a specifier is of: `@marque/core` for `@marque/core/vectors`. */
export function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/** Whether a specifier names a file, not a package. */
export function isRelative(specifier: string): boolean {
  return specifier.startsWith('.') || specifier.startsWith('/')
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}
