/**
 * The fields of a request that a decision reads, gathered in one pass over its lines.
 *
 * @module
 */
import type { HeaderLine } from '../request.ts'

/** A field whose several lines matter: how many have a value, and the first of them. */
export interface RequestFields {
  /** Lines of Origin that have a value; an empty one is none (D6). */
  origins: number
  origin: string
  requestMethods: number
  requestMethod: string
  /** The lines of Access-Control-Request-Headers, or null. */
  requestHeaders: readonly string[] | null
  /** Carried: a line that is not blank (D13). */
  cookie: boolean
  authorization: boolean
  hosts: number
  host: string
  siteLines: number
  site: string
  mode: string
  dest: string
  /** Any Sec-Fetch-Site line says `cross-site` or `same-site`. */
  fromOtherSite: boolean
  connectionUpgrade: boolean
  upgradeWebSocket: boolean
  protocolWebSocket: boolean
  versions: number
  version: string
}

/** @param versionHeader Lower-case name of the header that names the API version, where one does. */
export function readFields(
  lines: readonly HeaderLine[],
  versionHeader: string | null,
): RequestFields {
  const fields: RequestFields = {
    origins: 0,
    origin: '',
    requestMethods: 0,
    requestMethod: '',
    requestHeaders: null,
    cookie: false,
    authorization: false,
    hosts: 0,
    host: '',
    siteLines: 0,
    site: '',
    mode: '',
    dest: '',
    fromOtherSite: false,
    connectionUpgrade: false,
    upgradeWebSocket: false,
    protocolWebSocket: false,
    versions: 0,
    version: '',
  }
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]
    if (line !== undefined) readLine(fields, line[0], line[1])
  }
  if (versionHeader !== null) readVersion(fields, lines, versionHeader)
  return fields
}

/** Told apart by length first: most lines of a request are none of these. */
function readLine(fields: RequestFields, name: string, value: string): void {
  switch (name.length) {
    case 4:
      if (is(name, 'host')) {
        if (fields.hosts++ === 0) fields.host = value
      }
      return
    case 6:
      if (is(name, 'origin')) {
        if (!isBlank(value) && fields.origins++ === 0) fields.origin = value
      } else if (is(name, 'cookie')) {
        if (!isBlank(value)) fields.cookie = true
      }
      return
    case 7:
      if (is(name, 'upgrade') && hasToken(value, 'websocket')) fields.upgradeWebSocket = true
      return
    case 9:
      if (name === ':protocol' && value === 'websocket') fields.protocolWebSocket = true
      return
    case 10:
      if (is(name, 'connection') && hasToken(value, 'upgrade')) fields.connectionUpgrade = true
      return
    case 13:
      if (is(name, 'authorization') && !isBlank(value)) fields.authorization = true
      return
    case 14:
      readFetchMetadata(fields, name, value)
      return
    case 29:
      if (is(name, 'access-control-request-method')) {
        if (!isBlank(value) && fields.requestMethods++ === 0) fields.requestMethod = value
      }
      return
    case 30:
      if (is(name, 'access-control-request-headers')) {
        fields.requestHeaders =
          fields.requestHeaders === null ? [value] : [...fields.requestHeaders, value]
      }
      return
  }
}

function readFetchMetadata(fields: RequestFields, name: string, value: string): void {
  if (is(name, 'sec-fetch-site')) {
    if (fields.siteLines++ === 0) fields.site = value
    if (value === 'cross-site' || value === 'same-site') fields.fromOtherSite = true
  } else if (is(name, 'sec-fetch-mode')) fields.mode = value
  else if (is(name, 'sec-fetch-dest')) fields.dest = value
}

function readVersion(fields: RequestFields, lines: readonly HeaderLine[], header: string): void {
  for (const [name, value] of lines) {
    if (name.length === header.length && is(name, header) && fields.versions++ === 0)
      fields.version = value
  }
}

function is(name: string, lower: string): boolean {
  return name === lower || name.toLowerCase() === lower
}

/** Spaces and tabs only (RFC 9110, OWS): `trim()` would drop more. */
function isBlank(value: string): boolean {
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at)
    if (code !== 0x20 && code !== 0x09) return false
  }
  return true
}

/** Whether a comma-separated list holds a token, in any case. Lists longer than any sender's are not looked into. */
function hasToken(value: string, token: string): boolean {
  if (value.length > 1024) return false
  return value
    .toLowerCase()
    .split(',')
    .some((part) => part.replace(/^[ \t]+|[ \t]+$/g, '') === token)
}
