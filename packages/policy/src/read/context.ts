/**
 * Where the values of conditions come from (D11, D15).
 *
 * @module
 */
import type { FactSource } from '@marque/core'
import type { Pointer } from '../text/index.ts'
import { readHeaderName } from './headers.ts'
import type { Model } from './model.ts'
import { readTemplate } from './paths.ts'
import { asMapping, asText, below, isMapping, type Reader, report } from './reader.ts'

type Fact = 'apiVersion' | 'roles' | 'scopes'
const SOURCES = ['claim', 'header', 'path'] as const

/** Reads the sources. */
export function readContext(reader: Reader, value: unknown, path: Pointer): Model['context'] {
  const context: { [fact in Fact]?: FactSource } = {}
  const mapping = asMapping(value)
  for (const fact of ['apiVersion', 'roles', 'scopes'] as const) {
    const source = readSource(reader, fact, mapping[fact], below(path, fact))
    if (source !== undefined) context[fact] = source
  }
  return context
}

function readSource(
  reader: Reader,
  fact: Fact,
  value: unknown,
  path: Pointer,
): FactSource | undefined {
  if (!isMapping(value)) return undefined
  const named = SOURCES.filter((key) => Object.hasOwn(value, key))
  const [key] = named
  if (key === undefined || named.length > 1) {
    const message =
      named.length === 0 ? `\`${fact}\` has no source` : `\`${fact}\` has ${named.length} sources`
    report(reader, path, { code: 'MQ-185', message, help: sourcesHelp(fact) })
    return undefined
  }
  const text = asText(value[key])
  const at = below(path, key)
  if (text === null) return undefined
  if (key !== 'claim' && fact !== 'apiVersion') {
    const message = `\`${fact}\` cannot come from a ${key}: anybody could send it`
    report(reader, at, { code: 'MQ-185', message, help: sourcesHelp(fact) }, text)
    return undefined
  }
  return readNamed(reader, key, text, at)
}

function readNamed(
  reader: Reader,
  key: (typeof SOURCES)[number],
  text: string,
  path: Pointer,
): FactSource | undefined {
  if (key === 'path') {
    const template = readTemplate(reader, text, 'apiVersion', 'MQ-164', path)
    return template === undefined ? undefined : { path: template }
  }
  if (key === 'header') {
    const header = readHeaderName(reader, text, path)
    return header === undefined ? undefined : { header }
  }
  if (text !== '') return { claim: text }
  report(reader, path, {
    code: 'MQ-185',
    message: 'an empty text names no claim',
    help: 'write the name of a claim',
  })
  return undefined
}

function sourcesHelp(fact: Fact): string {
  return fact === 'apiVersion'
    ? 'name one of `path`, `header`, `claim`'
    : 'name a claim of the verified login: `{ claim: roles }`'
}
