/**
 * Sends probes to a layer: bounded in rate and number, polite to a layer that asks for a pause, without following anything.
 *
 * @module
 */
export { askLayer, askLayers } from './ask-layer.ts'
export { type CurlOptions, curlFor } from './curl-line.ts'
export type { Answer, AskedLayer, Exchange, Failure, LayerState } from './exchange.ts'
export type { AskOptions, Layer } from './layer.ts'
export { placeholder } from './secrets.ts'
