/**
 * The extension `x-marque`: what OpenAPI cannot express. It may be at the document, at path items and at operations; the nearest level
 * wins.
 *
 * @module
 */
import type { Json, Sensitivity } from '@marque/core'
import {
  child,
  type DocumentNode,
  entries,
  isList,
  isMapping,
  items,
  jsonOf,
  report,
  type Source,
  scalarOf,
  textOf,
} from '../document/index.ts'
import { shorten } from '../findings/index.ts'
import type { Extension, ExtensionGrant, ExtensionSet } from './api.ts'
import { resolvedChild } from './resolve-reference.ts'

/** The key of the extension. */
export const EXTENSION = 'x-marque'

const SENSITIVITIES = ['public', 'internal', 'confidential', 'restricted'] as const
const AUTHENTICATION = ['required', 'optional'] as const

/** The keys of each level. */
const EVERYWHERE = ['sensitivity', 'authentication', 'owner', 'data', 'grants'] as const
const AT_DOCUMENT = [...EVERYWHERE, 'self', 'contact', 'origins'] as const
const AT_OPERATION = [...EVERYWHERE, 'resource', 'skip'] as const
const SET_KEYS = ['allow', 'owner', 'purpose', 'reviewBy', 'until', 'environments'] as const

/** The keys of a grant with the kind of their values. */
const GRANT_KEYS: { readonly [key: string]: Form } = {
  origins: 'texts',
  credentials: 'boolean',
  requestHeaders: 'texts',
  exposeHeaders: 'texts',
  read: 'boolean',
  websocket: 'boolean',
  timing: 'boolean',
  token: 'boolean',
  maxAge: 'duration',
  from: 'text',
  until: 'text',
  when: 'mapping',
}

type Form = 'text' | 'texts' | 'boolean' | 'duration' | 'mapping'

const EXPECTED: { readonly [form in Form]: string } = {
  text: 'a string',
  texts: 'a list of strings',
  boolean: '`true` or `false`',
  duration: 'seconds, or `30s`, `10m`, `2h`',
  mapping: 'a mapping',
}

/** The extension of the document: values of the policy, and defaults of operations. */
export interface DocumentExtension {
  readonly self: readonly string[]
  readonly contact: string | null
  readonly sets: readonly ExtensionSet[]
  readonly defaults: Extension
}

const EMPTY: Extension = {
  resource: null,
  sensitivity: null,
  authentication: null,
  owner: null,
  data: [],
  grants: null,
  skip: false,
}

/** Reads the extension of the document. */
export function readDocumentExtension(source: Source): DocumentExtension {
  const extension = extensionOf(source, source.root, AT_DOCUMENT)
  if (extension === undefined) return { self: [], contact: null, sets: [], defaults: EMPTY }
  return {
    self: texts(source, child(source, extension, 'self')) ?? [],
    contact: text(source, child(source, extension, 'contact')),
    sets: entries(source, child(source, extension, 'origins')).flatMap(([name, part]) =>
      readSet(source, name, part),
    ),
    defaults: readLevel(source, extension, EMPTY),
  }
}

/** Reads the extension of a path item or an operation; keys that it does not have come from the level above. */
export function readExtension(source: Source, holder: DocumentNode, above: Extension): Extension {
  const extension = extensionOf(source, holder, AT_OPERATION)
  return extension === undefined ? above : readLevel(source, extension, above)
}

function readLevel(source: Source, extension: DocumentNode, above: Extension): Extension {
  const at = (key: string): DocumentNode | undefined => child(source, extension, key)
  const grants = at('grants')
  return {
    resource: text(source, at('resource')) ?? above.resource,
    sensitivity: word<Sensitivity>(source, at('sensitivity'), SENSITIVITIES) ?? above.sensitivity,
    authentication: word(source, at('authentication'), AUTHENTICATION) ?? above.authentication,
    owner: text(source, at('owner')) ?? above.owner,
    data: texts(source, at('data')) ?? above.data,
    grants: grants === undefined ? above.grants : readGrants(source, grants),
    skip: boolean(source, at('skip')) ?? above.skip,
  }
}

function extensionOf(
  source: Source,
  holder: DocumentNode,
  known: readonly string[],
): DocumentNode | undefined {
  const extension = resolvedChild(source, holder, EXTENSION)
  if (extension === undefined) return undefined
  if (!isMapping(source, extension)) {
    reportInvalid(source, extension, `\`${EXTENSION}\` must be a mapping`)
    return undefined
  }
  checkKeys(source, extension, known)
  return extension
}

