/**
 * Sets the headers of a Node response at the moment when it is sent, so that the policy overrides the application, its error handlers and other
 * middleware.
 *
 * @module
 */
import type { OutgoingHttpHeader, OutgoingHttpHeaders } from 'node:http'
import { isEventStream } from '@marque/core'
import type { Verdict } from '../enforce/index.ts'
import { endStream } from './end-stream.ts'
import {
  isPolicyField,
  type NodeResponse,
  readHeaders,
  setHeaders,
  updateHeaders,
  withoutPolicyFields,
} from './response-headers.ts'

type HeadersArgument = OutgoingHttpHeaders | readonly OutgoingHttpHeader[]

/** The methods that write headers or trailers. The response of each Node version and protocol has some of them. */
interface ResponseMethods {
  writeHead: (status: number, ...rest: readonly unknown[]) => unknown
  writeHeader?: ResponseMethods['writeHead']
  writeEarlyHints?: (hints: unknown, ...rest: readonly unknown[]) => unknown
  writeInformation?: (status: number, fields: unknown, ...rest: readonly unknown[]) => unknown
  addTrailers?: (trailers: unknown) => unknown
  setTrailer?: (name: unknown, value: unknown) => unknown
}

/** Intercepts the response. Call it before anything is sent; if it was called before, the first verdict overrides later ones. */
export function interceptResponse(response: NodeResponse, verdict: Verdict): void {
  const methods = response as unknown as ResponseMethods
  const { writeHead } = methods
  methods.writeHead = (status, ...rest) => {
    // Let Node throw its error for a response that was sent already.
    if (response.headersSent) return Reflect.apply(writeHead, response, [status, ...rest])
    const [reason, fields] =
      typeof rest[0] === 'string' ? [rest[0], rest[1]] : [undefined, rest[1] ?? rest[0]]
    setHeaders(response, fields as HeadersArgument | null | undefined)
    const lines = readHeaders(response)
    const updated =
      status < 200 ? lines.filter(([name]) => !isPolicyField(name)) : verdict.responseHeaders(lines)
    updateHeaders(response, lines, updated)
    watchEventStream(response, verdict)
    const args = reason === undefined ? [status] : [status, reason]
    return Reflect.apply(writeHead, response, args)
  }
  // A deprecated alias that would bypass the interception.
  if (methods.writeHeader !== undefined) methods.writeHeader = methods.writeHead
  interceptInterimAndTrailers(response, methods)
}

function interceptInterimAndTrailers(response: NodeResponse, methods: ResponseMethods): void {
  const { writeEarlyHints, writeInformation, addTrailers, setTrailer } = methods
  if (writeEarlyHints !== undefined) {
    methods.writeEarlyHints = (hints, ...rest) =>
      Reflect.apply(writeEarlyHints, response, [withoutPolicyFields(hints), ...rest])
  }
  if (writeInformation !== undefined) {
    methods.writeInformation = (status, fields, ...rest) =>
      Reflect.apply(writeInformation, response, [status, withoutPolicyFields(fields), ...rest])
  }
  if (addTrailers !== undefined) {
    methods.addTrailers = (trailers) =>
      Reflect.apply(addTrailers, response, [withoutPolicyFields(trailers)])
  }
  if (setTrailer !== undefined) {
    methods.setTrailer = (name, value) =>
      isPolicyField(name) ? undefined : Reflect.apply(setTrailer, response, [name, value])
  }
}

/** An event stream ends with its grant (D25). */
function watchEventStream(response: NodeResponse, verdict: Verdict): void {
  if (!isEventStream(String(response.getHeader('content-type')))) return
  response.once(
    'close',
    verdict.watch(() => endStream(response)),
  )
}
