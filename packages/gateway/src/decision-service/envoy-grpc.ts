/**
 * The gRPC service for Envoy: `envoy.service.auth.v3.Authorization`.
 *
 * Loaded only if it is configured: the gRPC library takes longer to load than the rest of the service.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import {
  type handleUnaryCall,
  logVerbosity,
  type Metadata,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  type sendUnaryData,
  setLogVerbosity,
  status,
} from '@grpc/grpc-js'
import type { Address, ListenSettings } from '../config/index.ts'
import { requestIdOf } from '../request/index.ts'
import type { CheckDeps } from './check-endpoints.ts'
import { KEY_HEADER, reportsCertificate } from './client-request.ts'
import {
  type EnvoyCheckRequest,
  type EnvoyCheckResponse,
  readCheckRequest,
  writeCheckResponse,
} from './envoy-messages.ts'
import { readEnvoyGrpc } from './envoy-request.ts'
import { envoyGrpcResponse } from './envoy-responses.ts'
import type { ServiceKey } from './service-key.ts'

export interface GrpcDeps extends Pick<CheckDeps, 'evaluate' | 'trust' | 'onUnreadable'> {
  readonly key: ServiceKey
}

export interface GrpcListener {
  /** Host and port, with the assigned port if port 0 was configured. */
  readonly address: string
  /** Waits up to a second for checks in progress. */
  close(): Promise<void>
}

/** Maximum size of a check: the client's header lines, which Envoy limits to 60 KiB by default, and what Envoy adds. */
const MAX_MESSAGE_BYTES = 1_048_576

/** How long a shutdown waits for checks in progress, milliseconds. */
const DRAIN = 1_000

const SERVICE: ServiceDefinition = {
  Check: {
    // `rpc Check(CheckRequest) returns (CheckResponse)` of `envoy/service/auth/v3/external_auth.proto`.
    path: '/envoy.service.auth.v3.Authorization/Check',
    requestStream: false,
    responseStream: false,
    requestSerialize: clientOnly,
    requestDeserialize: readCheckRequest,
    responseSerialize: writeCheckResponse,
    responseDeserialize: clientOnly,
  },
}

/**
 * Starts the listener.
 *
 * @param tls With `clientCaFile`, only proxies with a certificate of this authority may connect.
 * @throws The address cannot be listened on, or a TLS file cannot be read.
 */
export async function listenForGrpcChecks(
  { host, port }: Address,
  tls: ListenSettings['tls'],
  deps: GrpcDeps,
): Promise<GrpcListener> {
  // Errors are thrown or counted here; the library would also write them to standard error.
  setLogVerbosity(logVerbosity.NONE)
  const server = new Server({ 'grpc.max_receive_message_length': MAX_MESSAGE_BYTES })
  server.addService(SERVICE, { Check: checkHandler(deps) })
  const name = host.includes(':') ? `[${host}]` : host
  const assigned = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`${name}:${port}`, credentials(tls), (error, bound) => {
      if (error === null) resolve(bound)
      else reject(Object.assign(new Error(systemMessage(error)), { address: name, port }))
    })
  })
  return {
    address: `${name}:${assigned}`,
    async close() {
      const limit = setTimeout(() => server.forceShutdown(), DRAIN)
      await new Promise((resolve) => server.tryShutdown(resolve))
      clearTimeout(limit)
    },
  }
}

/** The message of the system within that of the library. */
function systemMessage({ message }: Error): string {
  return /errors: \[(.+)\]$/.exec(message)?.[1] ?? message
}

function credentials(tls: ListenSettings['tls']): ServerCredentials {
  if (tls === null) return ServerCredentials.createInsecure()
  const { certFile, keyFile, clientCaFile } = tls
  const pair = { cert_chain: readFileSync(certFile), private_key: readFileSync(keyFile) }
  const authority = clientCaFile === null ? null : readFileSync(clientCaFile)
  return ServerCredentials.createSsl(authority, [pair], authority !== null)
}

/** After an error Envoy refuses the request, and counts the error. */
function checkHandler({
  evaluate,
  trust,
  onUnreadable,
  key,
}: GrpcDeps): handleUnaryCall<EnvoyCheckRequest, EnvoyCheckResponse> {
  return ({ request, metadata }, respond) => {
    if (!key.matches(keyOf(metadata))) {
      onUnreadable('key')
      fail(respond, status.UNAUTHENTICATED, 'missing or wrong `marque-service-key`')
      return
    }
    const { lines } = request
    if (lines === null) {
      onUnreadable('question-unreadable')
      const details = 'header lines are joined: set `encode_raw_headers: true` in the filter'
      fail(respond, status.FAILED_PRECONDITION, details)
      return
    }
    const client = readEnvoyGrpc(request, trust)
    if (client === null) {
      onUnreadable('question-unreadable')
      const details = 'the proxy does not describe the request; check its configuration'
      fail(respond, status.INVALID_ARGUMENT, details)
      return
    }
    const hasCertificate = request.hasCertificate || reportsCertificate(lines)
    const evaluation = async () =>
      evaluate({ ...client, requestId: requestIdOf(lines, true), hasCertificate })
    evaluation().then(
      (result) => respond(null, envoyGrpcResponse(result)),
      () => fail(respond, status.INTERNAL, 'internal error'),
    )
  }
}

function fail(respond: sendUnaryData<EnvoyCheckResponse>, code: status, details: string): void {
  respond({ code, details })
}

function keyOf(metadata: Metadata): string | null {
  const [first, second] = metadata.get(KEY_HEADER)
  return typeof first === 'string' && first !== '' && second === undefined ? first : null
}

/** The half of the codec that a service does not use. */
function clientOnly(): never {
  throw new TypeError('the decision service sends no checks')
}
