/**
 * From a document to the model of it, with all that is wrong with its shape and its texts.
 *
 * @module
 */
import { checkShape } from '../document/index.ts'
import { nearestFinder, type RawFinding } from '../findings/index.ts'
import { readContext } from './context.ts'
import { EXCEPTION_DURATION, LOGIN_AGE, readDuration } from './durations.ts'
import { readExceptions } from './exceptions.ts'
import type { Model } from './model.ts'
import { asMapping, asText, asWord, isMapping, type Mapping, type Reader } from './reader.ts'
import { readResources } from './resources.ts'
import { readSelf } from './self.ts'
import { readSets } from './sets.ts'
import { readTenants } from './tenants.ts'

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
