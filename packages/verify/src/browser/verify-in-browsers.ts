/**
 * Real browsers against the layers.
 *
 * @module
 */
import { prepare } from '@marque/core'
import type { Expectations } from '../comparison/index.ts'
import { type AskOptions, curlFor, type Layer } from '../prober/index.ts'
import { planProbes } from '../probes/index.ts'
import type { VerifyReport } from '../report/index.ts'
import type { VerifyInput } from '../run/index.ts'
import { type BrowserCase, browserCases } from './browser-case.ts'
import { browserFindings, type Contradiction } from './browser-finding.ts'
import { compareCase, type Predict, predictByModel } from './compare-case.ts'
import { findBrowser, type TestedBrowser } from './find-browser.ts'
import { judgeArrivals } from './judge-arrivals.ts'
import { launchBrowser } from './launch-browser.ts'
import { createForwarder, type LayerForwarder } from './layer-forwarder.ts'
import { type PlayedCase, runCases } from './run-cases.ts'
import { selfSigned } from './self-signed.ts'
import { startVerifyProxy } from './verify-proxy.ts'

export interface BrowserOptions {
  readonly browsers: readonly TestedBrowser[]
  /** Requests of pages in each browser, over all layers. */
  readonly maxCases: number
  /** What is predicted; the model of browsers unless given. */
  readonly predict?: Predict
}

/** One browser after its run. */
export interface BrowserRun {
  readonly browser: TestedBrowser
  /** Product and version; null where it did not start. */
  readonly version: string | null
  /** Cases whose answers are right, so that the prediction was compared. */
  readonly compared: number
  /** Why it was not run, or not to the end, and what to install; null where it was. */
  readonly problem: string | null
}

export interface BrowserVerification {
  /** With the findings of browsers behind those of each layer, the requests of browsers among those sent, and what was left out. */
  readonly report: VerifyReport
  readonly runs: readonly BrowserRun[]
}

/**
 * Opens pages of the policy's origins in real browsers, sends from them what the plan of the run has, and compares what script reads, which headers it
 * sees, whether there was a preflight and whether a cookie went with what `explain` predicts for that browser on the answers of the layer. Only answers
 * that are right are compared: what is wrong with the others is found by {@link verify}.
 *
 * Hosts and ports are those of the policy; every connection of the browsers ends in a proxy of this process, which sends to the layers of the input and
 * nowhere else. Layers that the report says are unreachable are not asked. The browsers run one after the other, each with an empty profile. Never rejects
 * for what a browser or a layer does; an abort of `asking.signal` ends the run with what is known.
 *
 * `leftOut` counts, over all browsers: `browser-missing` (cases of a browser that is not installed or does not start), `browser-page` (the page did not
 * open, or the run ended before), `browser-unanswered`, `browser-redirect`, `browser-permission` (the user would be asked first, Local Network Access) and
 * `browser-wrong-answer` (the layer answered otherwise than the policy decides).
 *
 * @param report Of {@link verify} for the same input.
 */
export async function verifyInBrowsers(
  input: VerifyInput,
  report: VerifyReport,
  options: BrowserOptions,
): Promise<BrowserVerification> {
  const { bundle, asking, layers } = input
  const askOptions: AskOptions = {
    ...asking,
    forwardedHttps: bundle.self.some((origin) => origin.startsWith('https:')),
  }
  const isUnreachable = new Set(
    report.findings.flatMap(({ cause, layer }) => (cause === 'unreachable' ? [layer] : [])),
  )
  const forwarders = layers.map((layer) =>
    layer.onlyAsSeen || isUnreachable.has(layer.name) ? null : createForwarder(layer, askOptions),
  )
  const expectations: Expectations = {
    engine: prepare(bundle),
    context: input.context,
    headers: asking.headers,
    credentials: asking.credentials,
    certificate: asking.tls.client !== null,
  }
  const cases = casesOf(input, forwarders, options.maxCases)
  const runs: BrowserRun[] = []
  const contradictions: Contradiction[] = []
  const leftOut = new Map<string, number>()
  const leaveOut = (why: string, count: number): void => {
    if (count > 0) leftOut.set(why, (leftOut.get(why) ?? 0) + count)
  }
  try {
    for (const browser of options.browsers) {
      const { run, played } = await play(browser, cases, forwarders, input)
      const missing = run.version === null ? 'browser-missing' : 'browser-page'
      leaveOut(missing, cases.length - played.length)
      let compared = 0
      for (const each of played) {
        const judged = judge(browser, each, layers, expectations, options.predict)
        if (typeof judged === 'string') leaveOut(judged, 1)
        else {
          compared += 1
          if (judged !== null) contradictions.push(judged)
        }
      }
      runs.push({ ...run, compared })
    }
  } finally {
    for (const forwarder of forwarders) forwarder?.close()
  }
  const findings = browserFindings(contradictions, {
    bundle,
    curl: (observation, layer) => curlFor(observation, layer, askOptions),
  })
  return { report: merged(report, findings, leftOut, layers, forwarders), runs }
}

