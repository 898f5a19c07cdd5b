/**
 * A layer against the vectors over HTTP/1.1: status, headers and reach of every answer.
 *
 * @module
 */

import type { Vector, VectorFile } from '@marque/core'
import { exchangeHead } from '@marque/testkit/http'
import { startHostileUpstream } from '@marque/testkit/upstream'
import { differenceOf } from './compare-response.ts'
import type { LayerUnderTest, Situation } from './layer.ts'
import { inexpressible, partsOf, requestBytes } from './request-bytes.ts'

/** One vector that a layer answered differently, or that it cannot be sent. */
export interface VectorNote {
  readonly id: string
  readonly text: string
}

export interface LayerReport {
  readonly asked: number
  readonly differences: readonly VectorNote[]
  readonly leftOut: readonly VectorNote[]
}

/**
 * Starts the layer with the bundle of the file and asks it every case.
 *
 * @param cannot Why this layer cannot be asked a vector that HTTP/1.1 can hold; null where it can.
 */
export async function compareLayer(
  layer: LayerUnderTest,
  file: string,
  { bundle, cases }: VectorFile,
  cannot: (vector: Vector) => string | null,
): Promise<LayerReport> {
  const upstream = await startHostileUpstream()
  let situation: Situation = { context: {}, moment: { now: 0 } }
  const running = await layer.start(bundle, { upstream: upstream.url, situation: () => situation })
  const url = new URL(running.url)
  const [port, isTls] = [Number(url.port), url.protocol === 'https:']
  const differences: VectorNote[] = []
  const leftOut: VectorNote[] = []
  let asked = 0
  try {
    for (const vector of cases) {
      const id = `${file}/${vector.id}`
      const why = inexpressible(vector) ?? cannot(vector)
      if (why !== null) {
        leftOut.push({ id, text: why })
        continue
      }
      asked++
      const { request, context, moment } = vector.in
      situation = { context, moment }
      const answer = await exchangeHead(port, requestBytes(request), { isTls })
      const forwarded = { method: request.method, target: partsOf(request.url).target }
      const expected = { status: vector.out.status, decision: vector.out }
      const text = differenceOf(forwarded, expected, answer, upstream.take())
      if (text !== null) differences.push({ id, text })
    }
  } finally {
    await running.stop()
    await upstream.stop()
  }
  return { asked, differences, leftOut }
}
