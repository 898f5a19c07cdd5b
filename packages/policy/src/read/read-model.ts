/**
 * From a document to the model of it, with all that is wrong with its shape and its texts.
 *
 * @module
 */
import { checkShape } from '../document/shape.ts'
import type { Finding } from '../findings/finding.ts'
import { nearestFinder } from '../findings/nearest.ts'
import { inOrder, placeFound } from '../findings/place.ts'
import type { Loaded } from '../load/load.ts'
import type { Model } from '../model/model.ts'
import { readContext } from './context.ts'
import { EXCEPTION_DURATION, LOGIN_AGE, readDuration } from './durations.ts'
import { readExceptions } from './exceptions.ts'
import { asMapping, asText, asWord, isMapping, type Mapping, type Reader } from './reader.ts'
import { readResources } from './resources.ts'
import { readSelf } from './self.ts'
import { readSets } from './sets.ts'
import { readTenants } from './tenants.ts'

/** What reading yields. */
export interface ReadPolicy {
  /** All that could be read; null where the text is no document. With errors among the findings it has gaps. */
  readonly model: Model | null
  /** Of the text, the shape and the values, in the order of the text. */
  readonly findings: readonly Finding[]
}

/** Seconds; DESIGN 3. */
const DEFAULT_EXCEPTION_DURATION = 30 * 86_400

const CACHE = new WeakMap<Loaded, ReadPolicy>()

/** Reads the model of a document, once for each document. Never throws. */
export function readModel(loaded: Loaded): ReadPolicy {
  const known = CACHE.get(loaded)
  if (known !== undefined) return known
  const read = readOnce(loaded)
  CACHE.set(loaded, read)
  return read
}

function readOnce(loaded: Loaded): ReadPolicy {
  const { document } = loaded
  if (!isMapping(document)) return { model: null, findings: loaded.findings }
  const reader: Reader = { found: [], nearest: nearestFinder() }
  const shape = checkShape(document, reader.nearest)
  const model = readDocument(reader, document)
  const findings = placeFound([...shape, ...reader.found], loaded)
  return { model, findings: inOrder([...loaded.findings, ...findings]) }
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
