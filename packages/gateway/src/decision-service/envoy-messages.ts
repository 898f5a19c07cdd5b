/**
 * The messages of Envoy's external authorization API, limited to the fields that are used here.
 *
 * Names and numbers of the fields: `envoy/service/auth/v3/external_auth.proto` and `attribute_context.proto`, `envoy/config/core/v3/base.proto` and
 * `address.proto`, `envoy/type/v3/http_status.proto` (github.com/envoyproxy/data-plane-api), `google/rpc/status.proto`. Field numbers never change, and unknown
 * fields are skipped, as protobuf requires.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import protobuf, { type Reader, type Writer } from 'protobufjs/minimal.js'

/** A request as described by Envoy. */
export interface EnvoyCheckRequest {
  /** All header lines as received, pseudo-headers included; null if Envoy joins lines of one name (`encode_raw_headers` is not set). */
  readonly lines: readonly HeaderLine[] | null
  /** The remote address of the client's connection; null if it is not a socket address. */
  readonly clientAddress: string | null
  /** Envoy passes on a certificate of the client (`include_peer_certificate`). */
  readonly hasCertificate: boolean
}

/** What happens to existing lines of the same name. */
export type HeaderAction = 'append' | 'overwrite'

export interface HeaderChange {
  readonly line: HeaderLine
  readonly action: HeaderAction
}

/** The request is forwarded. */
export interface OkResponse {
  /** Changes to the forwarded request. */
  readonly requestHeaders: readonly HeaderChange[]
  /** Removed from the forwarded request; lower case. */
  readonly requestHeadersRemoved: readonly string[]
  /** Changes to its response. */
  readonly responseHeaders: readonly HeaderChange[]
}

/** The response that Envoy sends in place of the application. */
export interface DeniedResponse {
  readonly status: number
  readonly headers: readonly HeaderLine[]
  readonly body: string
}

export type EnvoyCheckResponse = (
  | { readonly ok: OkResponse; readonly denied?: never }
  | { readonly denied: DeniedResponse; readonly ok?: never }
) & {
  /** For later filters, and for the access log. */
  readonly metadata: readonly (readonly [name: string, value: string])[]
}

/**
 * Reads a `CheckRequest`.
 *
 * @throws {Error} The bytes are not a valid message.
 */
export function readCheckRequest(bytes: Uint8Array): EnvoyCheckRequest {
  const attributes = fieldsOf(bytes, 1)
  // `source.address.socket_address.address`.
  const sources = fieldsIn(attributes, 1)
  const addresses = fieldsIn(fieldsIn(fieldsIn(sources, 1), 1), 2)
  // `request.http.header_map`.
  const maps = fieldsIn(fieldsIn(fieldsIn(attributes, 4), 2), 13)
  return {
    lines: maps.length === 0 ? null : fieldsIn(maps, 1).map(readHeaderValue),
    clientAddress: addresses.at(-1)?.toString() ?? null,
    // `source.certificate`.
    hasCertificate: fieldsIn(sources, 5).some(({ length }) => length > 0),
  }
}

/** The bytes of a `CheckResponse`. */
export function writeCheckResponse(response: EnvoyCheckResponse): Buffer {
  const writer = protobuf.Writer.create()
  // `google.rpc.Status.code`: 0 is OK, 7 permission denied.
  within(writer, 1, () => writer.uint32(tag(1, 0)).int32(response.ok === undefined ? 7 : 0))
  if (response.ok === undefined) within(writer, 2, () => writeDenied(writer, response.denied))
  else within(writer, 3, () => writeOk(writer, response.ok))
  if (response.metadata.length > 0) {
    within(writer, 4, () => {
      for (const [name, value] of response.metadata) {
        // `google.protobuf.Struct.fields`, a map; `Value.string_value` is its third.
        within(writer, 1, () => {
          text(writer, 1, name)
          within(writer, 2, () => text(writer, 3, value))
        })
      }
    })
  }
  return Buffer.from(writer.finish())
}

function writeDenied(writer: Writer, { status, headers, body }: DeniedResponse): void {
  within(writer, 1, () => writer.uint32(tag(1, 0)).int32(status))
  for (const line of headers) writeHeader(writer, 2, { line, action: 'overwrite' })
  if (body !== '') text(writer, 3, body)
}

function writeOk(writer: Writer, ok: OkResponse): void {
  for (const change of ok.requestHeaders) writeHeader(writer, 2, change)
  for (const name of ok.requestHeadersRemoved) text(writer, 5, name)
  for (const change of ok.responseHeaders) writeHeader(writer, 6, change)
}

/** A `HeaderValueOption`. */
function writeHeader(writer: Writer, field: number, { line, action }: HeaderChange): void {
  const [name, value] = line
  within(writer, field, () => {
    within(writer, 1, () => {
      text(writer, 1, name)
      // Not `raw_value`, which Envoy 1.40 sends but does not read.
      text(writer, 2, value)
    })
    // `append` is deprecated, but Envoy uses it if it is set.
    if (action === 'append') within(writer, 2, () => writer.uint32(tag(1, 0)).bool(true))
    // `OVERWRITE_IF_EXISTS_OR_ADD`; 0 is `APPEND_IF_EXISTS_OR_ADD`.
    else writer.uint32(tag(3, 0)).int32(2)
  })
}

/** A `HeaderValue`: with `encode_raw_headers` its value is bytes. */
function readHeaderValue(bytes: Buffer): HeaderLine {
  const name = fieldsOf(bytes, 1).at(-1)?.toString('latin1') ?? ''
  const value = fieldsOf(bytes, 3).at(-1)?.toString('latin1') ?? ''
  return [name, value]
}

/** The contents of all fields with this number; they must be length-delimited. */
function fieldsOf(bytes: Uint8Array, wanted: number): Buffer[] {
  const found: Buffer[] = []
  const reader: Reader = protobuf.Reader.create(bytes)
  while (reader.pos < reader.len) {
    const key = reader.uint32()
    if (key === tag(wanted, 2)) found.push(Buffer.from(reader.bytes()))
    else reader.skipType(key & 7)
  }
  return found
}

function fieldsIn(messages: readonly Uint8Array[], wanted: number): Buffer[] {
  return messages.flatMap((message) => fieldsOf(message, wanted))
}

function tag(field: number, wireType: 0 | 2): number {
  return (field << 3) | wireType
}

function text(writer: Writer, field: number, value: string): void {
  writer.uint32(tag(field, 2)).string(value)
}

function within(writer: Writer, field: number, write: () => void): void {
  writer.uint32(tag(field, 2)).fork()
  write()
  writer.ldelim()
}