function casesOf(
  input: VerifyInput,
  forwarders: readonly (LayerForwarder | null)[],
  maxCases: number,
): readonly BrowserCase[] {
  const { asking } = input
  const { probes } = planProbes(input.bundle, {
    now: input.now(),
    seed: asking.seed,
    maxProbes: input.maxProbes,
    mutating: input.mutating,
    paths: input.paths,
    throughCache: false,
    alsoKnown: [],
    withCredentials: asking.credentials.length > 0,
  })
  const layers = forwarders.flatMap((forwarder, index) => (forwarder === null ? [] : [index]))
  return browserCases(probes, { layers, maxCases, seed: asking.seed })
}

interface Play {
  readonly run: Omit<BrowserRun, 'compared'>
  readonly played: readonly PlayedCase[]
}

async function play(
  browser: TestedBrowser,
  cases: readonly BrowserCase[],
  forwarders: readonly (LayerForwarder | null)[],
  { asking }: VerifyInput,
): Promise<Play> {
  const found = findBrowser(browser)
  if ('problem' in found) {
    return { run: { browser, version: null, problem: found.problem }, played: [] }
  }
  const certificate = selfSigned(Date.now())
  const proxy = await startVerifyProxy({ cases, forwarders, certificate })
  let version: string | null = null
  try {
    const running = await launchBrowser(browser, {
      program: found.program,
      proxyPort: proxy.port,
      keyHash: certificate.keyHash,
    })
    version = running.version
    const played: PlayedCase[] = []
    try {
      const { timeout, signal } = asking
      await runCases(running, proxy, cases, { timeout, signal }, (each) => played.push(each))
      return { run: { browser, version, problem: null }, played }
    } catch (error) {
      return {
        run: { browser, version, problem: `\`${browser}\` stopped: ${messageOf(error)}` },
        played,
      }
    } finally {
      await running.close()
    }
  } catch (error) {
    return { run: { browser, version, problem: messageOf(error) }, played: [] }
  } finally {
    await proxy.close()
  }
}

/** The difference; null for none; or why there is nothing to compare. */
function judge(
  browser: TestedBrowser,
  { tested, arrivals, result }: PlayedCase,
  layers: readonly Layer[],
  expectations: Expectations,
  predict: Predict = predictByModel,
): Contradiction | string | null {
  const layer = layers[tested.layer]
  if (layer === undefined) throw new TypeError('a case of no layer')
  const observations = judgeArrivals(tested, arrivals, layer, expectations)
  if (observations.some(({ answer }) => answer === null)) return 'browser-unanswered'
  if ('failed' in result && result.failed === 'redirect') return 'browser-redirect'
  if (observations.some(({ differs, isHarmless }) => differs.length > 0 && !isHarmless)) {
    return 'browser-wrong-answer'
  }
  const verdict = predict(browser, tested.page, () => ({ status: 599, headers: [] }))
  if (verdict.needsPermission) return 'browser-permission'
  const difference = compareCase(browser, tested.page, arrivals, result, predict)
  if (difference === null) return null
  return { browser, layer, tested, difference, observation: observations.at(-1) ?? null }
}

function merged(
  report: VerifyReport,
  findings: VerifyReport['findings'],
  leftOut: ReadonlyMap<string, number>,
  layers: readonly Layer[],
  forwarders: readonly (LayerForwarder | null)[],
): VerifyReport {
  const innermostFirst = layers.map(({ name }) => name).reverse()
  return {
    ...report,
    layers: report.layers.map((layer, index) => ({
      ...layer,
      sent: layer.sent + (forwarders[index]?.sent ?? 0),
    })),
    leftOut: Object.fromEntries(
      Object.entries({ ...report.leftOut, ...Object.fromEntries(leftOut) }).sort(),
    ),
    // A stable sort: `browser-differs` is the last cause of each layer.
    findings: [...report.findings, ...findings].sort(
      (one, other) => innermostFirst.indexOf(one.layer) - innermostFirst.indexOf(other.layer),
    ),
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
