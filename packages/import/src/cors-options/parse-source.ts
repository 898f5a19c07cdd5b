/**
 * Source code as a syntax tree.
 *
 * @module
 */
import { type ParserPlugin, parse, parseExpression } from '@babel/parser'
import type { Expression, File, Node } from '@babel/types'

/** A module, or the single expression of a JSON file. */
export type ParsedSource =
  | { readonly kind: 'module'; readonly file: File }
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'invalid'; readonly message: string; readonly offset: number }

const PLUGINS: readonly ParserPlugin[] = ['typescript', 'decorators']

/** Parses JavaScript, TypeScript or JSON. Never throws; nothing is run. */
export function parseSource(text: string, file: string): ParsedSource {
  const isData = /\.(?:json|json5|jsonc)$/i.test(file) || /^\s*(?:\/\/.*\s*)*\{/.test(text)
  const isMarkup = /\.[jt]sx$/i.test(file)
  const plugins: ParserPlugin[] = isMarkup ? [...PLUGINS, 'jsx'] : [...PLUGINS]
  const options = { sourceType: 'unambiguous', allowReturnOutsideFunction: true, plugins } as const
  try {
    return isData
      ? { kind: 'expression', expression: parseExpression(text, options) }
      : { kind: 'module', file: parse(text, options) }
  } catch (error) {
    if (error instanceof RangeError)
      return { kind: 'invalid', message: 'nested too deeply', offset: 0 }
    const { message, pos } = error as { readonly message: string; readonly pos?: number }
    const [first = ''] = message.split('\n')
    const bare = first.replace(/\s*\(\d+:\d+\)$/, '').replace(/\.$/, '')
    return {
      kind: 'invalid',
      message: bare.charAt(0).toLowerCase() + bare.slice(1),
      offset: pos ?? 0,
    }
  }
}

/** Calls a function for every node, parents first. */
export function walk(root: Node, visit: (node: Node, parents: readonly Node[]) => void): void {
  const open: (readonly [Node, readonly Node[]])[] = [[root, []]]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [node, parents] = next
    visit(node, parents)
    // Two parents are all that is looked at: the call, and the call around it.
    const path = [node, ...parents.slice(0, 1)]
    for (const child of childrenOf(node).reverse()) open.push([child, path])
  }
}

function childrenOf(node: Node): Node[] {
  return Object.entries(node)
    .filter(([key]) => !/comments$/i.test(key))
    .flatMap(([, value]: [string, unknown]) => (Array.isArray(value) ? value : [value]))
    .filter(isNode)
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}
