/**
 * Runs the conformance vectors of one file in the runtime that loads it. Plain JavaScript without platform APIs, because
 * workerd and Bun load the same file.
 *
 * @module
 */
import * as core from './core/index.js'
import { same } from './same.js'

/**
 * Decides every case of a vector file and compares the result with the expected one. `detail` is free text and is not compared; the
 * order of header lines and of names in lists is ignored.
 *
 * @param file A `VectorFile`.
 * @returns `{ cases, differing }`: the number of cases, and the ids of those that differ.
 */
export function answerVectors(file) {
  const engine = core.prepare(throughBytes(file.bundle))
  const differing = file.cases
    .filter((one) => {
      const { request, context, moment } = one.in
      const got = core.decide(engine, request, context, moment)
      return !same(plain(got), plain(one.out))
    })
    .map(({ id }) => id)
  return { cases: file.cases.length, differing }
}

/** Serializes the bundle and parses it again, so that canonical JSON, digest and validation run here too. */
function throughBytes(bundle) {
  const read = core.readBundle(core.bundleBytes(bundle))
  if ('code' in read) throw new Error(`${read.code} ${read.path}: ${read.message}`)
  return read
}

function plain({ detail: _, ...decision }) {
  const sorted = Object.entries(decision).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map((item) => JSON.stringify(item)).sort() : value,
  ])
  return Object.fromEntries(sorted)
}
