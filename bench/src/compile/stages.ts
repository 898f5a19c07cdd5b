/**
 * A policy with many origins, from its text to an engine: seconds by stage, and the memory of the engine. Runs in its own process with
 * `--expose-gc`; writes one line of JSON.
 *
 * @module
 */
import { bundleBytes, digestOf, prepare } from '@marque/core'
import { check, compile, load } from '@marque/policy'
import { originsFor, policyText } from '../decide/index.ts'

/** Seconds by stage, bytes by part. */
export interface Stages {
  readonly count: number
  readonly seconds: {
    readonly load: number
    /** Includes the checks; `check` measures them alone. */
    readonly compile: number
    readonly check: number
    readonly bytes: number
    readonly digest: number
    readonly prepare: number
  }
  readonly bundleBytes: number
  /** Bytes per origin: the engine with its bundle, and without. */
  readonly withBundle: number
  readonly engine: number
}

const options = { environment: 'production', now: Date.now() }

process.stdout.write(`${JSON.stringify(measure(Number(process.argv[2])))}\n`)

function measure(count: number): Stages {
  const { seconds, text } = timeStages(count)
  return { count, seconds, bundleBytes: text.length, ...retainedBytes(text, count) }
}

/** Separate from {@link retainedBytes}, so that only the bundle's text (ASCII) is still alive there. */
function timeStages(count: number): { seconds: Stages['seconds']; text: string } {
  const source = policyText(originsFor(count))
  const [loading, loaded] = timed(() => load(source, 'bench.json'))
  const [compiling, { bundle, findings }] = timed(() => compile(loaded, options))
  if (bundle === null) throw new Error(`the policy is invalid: ${findings[0]?.message}`)
  const [checking] = timed(() => check(loaded, options))
  const [writing, bytes] = timed(() => bundleBytes(bundle))
  const [naming] = timed(() => digestOf(bundle))
  const [preparing] = timed(() => prepare(bundle))
  const seconds = {
    load: loading,
    compile: compiling,
    check: checking,
    bytes: writing,
    digest: naming,
    prepare: preparing,
  }
  return { seconds, text: new TextDecoder().decode(bytes) }
}

/** Memory of a layer: it parses the bundle from its bytes, as received over the network, so that nothing is shared with the policy. */
function retainedBytes(text: string, count: number): { withBundle: number; engine: number } {
  const before = heap()
  const bundle = JSON.parse(text)
  const parsed = heap()
  const engine = prepare(bundle)
  const prepared = heap()
  if (engine.bundle !== bundle) throw new Error('the engine has a different bundle')
  return { withBundle: (prepared - before) / count, engine: (prepared - parsed) / count }
}

function heap(): number {
  const { gc } = globalThis
  if (gc === undefined) throw new Error('run with --expose-gc')
  gc()
  gc()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

function timed<Value>(work: () => Value): readonly [seconds: number, value: Value] {
  const start = performance.now()
  const value = work()
  return [(performance.now() - start) / 1000, value]
}