function checkKeys(source: Source, mapping: DocumentNode, known: readonly string[]): void {
  for (const [key, part] of entries(source, mapping)) {
    if (!known.includes(key)) {
      reportInvalid(
        source,
        part,
        `unknown key \`${shorten(key)}\``,
        `known keys: ${known.join(', ')}`,
      )
    }
  }
}

function readSet(source: Source, name: string, part: DocumentNode): readonly ExtensionSet[] {
  if (!isMapping(source, part)) {
    reportInvalid(source, part, `the origin set \`${shorten(name)}\` must be a mapping`)
    return []
  }
  checkKeys(source, part, SET_KEYS)
  const allow = child(source, part, 'allow')
  if (allow === undefined) {
    reportInvalid(source, part, `the origin set \`${shorten(name)}\` has no \`allow\``)
    return []
  }
  const keys: { [key: string]: Json } = {}
  for (const key of SET_KEYS) {
    const value = child(source, part, key)
    const form = key === 'allow' || key === 'environments' ? 'texts' : 'text'
    if (value === undefined || !hasForm(source, value, form)) continue
    const json = jsonOf(source, value)
    if (json !== undefined) keys[key] = json
  }
  return [{ name, keys }]
}

function readGrants(source: Source, list: DocumentNode): readonly ExtensionGrant[] {
  if (!isList(source, list)) {
    reportInvalid(source, list, '`grants` must be a list')
    return []
  }
  return items(source, list).flatMap((part) => readGrant(source, part))
}

function readGrant(source: Source, part: DocumentNode): readonly ExtensionGrant[] {
  if (!isMapping(source, part)) {
    reportInvalid(source, part, 'a grant must be a mapping with `origins`')
    return []
  }
  checkKeys(source, part, Object.keys(GRANT_KEYS))
  const more: { [key: string]: Json } = {}
  for (const [key, form] of Object.entries(GRANT_KEYS)) {
    const value = child(source, part, key)
    if (value === undefined || !hasForm(source, value, form)) continue
    const json = jsonOf(source, value)
    if (json !== undefined) more[key] = json
  }
  const { origins, credentials, requestHeaders, exposeHeaders, ...rest } = more
  if (!Array.isArray(origins) || origins.length === 0) {
    reportInvalid(source, part, 'the grant has no `origins`')
    return []
  }
  const list = (value: Json | undefined): readonly string[] | null =>
    Array.isArray(value) ? (value as readonly string[]) : null
  return [
    {
      origins: origins as readonly string[],
      credentials: typeof credentials === 'boolean' ? credentials : null,
      requestHeaders: list(requestHeaders),
      exposeHeaders: list(exposeHeaders),
      more: rest,
    },
  ]
}

function hasForm(source: Source, part: DocumentNode, form: Form): boolean {
  const value = scalarOf(source, part)
  const fits = {
    text: () => typeof value === 'string',
    boolean: () => typeof value === 'boolean',
    duration: () => typeof value === 'string' || typeof value === 'number',
    texts: () =>
      isList(source, part) &&
      items(source, part).every((item) => textOf(source, item) !== undefined),
    mapping: () => isMapping(source, part),
  }[form]()
  if (!fits) reportInvalid(source, part, `expected ${EXPECTED[form]}`)
  return fits
}

function text(source: Source, part: DocumentNode | undefined): string | null {
  return part !== undefined && hasForm(source, part, 'text') ? (textOf(source, part) ?? null) : null
}

function boolean(source: Source, part: DocumentNode | undefined): boolean | undefined {
  return part !== undefined && hasForm(source, part, 'boolean')
    ? scalarOf(source, part) === true
    : undefined
}

function texts(source: Source, part: DocumentNode | undefined): readonly string[] | undefined {
  if (part === undefined || !hasForm(source, part, 'texts')) return undefined
  return items(source, part).flatMap((item) => textOf(source, item) ?? [])
}

function word<Word extends string>(
  source: Source,
  part: DocumentNode | undefined,
  known: readonly Word[],
): Word | null {
  if (part === undefined) return null
  const found = known.find((one) => one === textOf(source, part))
  if (found === undefined) reportInvalid(source, part, `expected one of ${known.join(', ')}`)
  return found ?? null
}

function reportInvalid(source: Source, part: DocumentNode, message: string, help?: string): void {
  report(source, part, { code: 'MQ-813', message, ...(help !== undefined && { help }) })
}
