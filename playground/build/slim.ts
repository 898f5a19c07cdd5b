/**
 * Removes what the page does not use: examples, titles and sources of findings, descriptions of keys, and the self-test of bundles,
 * which is for layers that load a bundle from elsewhere.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import type { Plugin } from 'rolldown'
import { parseSync } from 'rolldown/utils'

/** The page uses only code, severity, why and help of a rule. */
const UNUSED_IN_RULES = new Set(['title', 'see', 'example'])
const UNUSED_IN_SCHEMA = new Set(['description', 'examples', 'title'])

/**
 * Modules that are replaced by stubs. The self-test would compare the engine with itself, and the page shows no digest of a bundle.
 */
const REPLACED: { readonly [file: string]: string } = {
  'requests/self-test.ts': 'export const selfTestOf = () => []',
  'bundle/sha256.ts': `const unused = () => { throw new Error('SHA-256 is not part of the page') }
export { unused as digestOf, unused as sha256, unused as sha256Hex }
export const BLOCK_BYTES = 64`,
}

/** Removes the unused parts. Findings and decisions do not change; the tests compare both. */
export const slim: Plugin = {
  name: 'slim',
  load: {
    filter: {
      id: /\.rules\.ts$|\/policy-1\.json$|\/requests\/self-test\.ts$|\/bundle\/sha256\.ts$/,
    },
    handler: (id) => {
      const replaced = REPLACED[id.split('/').slice(-2).join('/')]
      if (replaced !== undefined) return { code: replaced, moduleType: 'js' }
      const text = readFileSync(id, 'utf8')
      return id.endsWith('.json')
        ? { code: JSON.stringify(JSON.parse(text), dropDescriptions), moduleType: 'json' }
        : { code: dropProperties(id, text), moduleType: 'ts' }
    },
  },
}

/** A description is a text; a key of a policy with that name would be a mapping. */
function dropDescriptions(key: string, value: unknown): unknown {
  const isNote = typeof value === 'string' || Array.isArray(value)
  return UNUSED_IN_SCHEMA.has(key) && isNote ? undefined : value
}

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
}

/** @throws Where the source cannot be parsed, or no rule is found in it: then the page would grow without a word. */
function dropProperties(id: string, text: string): string {
  const { program, errors } = parseSync(id, text)
  if (errors.length > 0) throw new Error(`${id}: ${errors[0]?.message ?? 'cannot be parsed'}`)
  const ranges: { readonly start: number; readonly end: number }[] = []
  walk(program, (node) => {
    if (node.type !== 'ObjectExpression') return
    const { properties } = node as Node & { readonly properties: readonly Property[] }
    if (!properties.some(({ key }) => key?.name === 'severity' || key?.name === 'reason')) return
    for (const property of properties) {
      if (property.key?.name !== undefined && UNUSED_IN_RULES.has(property.key.name)) {
        const comma = /^\s*,/.exec(text.slice(property.end))?.[0].length ?? 0
        ranges.push({ start: property.start, end: property.end + comma })
      }
    }
  })
  if (ranges.length === 0) throw new Error(`${id}: holds no rule`)
  ranges.sort((a, b) => b.start - a.start)
  return ranges.reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text)
}

interface Property extends Node {
  readonly key?: { readonly name?: string }
}

function walk(value: unknown, visit: (node: Node) => void): void {
  if (typeof value !== 'object' || value === null) return
  if ('type' in value && 'start' in value) visit(value as Node)
  for (const member of Object.values(value)) walk(member, visit)
}
