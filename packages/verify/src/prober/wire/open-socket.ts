/**
 * Connections to the address of a layer, over TLS under the name of the policy's host.
 *
 * @module
 */
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import {
  type ConnectionOptions,
  checkServerIdentity,
  connect as connectTls,
  type TLSSocket,
} from 'node:tls'
import { errorCode, NoAnswer, socketErrorText } from './no-answer.ts'

/** Where a layer listens, and what TLS needs. */
export interface Address {
  readonly isTls: boolean
  /** A name, or an IP address without brackets. */
  readonly host: string
  readonly port: number
  readonly ca: string | null
  readonly client: { readonly certificate: string; readonly key: string } | null
}

/** Reads the URL of a layer. @throws {TypeError} Not an http or https URL. */
export function addressOf(url: string, { ca, client }: Pick<Address, 'ca' | 'client'>): Address {
  const { protocol, hostname, port } = new URL(url)
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new TypeError(`the URL of a layer starts with http:// or https://: \`${url}\``)
  }
  const isTls = protocol === 'https:'
  return {
    isTls,
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (isTls ? 443 : 80) : Number(port),
    ca,
    client,
  }
}

/**
 * Connects, and completes the handshake of TLS. The certificate must be valid for the host of `authority`; there is no way around that.
 *
 * @param protocol The only one offered in ALPN. A server without ALPN is taken to speak HTTP/1.1.
 * @throws {NoAnswer}
 */
export function openSocket(
  address: Address,
  authority: string,
  protocol: 'http/1.1' | 'h2',
  timeout: number,
  signal: AbortSignal,
): Promise<Socket> {
  if (signal.aborted) return Promise.reject(new NoAnswer('connection', 'interrupted'))
  const { host, port, isTls } = address
  const at = `\`${host.includes(':') ? `[${host}]` : host}:${port}\``
  return new Promise((resolve, reject) => {
    const socket = isTls
      ? connectTls(tlsOptions(address, authority, protocol))
      : connectTcp({ host, port, noDelay: true })
    let isConnected = false
    let isSettled = false
    const settle = (failure: NoAnswer | null): void => {
      if (isSettled) return
      isSettled = true
      clearTimeout(timer)
      signal.removeEventListener('abort', abandon)
      if (failure === null) {
        resolve(socket)
        return
      }
      socket.destroy()
      reject(failure)
    }
    const abandon = (): void => settle(new NoAnswer('connection', 'interrupted'))
    signal.addEventListener('abort', abandon)
    const timer = setTimeout(
      () => settle(new NoAnswer('timeout', `no connection to ${at} within ${timeout} ms`)),
      timeout,
    )
    socket.once('connect', () => {
      isConnected = true
      if (!isTls) settle(null)
    })
    socket.once('secureConnect', () => {
      const negotiated = (socket as TLSSocket).alpnProtocol
      const isSpoken = negotiated === protocol || (!negotiated && protocol === 'http/1.1')
      const missing = `${at} does not offer ${protocol === 'h2' ? 'HTTP/2' : 'HTTP/1.1'} over TLS`
      settle(isSpoken ? null : new NoAnswer('tls', missing))
    })
    // Stays: an error of a socket without a listener would end the process.
    socket.on('error', (error) => {
      const isOfTls = isConnected && isTls
      const text = isOfTls ? tlsErrorText(error) : socketErrorText(error)
      settle(new NoAnswer(isOfTls ? 'tls' : 'connection', `${text}: ${at}`))
    })
    socket.once('close', () => {
      const text = isTls ? `${at} closed the connection during the TLS handshake` : `${at} closed`
      settle(new NoAnswer(isTls ? 'tls' : 'connection', text))
    })
  })
}

function tlsOptions(address: Address, authority: string, protocol: string): ConnectionOptions {
  const { host, port, ca, client } = address
  const name = hostOf(authority)
  return {
    host,
    port,
    // An IP address is no SNI (RFC 6066, 3); the certificate is checked against it all the same.
    servername: isIP(name) === 0 ? name : '',
    checkServerIdentity: (_host, certificate) => checkServerIdentity(name, certificate),
    ALPNProtocols: [protocol],
    ...(ca === null ? {} : { ca }),
    ...(client === null ? {} : { cert: client.certificate, key: client.key }),
  }
}

/** The host of an authority: no port, no brackets. */
export function hostOf(authority: string): string {
  return authority.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1')
}

/** Errors of certificates that their text alone does not explain. */
const UNTRUSTED = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

function tlsErrorText(error: Error): string {
  const code = errorCode(error)
  if (UNTRUSTED.has(code)) return `certificate of an unknown authority (${code})`
  if (code === 'ECONNRESET') return 'connection reset during the TLS handshake'
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER') return 'no TLS at this port'
  return error.message
}
