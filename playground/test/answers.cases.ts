import type { HeaderLine, RequestFacts } from '@marque/core'
import type { Form } from '../src/input/form.ts'

type Facts = RequestFacts

/** Input for the company policy, and the expected requests on the wire. */
export interface AnswerCase {
  readonly name: string
  readonly form: Partial<Form>
  readonly preflight: Facts | null
  readonly request: Facts
  /** Pattern of the verdict. */
  readonly headline: RegExp
}

const NOW = '2098-11-22T12:00:00Z'
const APP = 'https://app.halyard.example'
const CARRIER = 'https://portal.brennertrucks.example'
const SHIPMENT = 'https://api.halyard.example/v2/shipments/4711'
const COOKIE: HeaderLine = ['Cookie', 'any=1']

const get = (origin: string, url: string, ...headers: HeaderLine[]): Facts => ({
  method: 'GET',
  url,
  headers: [['Origin', origin], ...headers],
})

const asks = (origin: string, url: string, method: string, names: string): Facts => ({
  method: 'OPTIONS',
  url,
  headers: [
    ['Origin', origin],
    ['Access-Control-Request-Method', method],
    ...(names === '' ? [] : [['Access-Control-Request-Headers', names] as const]),
  ],
})

export const answers: readonly AnswerCase[] = [
  {
    name: 'the application reads a shipment, with its cookie',
    form: { now: NOW, origin: APP, method: 'GET', url: SHIPMENT, credentials: true },
    preflight: null,
    request: get(APP, SHIPMENT, COOKIE),
    headline: /^Yes: script of https:\/\/app\.halyard\.example can read/,
  },
  {
    name: 'the application changes a shipment',
    form: {
      now: NOW,
      origin: APP,
      method: 'PATCH',
      url: SHIPMENT,
      headers: 'Content-Type: application/json\nX-CSRF-Token: 1',
      credentials: true,
    },
    preflight: asks(APP, SHIPMENT, 'PATCH', 'content-type,x-csrf-token'),
    request: {
      method: 'PATCH',
      url: SHIPMENT,
      headers: [
        ['Origin', APP],
        ['Content-Type', 'application/json'],
        ['X-CSRF-Token', '1'],
        COOKIE,
      ],
    },
    headline: /^Yes: /,
  },
  {
    name: 'a method that is not granted',
    form: { now: NOW, origin: APP, method: 'DELETE', url: SHIPMENT },
    preflight: asks(APP, SHIPMENT, 'DELETE', ''),
    request: { ...get(APP, SHIPMENT), method: 'DELETE' },
    headline: /^No: the preflight of/,
  },
  {
    name: 'a header that is not granted',
    form: { now: NOW, origin: APP, method: 'GET', url: SHIPMENT, headers: 'x-debug: 1' },
    preflight: asks(APP, SHIPMENT, 'GET', 'x-debug'),
    request: get(APP, SHIPMENT, ['x-debug', '1']),
    headline: /^No: the preflight of/,
  },
  {
    name: 'an unknown origin',
    form: { now: NOW, origin: 'https://evil.example', method: 'GET', url: SHIPMENT },
    preflight: null,
    request: get('https://evil.example', SHIPMENT),
    headline: /^No: the layer rejects the request with 403/,
  },
  {
    name: 'a carrier with the scope',
    form: {
      now: NOW,
      origin: CARRIER,
      method: 'GET',
      url: SHIPMENT,
      headers: 'authorization: Bearer x',
      context: '{"scopes":["shipments"]}',
    },
    preflight: asks(CARRIER, SHIPMENT, 'GET', 'authorization'),
    request: get(CARRIER, SHIPMENT, ['authorization', 'Bearer x']),
    headline: /^Yes: /,
  },
  {
    name: 'a carrier after its end',
    form: { now: '2099-04-01T00:00:00Z', origin: CARRIER, method: 'GET', url: SHIPMENT },
    preflight: null,
    request: get(CARRIER, SHIPMENT),
    headline: /^No: /,
  },
  {
    name: 'any website tracks a parcel',
    form: {
      now: NOW,
      origin: 'https://shop.example',
      method: 'GET',
      url: 'https://api.halyard.example/v1/track/1',
    },
    preflight: null,
    request: get('https://shop.example', 'https://api.halyard.example/v1/track/1'),
    headline: /^Yes: /,
  },
  {
    name: 'a server',
    form: { now: NOW, origin: '', method: 'GET', url: SHIPMENT },
    preflight: null,
    request: { method: 'GET', url: SHIPMENT, headers: [] },
    headline: /^CORS does not apply/,
  },
  {
    name: 'a malformed origin',
    form: { now: NOW, origin: `${APP}/`, method: 'GET', url: SHIPMENT },
    preflight: null,
    request: get(`${APP}/`, SHIPMENT),
    headline: /^No: /,
  },
  {
    name: 'a WebSocket from an unknown origin',
    form: {
      now: NOW,
      origin: 'https://evil.example',
      method: 'GET',
      url: 'wss://api.halyard.example/v2/live',
    },
    preflight: null,
    request: get(
      'https://evil.example',
      'wss://api.halyard.example/v2/live',
      COOKIE,
      ['Connection', 'Upgrade'],
      ['Upgrade', 'websocket'],
    ),
    headline: /^No: .* the WebSocket does not open/,
  },
  {
    name: 'a WebSocket of the application',
    form: { now: NOW, origin: APP, method: 'GET', url: 'wss://api.halyard.example/v2/live' },
    preflight: null,
    request: get(
      APP,
      'wss://api.halyard.example/v2/live',
      COOKIE,
      ['Connection', 'Upgrade'],
      ['Upgrade', 'websocket'],
    ),
    headline: /^Yes: .* open the WebSocket/,
  },
  {
    name: 'an ambiguous path',
    form: { now: NOW, origin: APP, method: 'GET', url: 'https://api.halyard.example/v2/%2e%2e/x' },
    preflight: null,
    request: get(APP, 'https://api.halyard.example/v2/%2e%2e/x'),
    headline: /^No: the layer rejects the request with 400/,
  },
]
