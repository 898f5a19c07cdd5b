/**
 * `x-marque`: what OpenAPI cannot know, said in the description itself. At the document, at path items and at operations; the
 * nearest level that says something counts.
 *
 * @module
 */
import type { Json, Sensitivity } from '@marque/core'
import {
  child,
  entries,
  isList,
  isMapping,
  items,
  jsonOf,
  type Part,
  report,
  type Source,
  scalarOf,
  textOf,
} from '../document/part.ts'
import { shorten } from '../findings/found.ts'
import type { MarkedGrant, MarkedSet, Marks } from './api.ts'

/** The key, at each level. */
export const MARK = 'x-marque'

const SENSITIVITIES = ['public', 'internal', 'confidential', 'restricted'] as const
const AUTHENTICATION = ['required', 'optional'] as const

/** What each level may say. */
const EVERYWHERE = ['sensitivity', 'authentication', 'owner', 'data', 'grants'] as const
const AT_DOCUMENT = [...EVERYWHERE, 'self', 'contact', 'origins'] as const
const AT_OPERATION = [...EVERYWHERE, 'resource', 'skip'] as const
const OF_SET = ['allow', 'owner', 'purpose', 'reviewBy', 'until', 'environments'] as const

/** Keys of a grant that go into the policy as they are, with the form that they need. */
const OF_GRANT: { readonly [key: string]: Form } = {
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

const WANTED: { readonly [form in Form]: string } = {
  text: 'a text',
  texts: 'a list of texts',
  boolean: '`true` or `false`',
  duration: 'seconds, or `30s`, `10m`, `2h`',
  mapping: 'a mapping',
}

/** What the document's mark says beside the defaults of operations. */
export interface DocumentMarks {
  readonly self: readonly string[]
  readonly contact: string | null
  readonly sets: readonly MarkedSet[]
  readonly defaults: Marks
}

const NOTHING: Marks = {
  resource: null,
  sensitivity: null,
  authentication: null,
  owner: null,
  data: [],
  grants: null,
  skip: false,
}

/** Reads the mark of the document. */
export function readDocumentMarks(source: Source): DocumentMarks {
  const mark = markOf(source, source.root, AT_DOCUMENT)
  if (mark === undefined) return { self: [], contact: null, sets: [], defaults: NOTHING }
  return {
    self: texts(source, child(source, mark, 'self')) ?? [],
    contact: text(source, child(source, mark, 'contact')),
    sets: entries(source, child(source, mark, 'origins')).flatMap(([name, part]) =>
      readSet(source, name, part),
    ),
    defaults: readLevel(source, mark, NOTHING),
  }
}

/** Reads the mark of a path item or an operation over that of the level above. */
export function readMarks(source: Source, holder: Part, above: Marks): Marks {
  const mark = markOf(source, holder, AT_OPERATION)
  return mark === undefined ? above : readLevel(source, mark, above)
}

function readLevel(source: Source, mark: Part, above: Marks): Marks {
  const at = (key: string): Part | undefined => child(source, mark, key)
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

function markOf(source: Source, holder: Part, known: readonly string[]): Part | undefined {
  const mark = child(source, holder, MARK)
  if (mark === undefined) return undefined
  if (!isMapping(source, mark)) {
    wrong(source, mark, `\`${MARK}\` wants a mapping`)
    return undefined
  }
  checkKeys(source, mark, known)
  return mark
}

function checkKeys(source: Source, mapping: Part, known: readonly string[]): void {
  for (const [key, part] of entries(source, mapping)) {
    if (!known.includes(key)) {
      wrong(
        source,
        part,
        `\`${shorten(key)}\` is not known here`,
        `known here: ${known.join(', ')}`,
      )
    }
  }
}

function readSet(source: Source, name: string, part: Part): readonly MarkedSet[] {
  if (!isMapping(source, part)) {
    wrong(source, part, `the origin set \`${shorten(name)}\` wants a mapping`)
    return []
  }
  checkKeys(source, part, OF_SET)
  const allow = child(source, part, 'allow')
  if (allow === undefined) {
    wrong(source, part, `the origin set \`${shorten(name)}\` has no \`allow\``)
    return []
  }
  const keys: { [key: string]: Json } = {}
  for (const key of OF_SET) {
    const value = child(source, part, key)
    const form = key === 'allow' || key === 'environments' ? 'texts' : 'text'
    if (value === undefined || !hasForm(source, value, form)) continue
    const json = jsonOf(source, value)
    if (json !== undefined) keys[key] = json
  }
  return [{ name, keys }]
}

function readGrants(source: Source, list: Part): readonly MarkedGrant[] {
  if (!isList(source, list)) {
    wrong(source, list, '`grants` wants a list')
    return []
  }
  return items(source, list).flatMap((part) => readGrant(source, part))
}

function readGrant(source: Source, part: Part): readonly MarkedGrant[] {
  if (!isMapping(source, part)) {
    wrong(source, part, 'a grant is a mapping with `origins`')
    return []
  }
  checkKeys(source, part, Object.keys(OF_GRANT))
  const more: { [key: string]: Json } = {}
  for (const [key, form] of Object.entries(OF_GRANT)) {
    const value = child(source, part, key)
    if (value === undefined || !hasForm(source, value, form)) continue
    const json = jsonOf(source, value)
    if (json !== undefined) more[key] = json
  }
  const { origins, credentials, requestHeaders, exposeHeaders, ...rest } = more
  if (!Array.isArray(origins) || origins.length === 0) {
    wrong(source, part, 'the grant names no origins')
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

function hasForm(source: Source, part: Part, form: Form): boolean {
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
  if (!fits) wrong(source, part, `${WANTED[form]} is wanted here`)
  return fits
}

function text(source: Source, part: Part | undefined): string | null {
  return part !== undefined && hasForm(source, part, 'text') ? (textOf(source, part) ?? null) : null
}

function boolean(source: Source, part: Part | undefined): boolean | undefined {
  return part !== undefined && hasForm(source, part, 'boolean')
    ? scalarOf(source, part) === true
    : undefined
}

function texts(source: Source, part: Part | undefined): readonly string[] | undefined {
  if (part === undefined || !hasForm(source, part, 'texts')) return undefined
  return items(source, part).flatMap((item) => textOf(source, item) ?? [])
}

function word<Word extends string>(
  source: Source,
  part: Part | undefined,
  known: readonly Word[],
): Word | null {
  if (part === undefined) return null
  const found = known.find((one) => one === textOf(source, part))
  if (found === undefined) wrong(source, part, `one of ${known.join(', ')} is wanted here`)
  return found ?? null
}

function wrong(source: Source, part: Part, message: string, help?: string): void {
  report(source, part, { code: 'MQ-813', message, ...(help !== undefined && { help }) })
}
