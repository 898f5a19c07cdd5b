/**
 * A layer against the vectors over HTTP/1.1: status, headers and reach of every answer.
 *
 * @module
 */

import type { Vector, VectorFile } from '@marque/core'
import { exchangeHead } from '@marque/testkit/http'
import { startHostileUpstream } from '@marque/testkit/upstream'
import { differenceOf } from './judge-answer.ts'
import type { LayerUnderTest, Situation } from './layer.ts'
import { inexpressible, partsOf, requestBytes } from './request-bytes.ts'

/** One vector that a layer answered otherwise, or that it could not be asked. */
export interface Remark {
  readonly id: string
  readonly text: string
}

export interface LayerReport {
  readonly asked: number
  readonly differences: readonly Remark[]
  readonly leftOut: readonly Remark[]
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
  const differences: Remark[] = []
  const leftOut: Remark[] = []
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
      const passed = { method: request.method, target: partsOf(request.url).target }
      const due = { status: vector.out.status, decision: vector.out }
      const text = differenceOf(passed, due, answer, upstream.take())
      if (text !== null) differences.push({ id, text })
    }
  } finally {
    await running.stop()
    await upstream.stop()
  }
  return { asked, differences, leftOut }
}
