/**
 * Hosts of matches and of tenancy.
 *
 * @module
 */
import { isAddress, readOrigin } from '@marque/core'
import type { Pointer } from '../text/index.ts'
import { shorten } from '../text/index.ts'
import { hostFault } from './host-fault.ts'
import { type Reader, report } from './reader.ts'

const PREFIX = 'https://'

/** Reads a host, or `*.` and a host. It has no port: servers choose virtual hosts by the name, and a match fits every port. */
export function readMatchHost(reader: Reader, text: string, path: Pointer): string | undefined {
  const bare = text.startsWith('*.') ? text.slice(2) : text
  const origin = readOrigin(PREFIX + bare)
  if (origin?.port === null && !(bare !== text && isAddress(origin.host))) return text
  const help = helpWithHost(text)
  report(
    reader,
    path,
    { code: 'MQ-160', message: `\`${shorten(text)}\` is no host`, ...help },
    shorten(text),
  )
  return undefined
}

function helpWithHost(text: string): { help: string } | undefined {
  const lower = text.toLowerCase()
  if (/^[a-z][a-z0-9+.-]*:\/\//.test(lower))
    return { help: 'write the host alone, without scheme and path' }
  if (lower !== text && isHost(lower)) return { help: `write \`${lower}\`` }
  if (text.endsWith('.') && isHost(text.slice(0, -1)))
    return { help: `write \`${text.slice(0, -1)}\`` }
  const name = text.replace(/:[0-9]+$/, '')
  if (name !== text && isHost(name))
    return { help: `write \`${name}\`: a match has no port and fits every one` }
  if (text.includes('/')) return { help: 'the path stands in `path`' }
  if (text.includes('{'))
    return { help: 'a tenant is named under `tenants.identify`; here write `*.` and the host' }
  const fault = hostFault(PREFIX + text, PREFIX.length)
  return fault?.help === undefined ? undefined : { help: fault.help.replaceAll(PREFIX, '') }
}

function isHost(text: string): boolean {
  return readOrigin(PREFIX + (text.startsWith('*.') ? text.slice(2) : text)) !== undefined
}

/** Reads the host template of tenancy: `{tenant}.` and a host. */
export function readTenantHost(reader: Reader, text: string, path: Pointer): string | undefined {
  const first = '{tenant}.'
  const rest = text.startsWith(first) ? text.slice(first.length) : ''
  const origin = readOrigin(PREFIX + rest)
  if (origin?.port === null && !isAddress(origin.host)) return text
  report(
    reader,
    path,
    { code: 'MQ-162', message: `\`${shorten(text)}\` does not name a tenant by its first label` },
    shorten(text),
  )
  return undefined
}
