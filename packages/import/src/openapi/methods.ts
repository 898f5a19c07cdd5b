/**
 * The methods of a path item.
 *
 * @module
 */
import { isToken } from '@marque/core'
import { child, type DocumentNode, entries, report, type Source } from '../document/index.ts'
import { shorten } from '../findings/index.ts'

/** The keys of a path item that are operations; `query` since OpenAPI 3.2. */
const METHODS: ReadonlySet<string> = new Set([
  'get',
  'put',
  'post',
  'delete',
  'options',
  'head',
  'patch',
  'trace',
  'query',
])

/** The other keys of a path item. */
const OTHERS: ReadonlySet<string> = new Set([
  '$ref',
  'summary',
  'description',
  'servers',
  'parameters',
  'additionalOperations',
])

/** Methods that cannot be granted: layers answer OPTIONS preflights, and browsers never send TRACE or CONNECT. */
const NOT_GRANTABLE = /^(?:OPTIONS|TRACE|TRACK|CONNECT)$/i

/** An operation for every method without one: `x-amazon-apigateway-any-method` and those of other gateways. */
const ANY_METHOD = /^x-(?:.+-)?any-method$/i

/** The methods of such an operation; GET covers HEAD (D7). */
const USUAL = ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'] as const

/** A method and its operation, whose reference may not be resolved yet. */
export interface WrittenMethod {
  /** Upper case, save for methods of `additionalOperations`, which stay as written. */
  readonly method: string
  readonly at: DocumentNode
}

/**
 * Reads the methods that can be granted. Keys that are neither methods nor known otherwise are findings.
 *
 * @param holders The path item; the target of its reference first, whose keys give way to its own.
 */
export function readMethods(
  source: Source,
  holders: readonly DocumentNode[],
): readonly WrittenMethod[] {
  const methods = new Map<string, DocumentNode>()
  let any: DocumentNode | undefined
  for (const holder of holders) {
    for (const [key, at] of entries(source, holder)) {
      const method = key.toLowerCase()
      if (METHODS.has(method)) addMethod(source, methods, method.toUpperCase(), at)
      else if (ANY_METHOD.test(key)) any = at
      else if (!OTHERS.has(key) && !key.startsWith('x-')) {
        report(source, at, {
          code: 'MQ-806',
          message: `\`${shorten(key)}\` is neither a method nor another key of a path`,
        })
      }
    }
    for (const [method, at] of entries(source, child(source, holder, 'additionalOperations')))
      addMethod(source, methods, method, at)
  }
  if (any !== undefined) {
    const added = USUAL.filter((method) => !methods.has(method))
    const message = `an operation for any method gets ${added.map((one) => `\`${one}\``).join(', ') || 'no further method'}`
    report(source, any, { code: 'MQ-833', message })
    for (const method of added) methods.set(method, any)
  }
  return Array.from(methods, ([method, at]) => ({ method, at }))
}

function addMethod(
  source: Source,
  methods: Map<string, DocumentNode>,
  method: string,
  at: DocumentNode,
): void {
  if (isToken(method) && !NOT_GRANTABLE.test(method)) methods.set(method, at)
  else {
    report(source, at, {
      code: 'MQ-816',
      message: `the method \`${shorten(method)}\` cannot be granted`,
    })
  }
}
