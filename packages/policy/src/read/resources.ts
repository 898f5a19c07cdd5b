/**
 * Resources: what is guarded.
 *
 * @module
 */
import type { Sensitivity } from '@marque/core'
import type { Pointer } from '../text/index.ts'
import { readMethods } from './headers.ts'
import { readMatchHost, readPath } from './match.ts'
import type { ModelMatch, ModelResource } from './model.ts'
import { checkName, checkUnique } from './names.ts'
import { type KnownNames, readGrants } from './permissions.ts'
import {
  asBoolean,
  asList,
  asText,
  asWord,
  below,
  isMapping,
  type Mapping,
  type Reader,
} from './reader.ts'

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

/** The sensitivity of a resource; the mildest where it has a mistake, so that no rule on it speaks up as well. */
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
