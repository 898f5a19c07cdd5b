/**
 * Exceptions: grants for one origin and a time (D16).
 *
 * @module
 */
import { shorten } from '../load/reading.ts'
import type { ModelException, Pointer } from '../model/model.ts'
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

/** Reads `exceptions`; one that has no origin, resource, id or end that could be read is left out. */
export function readExceptions(
  reader: Reader,
  value: unknown,
  path: Pointer,
  resources: ReadonlySet<string>,
): readonly ModelException[] {
  const exceptions = asList(value).flatMap((exception, index) =>
    isMapping(exception) ? readException(reader, exception, below(path, index), resources) : [],
  )
  checkUnique(
    reader,
    'exception',
    exceptions.map(({ id, path: at }) => ({ name: id, path: below(at, 'id') })),
  )
  return exceptions
}

function readException(
  reader: Reader,
  exception: Mapping,
  path: Pointer,
  resources: ReadonlySet<string>,
): readonly ModelException[] {
  const at = (key: string): Pointer => below(path, key)
  const id = asText(exception.id)
  if (id !== null) checkExceptionId(reader, id, at('id'))
  const text = asText(exception.origin)
  const origin = text === null ? undefined : readExactOrigin(reader, text, at('origin'))
  const resource = readResourceName(reader, exception.resource, at('resource'), resources)
  const permission = readPermission(reader, exception, path)
  if (id === null || origin === undefined || resource === null || permission.until === null)
    return []
  return [
    {
      ...permission,
      id,
      origin,
      resource,
      until: permission.until,
      purpose: asText(exception.purpose),
      requestedBy: asText(exception.requestedBy),
      approvedBy: readTexts(exception.approvedBy, at('approvedBy'), (name) => name),
    },
  ]
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
