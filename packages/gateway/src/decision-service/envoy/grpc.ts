/**
 * The service that Envoy asks over gRPC: `envoy.service.auth.v3.Authorization`.
 *
 * Loaded only where it is asked for: the library takes longer to load than all the rest of the service.
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
import type { ProxyTrust } from '../../exchange/client.ts'
import { requestIdOf } from '../../exchange/ids.ts'
import type { Address, ListenSettings } from '../../settings/settings.ts'
import { KEY_HEADER } from '../asked.ts'
import type { Judge } from '../judge.ts'
import { checkResponse } from './answers.ts'
import {
  type CheckRequest,
  type CheckResponse,
  readCheckRequest,
  writeCheckResponse,
} from './messages.ts'
import { readCheck } from './question.ts'

export interface GrpcParts {
  readonly judge: Judge
  readonly trust: ProxyTrust
  /** Whether this is the key of the service; null: the question has none, or several. */
  readonly isKey: (given: string | null) => boolean
  /** Hears of what could not be answered, by kind. */
  readonly unreadable: (kind: string) => void
}

export interface GrpcListener {
  /** Host and port, with the port that the system chose where 0 was asked for. */
  readonly address: string
  /** Waits a second for questions that are under way. */
  close(): Promise<void>
}

/** Of one question: the client's header lines, which Envoy bounds at 60 KiB unless it is told otherwise, and what Envoy adds. */
const MESSAGE_BYTES = 1_048_576

/** How long a stop waits for questions that are under way, milliseconds. */
const DRAIN = 1_000

const SERVICE: ServiceDefinition = {
  Check: {
    // `rpc Check(CheckRequest) returns (CheckResponse)` of `envoy/service/auth/v3/external_auth.proto`.
    path: '/envoy.service.auth.v3.Authorization/Check',
    requestStream: false,
    responseStream: false,
    requestSerialize: onlyForClients,
    requestDeserialize: readCheckRequest,
    responseSerialize: writeCheckResponse,
    responseDeserialize: onlyForClients,
  },
}

/**
 * Listens.
 *
 * @param tls With `clientCaFile` only a proxy that has a certificate of this authority may ask.
 * @throws The address cannot be listened on, or a TLS file cannot be read.
 */
export async function listenForChecks(
  { host, port }: Address,
  tls: ListenSettings['tls'],
  parts: GrpcParts,
): Promise<GrpcListener> {
  // What it would write to standard error is thrown or counted here.
  setLogVerbosity(logVerbosity.NONE)
  const server = new Server({ 'grpc.max_receive_message_length': MESSAGE_BYTES })
  server.addService(SERVICE, { Check: answerBy(parts) })
  const name = host.includes(':') ? `[${host}]` : host
  const taken = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`${name}:${port}`, credentials(tls), (error, bound) => {
      if (error === null) resolve(bound)
      else reject(Object.assign(new Error(reasonIn(error)), { address: name, port }))
    })
  })
  return {
    address: `${name}:${taken}`,
    async close() {
      const limit = setTimeout(() => server.forceShutdown(), DRAIN)
      await new Promise((resolve) => server.tryShutdown(resolve))
      clearTimeout(limit)
    },
  }
}

/** Of all that the library says, what the system said. */
function reasonIn({ message }: Error): string {
  return /errors: \[(.+)\]$/.exec(message)?.[1] ?? message
}

function credentials(tls: ListenSettings['tls']): ServerCredentials {
  if (tls === null) return ServerCredentials.createInsecure()
  const { certFile, keyFile, clientCaFile } = tls
  const pair = { cert_chain: readFileSync(certFile), private_key: readFileSync(keyFile) }
  const authority = clientCaFile === null ? null : readFileSync(clientCaFile)
  return ServerCredentials.createSsl(authority, [pair], authority !== null)
}

/** An error is no answer: Envoy lets nothing go on then, and counts it. */
function answerBy(parts: GrpcParts): handleUnaryCall<CheckRequest, CheckResponse> {
  return ({ request, metadata }, answer) => {
    if (!parts.isKey(keyOf(metadata))) {
      parts.unreadable('key')
      refuse(answer, status.UNAUTHENTICATED, 'the question does not carry the key of this service')
      return
    }
    const { lines } = request
    if (lines === null) {
      parts.unreadable('question-unreadable')
      const why = 'lines of one name are joined: set `encode_raw_headers: true` in the filter'
      refuse(answer, status.FAILED_PRECONDITION, why)
      return
    }
    const asked = readCheck(request, parts.trust)
    if (asked === null) {
      parts.unreadable('question-unreadable')
      refuse(answer, status.INVALID_ARGUMENT, 'the proxy does not say what is asked')
      return
    }
    const judged = async () => parts.judge({ ...asked, requestId: requestIdOf(lines, true) })
    judged().then(
      (known) => answer(null, checkResponse(known)),
      () => refuse(answer, status.INTERNAL, 'nothing was decided'),
    )
  }
}

function refuse(answer: sendUnaryData<CheckResponse>, code: status, details: string): void {
  answer({ code, details })
}

function keyOf(metadata: Metadata): string | null {
  const [first, second] = metadata.get(KEY_HEADER)
  return typeof first === 'string' && first !== '' && second === undefined ? first : null
}

/** The other half of the codec. */
function onlyForClients(): never {
  throw new TypeError('this is the service, and asks nothing')
}
