/**
 * What a browser does in the scenarios.
 *
 * @module
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, Page } from './browser.ts'
import { originOf, pageOrigin } from './policy.ts'
import type { PageName, Scenario } from './scenario.ts'
import type { ScenarioServer } from './server.ts'
import { joinSteps, type Learned, stepsOf, stepTrace } from './trace.ts'

/**
 * Runs scenarios in a browser, those that wait side by side with the others.
 *
 * @returns The trace of each, by its id.
 */
export async function observe(
  browser: Browser,
  server: ScenarioServer,
  scenarios: readonly Scenario[],
): Promise<ReadonlyMap<string, string>> {
  const { port } = server.answers
  // A page of the API's own, as a login is: first-party. It stays: Chromium forgets the cookie with its only window.
  await browser.open(`${originOf('api', port)}/cookie`)
  const pages = new Map<PageName, Page>()
  for (const { page = 'app' } of scenarios) {
    if (!pages.has(page)) pages.set(page, await browser.open(`${originOf(page, port)}/page`))
  }
  const traces = new Map<string, string>()
  const play = async (scenario: Scenario): Promise<void> => {
    const page = pages.get(scenario.page ?? 'app')
    if (page) traces.set(scenario.id, await traceOf(scenario, page, server))
  }
  const waits = (scenario: Scenario): boolean =>
    stepsOf(scenario).some(({ after = 0 }) => after > 0)
  const waiting = Promise.all(scenarios.filter(waits).map(play))
  for (const scenario of scenarios) if (!waits(scenario)) await play(scenario)
  await waiting
  return traces
}

async function traceOf(scenario: Scenario, page: Page, server: ScenarioServer): Promise<string> {
  const url = server.answers.urlOf(scenario)
  const origin = pageOrigin(scenario.page ?? 'app', server.answers.port)
  const traces: string[] = []
  for (const step of stepsOf(scenario)) {
    if (step.after !== undefined) await pause(step.after * 1000)
    const learned: Learned = await page.evaluate(
      '(step, url) => globalThis.act(step, url)',
      step,
      url,
    )
    traces.push(stepTrace(step, server.take(scenario.id), learned, origin))
  }
  return joinSteps(traces)
}
