/**
 * Path parameters whose values have slashes.
 *
 * @module
 */
import {
  child,
  type DocumentNode,
  entries,
  items,
  type Source,
  scalarOf,
  textOf,
} from '../document/index.ts'
import { resolvedChild, resolveReference } from './resolve-reference.ts'

/** The reason by the name of the parameter, as the end of a sentence. */
export type SpanningParameters = ReadonlyMap<string, string>

/**
 * The path parameters of an operation that one segment of a pattern does not match: marked by `x-multi-segment`, or with a slash in an example, a default, an `enum`
 * or a pattern, or of the style `matrix`. OpenAPI itself does not allow slashes in them (3.1, 4.8.8.1), so descriptions of such endpoints say it in these ways.
 */
export function readSpanningParameters(
  source: Source,
  pathItem: DocumentNode,
  operation: DocumentNode,
): SpanningParameters {
  const spanning = new Map<string, string>()
  for (const holder of [pathItem, operation]) {
    for (const one of items(source, resolvedChild(source, holder, 'parameters'))) {
      const parameter = resolveReference(source, one)
      if (parameter === undefined || textOf(source, child(source, parameter, 'in')) !== 'path')
        continue
      const name = textOf(source, child(source, parameter, 'name'))
      const reason = reasonOf(source, parameter)
      if (name === undefined) continue
      if (reason === undefined) spanning.delete(name)
      else spanning.set(name, reason)
    }
  }
  return spanning
}

function reasonOf(source: Source, parameter: DocumentNode): string | undefined {
  const flag = child(source, parameter, 'x-multi-segment')
  if (flag !== undefined) {
    return scalarOf(source, flag) === true ? 'it is marked `x-multi-segment`' : undefined
  }
  if (textOf(source, child(source, parameter, 'style')) === 'matrix')
    return 'its values start with `;` (style `matrix`), before which layers may read an empty segment'
  for (const holder of holdersOf(source, parameter)) {
    const texts = [
      ...['example', 'default', 'const', 'x-example'].map((key) => child(source, holder, key)),
      ...['examples', 'enum'].flatMap((key) =>
        valuesOf(source, resolvedChild(source, holder, key)),
      ),
    ]
      // The value of an array parameter is a list.
      .flatMap((part) => (part === undefined ? [] : [part, ...items(source, part)]))
      .map((part) => textOf(source, part))
    if (texts.some((text) => text !== undefined && hasInnerSlash(text)))
      return 'an example, default or `enum` of it has a slash'
    const pattern = textOf(source, child(source, holder, 'pattern'))
    if (pattern !== undefined && allowsSlash(pattern)) return 'its pattern has a slash'
  }
  return undefined
}

/** Schemas in schemas that are read; a schema may refer to itself. */
const DEEPEST = 8

/** The parts of a parameter that have examples and patterns: itself, its media types, their schemas, and the schemas in those. */
function holdersOf(source: Source, parameter: DocumentNode): readonly DocumentNode[] {
  const media = entries(source, resolvedChild(source, parameter, 'content')).flatMap(
    ([, one]) => resolveReference(source, one) ?? [],
  )
  const own = [parameter, ...media]
  const schemas = own.flatMap((one) => resolvedChild(source, one, 'schema') ?? [])
  return [...own, ...schemas.flatMap((one) => withSubschemas(source, one, DEEPEST))]
}

/** A schema, and those of `allOf`, `anyOf`, `oneOf` and `items`. */
function withSubschemas(
  source: Source,
  schema: DocumentNode,
  depth: number,
): readonly DocumentNode[] {
  if (depth === 0) return [schema]
  const listed = ['allOf', 'anyOf', 'oneOf'].flatMap((key) =>
    items(source, resolvedChild(source, schema, key)),
  )
  const within = [...listed, child(source, schema, 'items')].flatMap(
    (one) => (one && resolveReference(source, one)) ?? [],
  )
  return [schema, ...within.flatMap((one) => withSubschemas(source, one, depth - 1))]
}

/** The values of `enum` and of `examples`, which is a list in a schema and a mapping in a parameter. */
function valuesOf(source: Source, part: DocumentNode | undefined): readonly DocumentNode[] {
  const named = entries(source, part).flatMap(([, one]) => {
    const example = resolveReference(source, one)
    return (example && child(source, example, 'value')) ?? one
  })
  return [...items(source, part), ...named]
}

/** A slash between other characters; a URL, which clients encode, is one value. */
function hasInnerSlash(text: string): boolean {
  return /[^/]\/[^/]/.test(text) && !/^[a-z][a-z0-9+.-]*:\/\//i.test(text)
}

/** Whether a pattern names a slash outside of a negated class. */
function allowsSlash(pattern: string): boolean {
  return pattern.replaceAll(/\[\^(?:\\.|[^\]\\])*\]/g, '').includes('/')
}
