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
  const schema = resolvedChild(source, parameter, 'schema')
  for (const holder of schema === undefined ? [parameter] : [parameter, schema]) {
    const texts = [
      ...['example', 'default', 'const', 'x-example'].map((key) => child(source, holder, key)),
      ...['examples', 'enum'].flatMap((key) =>
        valuesOf(source, resolvedChild(source, holder, key)),
      ),
    ].map((part) => textOf(source, part))
    if (texts.some((text) => text !== undefined && hasInnerSlash(text)))
      return 'an example, default or `enum` of it has a slash'
    const pattern = textOf(source, child(source, holder, 'pattern'))
    if (pattern !== undefined && allowsSlash(pattern)) return 'its pattern has a slash'
  }
  return undefined
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
