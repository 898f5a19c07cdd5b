/**
 * From a document to its model, with findings about shape and values.
 *
 * @module
 */
import type { FactSource, Sensitivity } from '@marque/core'
import { checkShape } from '../document/index.ts'
import { nearestFinder, type RawFinding } from '../findings/index.ts'
import type { Pointer } from '../text/index.ts'
import { readAcknowledgements } from './acknowledgements.ts'
import { readHeaderName, readMethods } from './headers.ts'
import { readMatchHost, readPath, readTemplate } from './match.ts'
import type { Model, ModelMatch, ModelResource } from './model.ts'
import { checkName, checkUnique } from './names.ts'
import { type KnownNames, readExceptions, readGrants } from './permissions.ts'
import {
  asBoolean,
  asList,
  asMapping,
  asText,
  asWord,
  below,
  isMapping,
  type Mapping,
  type Reader,
  report,
} from './reader.ts'
import { readSelf, readSets, readTenants } from './sets.ts'
import { EXCEPTION_DURATION, LOGIN_AGE, readDuration } from './times.ts'

/** What a document says, and what is wrong with its shape and values. */
export interface ReadModel {
  /** All that could be read; null for a document that is not a mapping. If there are errors, parts are missing. */
  readonly model: Model | null
  readonly found: readonly RawFinding[]
}

/** Seconds; the maximum duration of an exception where `limits.exceptionDuration` is not set. */
const DEFAULT_EXCEPTION_DURATION = 30 * 86_400

/** Reads the model of a document. Never throws. */
export function readModel(document: unknown): ReadModel {
  if (!isMapping(document)) return { model: null, found: [] }
  const reader: Reader = { found: [], nearest: nearestFinder() }
  const shape = checkShape(document, reader.nearest)
  const model = readDocument(reader, document)
  return { model, found: [...shape, ...reader.found] }
}

function readDocument(reader: Reader, document: Mapping): Model {
  const sets = readSets(reader, document.origins, '/origins')
  const resources = readResources(reader, document.resources, '/resources', {
    sets: new Set(Object.keys(asMapping(document.origins))),
  })
  const blocks = resources.some(
    ({ sensitivity }) => sensitivity === 'confidential' || sensitivity === 'restricted',
  )
  const names = new Set(resources.map(({ name }) => name))
  return {
    self: readSelf(reader, document.self, '/self'),
    contact: asText(document.contact),
    context: readContext(reader, document.context, '/context'),
    sets,
    resources,
    ...readTenants(reader, document.tenants, '/tenants'),
    ...readExceptions(reader, document.exceptions, '/exceptions', names),
    acknowledgements: readAcknowledgements(reader, document.acknowledged, '/acknowledged'),
    // D8
    unmatched: asWord(document.unmatched, ['headers', 'block']) ?? (blocks ? 'block' : 'headers'),
    limits: readLimits(reader, document.limits),
  }
}

function readLimits(reader: Reader, value: unknown): Model['limits'] {
  const limits = asMapping(value)
  const lifetimes = asMapping(limits.credentialLifetime)
  const credentialLifetime: { [sensitivity: string]: number } = {}
  for (const sensitivity of ['public', 'internal', 'confidential', 'restricted'] as const) {
    const path = `/limits/credentialLifetime/${sensitivity}`
    const seconds = readDuration(reader, lifetimes[sensitivity], path, LOGIN_AGE)
    if (seconds !== undefined) credentialLifetime[sensitivity] = seconds * 1000
  }
  const longest = readDuration(
    reader,
    limits.exceptionDuration,
    '/limits/exceptionDuration',
    EXCEPTION_DURATION,
  )
  return { exceptionDuration: (longest ?? DEFAULT_EXCEPTION_DURATION) * 1000, credentialLifetime }
}

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
    const message = `\`${fact}\` cannot come from a ${key}, which any client can set`
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
    message: 'an empty string is not the name of a claim',
    help: 'write the name of a claim',
  })
  return undefined
}

function sourcesHelp(fact: Fact): string {
  return fact === 'apiVersion'
    ? 'name one of `path`, `header`, `claim`'
    : 'name a claim of the verified login: `{ claim: roles }`'
}

const SENSITIVITIES = ['public', 'internal', 'confidential', 'restricted'] as const

/** Reads `resources`. */
export function readResources(
  reader: Reader,
  value: unknown,
  path: Pointer,
  known: KnownNames,
): readonly ModelResource[] {
  const resources = asList(value).flatMap((resource, index) =>
    isMapping(resource) ? [readResource(reader, resource, below(path, index), known)] : [],
  )
  const named = resources.filter(({ name }) => name !== '')
  checkUnique(
    reader,
    'resource',
    named.map(({ name, path: at }) => ({ name, path: below(at, 'name') })),
  )
  return resources
}

/** The sensitivity of a resource; `public` if it is invalid, so that no rule about sensitivity reports it again. */
function readSensitivity(value: unknown): Sensitivity {
  return asWord(value, SENSITIVITIES) ?? 'public'
}

function readResource(
  reader: Reader,
  resource: Mapping,
  path: Pointer,
  known: KnownNames,
): ModelResource {
  const at = (key: string): Pointer => below(path, key)
  const name = asText(resource.name)
  if (name !== null) checkName(reader, name, at('name'))
  const sensitivity = readSensitivity(resource.sensitivity)
  const isolate = asBoolean(resource.isolate, false)
  // D17, D26
  const blocks = isolate || sensitivity === 'confidential' || sensitivity === 'restricted'
  return {
    name: name ?? '',
    path,
    sensitivity,
    enforce: asWord(resource.enforce, ['block', 'headers']) ?? (blocks ? 'block' : 'headers'),
    owner: asText(resource.owner),
    data: asList(resource.data).filter((word) => typeof word === 'string'),
    authentication: asWord(resource.authentication, ['required', 'optional']) ?? 'optional',
    isolate,
    resourcePolicy: asWord(resource.resourcePolicy, ['same-site', 'same-origin', 'cross-origin']),
    match: asList(resource.match).flatMap((match, index) =>
      readMatch(reader, match, below(at('match'), index)),
    ),
    grants: readGrants(reader, resource.grants, at('grants'), known),
  }
}

function readMatch(reader: Reader, value: unknown, path: Pointer): readonly ModelMatch[] {
  if (!isMapping(value)) return []
  const text = asText(value.path)
  const pattern = text === null ? undefined : readPath(reader, text, below(path, 'path'))
  const hostText = asText(value.host)
  const host = hostText === null ? null : readMatchHost(reader, hostText, below(path, 'host'))
  const methods = readMethods(reader, value.methods, below(path, 'methods'))
  if (pattern === undefined || host === undefined) return []
  return [
    {
      path,
      host,
      pattern,
      methods: Array.isArray(value.methods) ? methods : null,
      encodedSlash: asWord(value.encodedSlash, ['separator', 'data']) ?? 'separator',
    },
  ]
}
