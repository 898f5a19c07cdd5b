/**
 * Parses the imports of a source file.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'rolldown/utils'

/** One import of a file. */
export interface ImportOf {
  readonly specifier: string
  /** Line number, from 1. */
  readonly line: number
  /** Whether the import is erased at run time: `import type`, `export type … from`. */
  readonly typeOnly: boolean
}

/** Whether the import rules apply to a file. */
export function isSource(file: string): boolean {
  return /^(packages\/[^/]+\/(src|bin|test|reference)|conformance|playground|bench|tools|examples)\/.*\.(ts|js|mjs)$/.test(
    file,
  )
}

/** Whether a file is a test or a generator, which is not published and may import undeclared packages. */
export function isTest(file: string): boolean {
  return /\.(test|cases)\.ts$|^(packages\/[^/]+|examples\/[^/]+|playground)\/(test|reference)\//.test(
    file,
  )
}

/**
 * Reads one file's imports: static ones, re-exports, and dynamic ones with a literal name.
 *
 * @throws If the file cannot be parsed; the type check reports the details.
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

/** The package name of a specifier: `@marque/core` for `@marque/core/vectors`. */
export function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/** Whether a specifier is a path, not a package name. */
export function isRelative(specifier: string): boolean {
  return specifier.startsWith('.') || specifier.startsWith('/')
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}
