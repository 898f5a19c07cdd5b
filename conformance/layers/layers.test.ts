import { readdirSync, readFileSync } from 'node:fs'
import type { VectorFile } from '@marque/core'
import { temporaryCertificate } from '@marque/testkit/certificates'
import { afterAll, describe, expect, test } from 'vitest'
import { VECTORS } from '../vectors/build.ts'
import { compareLayer, type LayerReport, type VectorNote } from './compare-layer.ts'
import { gatewayBehindTls, gatewayLayer } from './gateway-layer.ts'
import { beyondHttp1, layerCases } from './layers.cases.ts'
import { middlewareLayer } from './middleware-layer.ts'

const files = readdirSync(VECTORS)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({
    name: name.replace(/\.json$/, ''),
    vectors: JSON.parse(readFileSync(new URL(name, VECTORS), 'utf8')) as VectorFile,
  }))

const certificate = temporaryCertificate()
afterAll(() => certificate.remove())
const layers = [gatewayLayer, gatewayBehindTls(certificate), middlewareLayer]

describe.each(layers)('$id decides as the vectors say', (layer) => {
  const reports: LayerReport[] = []
  const { cannot, leftOut } = layerCases[layer.id] ?? { cannot: () => null, leftOut: [] }

  test.each(files)('$name', async ({ name, vectors }) => {
    const report = await compareLayer(layer, name, vectors, cannot)
    reports.push(report)
    expect(report.differences).toEqual([])
  })

  test('every vector was asked, but for those that are listed', () => {
    const all = files.reduce((sum, { vectors }) => sum + vectors.cases.length, 0)
    const left: readonly VectorNote[] = reports.flatMap((report) => report.leftOut)
    expect(reports.reduce((sum, { asked }) => sum + asked, left.length)).toBe(all)
    expect(left.map(({ id }) => id).sort()).toEqual([...beyondHttp1, ...leftOut].sort())
  })
})
