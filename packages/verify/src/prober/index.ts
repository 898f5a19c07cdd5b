/**
 * Sends probes to a layer: bounded in rate and number, polite to a layer that asks for a pause, without following anything.
 *
 * @module
 */
export { askLayer, askLayers } from './ask-layer.ts'
export { type CurlOptions, curlFor } from './curl-line.ts'
export type { Answer, AskedLayer, Exchange, Failure, LayerState } from './exchange.ts'
export type { AskOptions, Layer } from './layer.ts'
export { createPacer } from './pacer.ts'
export { probeRequest } from './probe-request.ts'
export { createRedactor, placeholder } from './secrets.ts'
export { addressOf, http1Client, http2Client, NoAnswer } from './wire/index.ts'
