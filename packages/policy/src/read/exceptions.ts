/**
 * Exceptions: grants for one origin and a time (D16).
 *
 * @module
 */

import type { Pointer } from '../text/index.ts'
import { shorten } from '../text/index.ts'
import type { ModelException, ModelRequest } from './model.ts'
import { checkExceptionId, checkUnique } from './names.ts'
import { readExactOrigin } from './origins.ts'
import { readPermission } from './permission.ts'
import {
  asList,
  asText,
  below,
  isMapping,
  type Mapping,
  type Reader,
  readTexts,
  report,
} from './reader.ts'

/** Exceptions that could be read, and the request of each that has a name. */
export interface ReadExceptions {
  readonly exceptions: readonly ModelException[]
  readonly requests: readonly ModelRequest[]
}

/** Reads `exceptions`; one that has no origin, resource, id or end that could be read is left out, its request is not. */
export function readExceptions(
  reader: Reader,
  value: unknown,
  path: Pointer,
  resources: ReadonlySet<string>,
): ReadExceptions {
  const read = asList(value).flatMap((exception, index) =>
    isMapping(exception) ? [readException(reader, exception, below(path, index), resources)] : [],
  )
  const requests = read.flatMap(({ request }) => request ?? [])
  checkUnique(
    reader,
    'exception',
    requests.map(({ id, path: at }) => ({ name: id, path: below(at, 'id') })),
  )
  return { exceptions: read.flatMap(({ exception }) => exception ?? []), requests }
}

function readException(
  reader: Reader,
  exception: Mapping,
  path: Pointer,
  resources: ReadonlySet<string>,
): { readonly exception: ModelException | null; readonly request: ModelRequest | null } {
  const at = (key: string): Pointer => below(path, key)
  const id = asText(exception.id)
  if (id !== null) checkExceptionId(reader, id, at('id'))
  const text = asText(exception.origin)
  const origin = text === null ? undefined : readExactOrigin(reader, text, at('origin'))
  const resource = readResourceName(reader, exception.resource, at('resource'), resources)
  const permission = readPermission(reader, exception, path)
  if (id === null) return { exception: null, request: null }
  const { until, credentials } = permission
  const request = {
    path,
    id,
    purpose: asText(exception.purpose),
    requestedBy: asText(exception.requestedBy),
    approvedBy: readTexts(exception.approvedBy, at('approvedBy'), (name) => name),
    resource,
    credentials,
  }
  if (origin === undefined || resource === null || until === null)
    return { exception: null, request }
  return { exception: { ...permission, id, origin, resource, until }, request }
}

function readResourceName(
  reader: Reader,
  value: unknown,
  path: Pointer,
  resources: ReadonlySet<string>,
): string | null {
  const name = asText(value)
  if (name === null || resources.has(name)) return name
  const nearest = reader.nearest(name, resources)
  const message = `no resource is named \`${shorten(name)}\``
  report(
    reader,
    path,
    {
      code: 'MQ-182',
      message,
      ...(nearest !== undefined && { help: `did you mean \`${nearest}\`?` }),
    },
    shorten(name),
  )
  return null
}
