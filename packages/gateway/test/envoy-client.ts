/**
 * Envoy's side of external authorization, for tests: the messages as a library has them that reads their definition, so that nothing is taken from the code that
 * is tested.
 *
 * @module
 */
import { type ChannelCredentials, Client, Metadata, type ServiceError } from '@grpc/grpc-js'
import protobuf from 'protobufjs'

/**
 * The fields that matter, with the names, numbers and types that they have in `envoy/service/auth/v3/external_auth.proto` and `attribute_context.proto`,
 * `envoy/config/core/v3/base.proto` and `address.proto`, `envoy/type/v3/http_status.proto`, `google/rpc/status.proto` and `google/protobuf/struct.proto`.
 */
const PROTO = `
syntax = "proto3";
message SocketAddress { int32 protocol = 1; string address = 2; uint32 port_value = 3; }
message Pipe { string path = 1; }
message Address { oneof address { SocketAddress socket_address = 1; Pipe pipe = 2; } }
message HeaderValue { string key = 1; string value = 2; bytes raw_value = 3; }
message HeaderMap { repeated HeaderValue headers = 1; }
message BoolValue { bool value = 1; }
message HeaderValueOption { HeaderValue header = 1; BoolValue append = 2; int32 append_action = 3; bool keep_empty_value = 4; }
message Timestamp { int64 seconds = 1; int32 nanos = 2; }
message Peer { Address address = 1; string service = 2; map<string, string> labels = 3; string principal = 4; string certificate = 5; }
message HttpRequest {
  string id = 1; string method = 2; map<string, string> headers = 3; string path = 4; string host = 5; string scheme = 6; string query = 7;
  string fragment = 8; int64 size = 9; string protocol = 10; string body = 11; bytes raw_body = 12; HeaderMap header_map = 13;
}
message Request { Timestamp time = 1; HttpRequest http = 2; }
message AttributeContext { Peer source = 1; Peer destination = 2; Request request = 4; map<string, string> context_extensions = 10; }
message CheckRequest { AttributeContext attributes = 1; }
message Status { int32 code = 1; string message = 2; }
message HttpStatus { int32 code = 1; }
message DeniedHttpResponse { HttpStatus status = 1; repeated HeaderValueOption headers = 2; string body = 3; }
message OkHttpResponse {
  repeated HeaderValueOption headers = 2; repeated string headers_to_remove = 5; repeated HeaderValueOption response_headers_to_add = 6;
}
message Value { oneof kind { string string_value = 3; } }
message Struct { map<string, Value> fields = 1; }
message CheckResponse {
  Status status = 1;
  oneof http_response { DeniedHttpResponse denied_response = 2; OkHttpResponse ok_response = 3; DeniedHttpResponse error_response = 5; }
  Struct dynamic_metadata = 4;
}
`

const { root } = protobuf.parse(PROTO, { keepCase: true })

type Lines = readonly (readonly [name: string, value: string])[]

/** What Envoy would ask about a request: every field that it fills in, known here or not. */
export function questionOf(lines: Lines, more: object = {}, from: object = {}): Buffer {
  const type = root.lookupType('CheckRequest')
  const of = (wanted: string): string => lines.find(([name]) => name === wanted)?.[1] ?? ''
  const peer = { address: { socket_address: { address: '192.0.2.9', port_value: 4711 } } }
  const http = {
    id: '123',
    method: of(':method'),
    path: of(':path'),
    host: of(':authority'),
    scheme: of(':scheme'),
    size: -1,
    protocol: 'HTTP/1.1',
    header_map: {
      headers: lines.map(([key, value]) => ({ key, raw_value: Buffer.from(value, 'latin1') })),
    },
    ...more,
  }
  const request = { time: { seconds: 1_700_000_000, nanos: 1 }, http }
  const attributes = {
    source: { ...peer, ...from },
    destination: peer,
    request,
    context_extensions: { a: 'b' },
  }
  return Buffer.from(type.encode(type.fromObject({ attributes })).finish())
}

/** An answer as Envoy reads it. */
export function answerIn(bytes: Uint8Array): { readonly [field: string]: unknown } {
  const type = root.lookupType('CheckResponse')
  return type.toObject(type.decode(bytes), { defaults: false })
}

/** Asks as Envoy does, over a connection of its own. */
export async function askOverGrpc(
  address: string,
  question: Buffer,
  credentials: ChannelCredentials,
  initial: Lines = [],
): Promise<{ readonly [field: string]: unknown } | ServiceError> {
  const client = new Client(address, credentials)
  const metadata = new Metadata()
  for (const [name, value] of initial) metadata.add(name, value)
  try {
    return await new Promise((resolve) => {
      client.makeUnaryRequest(
        '/envoy.service.auth.v3.Authorization/Check',
        (bytes: Buffer) => bytes,
        answerIn,
        question,
        metadata,
        { deadline: Date.now() + 300_000 },
        (error, answer) => resolve(error ?? answer ?? {}),
      )
    })
  } finally {
    client.close()
  }
}
