import { type Browser, isInstalled, launchBrowser, type Page } from '@marque/conformance/browsers'
import { answerHeaders, decide, prepare, type RequestFacts } from '@marque/core'
import { explain } from '@marque/core/explain'
import { compile, load } from '@marque/policy'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { examplePolicies } from '../build/script.ts'
import { answers } from './answers.cases.ts'
import { fill, type ShownDecision, shown } from './in-page.ts'
import { type Place, placePage } from './open-page.ts'

const POLICIES = examplePolicies()
const ENVIRONMENT = 'production'

let place: Place
beforeAll(async () => {
  place = await placePage()
})
afterAll(() => place.close())

for (const name of ['chromium', 'firefox', 'webkit'] as const) {
  if (!isInstalled(name)) {
    test.skip(`${name} is missing: npm run parts -- --only ${name}`)
    continue
  }
  describe(name, () => {
    let browser: Browser
    let page: Page
    beforeAll(async () => {
      browser = await launchBrowser(name)
      page = await browser.open(place.url)
    })
    afterAll(() => browser?.close())

    for (const { name, form, preflight, request, headline } of answers) {
      test(`the page decides as Node does: ${name}`, async () => {
        await fill(page, { ...form, policy: POLICIES.company })
        const seen = await shown(page)
        expect(seen.headline).toMatch(headline)
        const facts = preflight ? [preflight, request] : [request]
        expect(seen.decisions.map(withoutHeading)).toEqual(
          facts.map((one) => wanted(one, form.now ?? '', form.context ?? '{}')),
        )
        expect(seen.browsers.length > 0).toBe(form.origin !== '' && !form.origin?.endsWith('/'))
      })
    }

    test('findings of an invalid policy replace the result', async () => {
      const now = '2098-11-22T12:00:00Z'
      await fill(page, { policy: POLICIES.broken, now, url: 'https://a.example/' })
      const { findings } = compile(load(POLICIES.broken, 'policy'), {
        environment: ENVIRONMENT,
        now: Date.parse(now),
      })
      const seen = await shown(page)
      expect(seen.findings).toHaveLength(findings.length)
      for (const [
        index,
        { code, severity, message, why, help, line, column },
      ] of findings.entries()) {
        const text = seen.findings[index]
        for (const part of [`${severity} ${code}`, message, why, help ?? '']) {
          expect(text).toContain(part.replaceAll('`', ''))
        }
        expect(text).toContain(`line ${line}, column ${column}`)
      }
      expect(seen.headline).toBe('The policy is invalid')
      expect(seen.decisions).toEqual([])
    })

    test('JSON is read too', async () => {
      const { document } = load(POLICIES.minimal, 'policy.yaml')
      const origin = 'https://app.example.com'
      const url = 'https://api.example.com/v1/a'
      await fill(page, { policy: JSON.stringify(document), origin, url })
      expect((await shown(page)).headline).toMatch(/^Yes/)
    })

    test('the environment is selected by its field', async () => {
      const policy = POLICIES.minimal.replace('self: [', 'self:\n  staging: [')
      const input = {
        policy,
        origin: 'https://app.example.com',
        url: 'https://api.example.com/v1/a',
      }
      await fill(page, input)
      expect((await shown(page)).count).toContain('1 error')
      await fill(page, { ...input, environment: 'staging' })
      expect((await shown(page)).headline).toMatch(/^Yes/)
    })

    test('invalid fields show their problems', async () => {
      await fill(page, {
        policy: POLICIES.minimal,
        url: '/v1',
        headers: 'x',
        now: 'soon',
        context: '[',
      })
      const problems = await page.evaluate(() =>
        [...document.querySelectorAll('[aria-invalid="true"]')].map((field) => [
          field.id,
          document.getElementById(`${field.id}-problem`)?.textContent !== '',
          field.getAttribute('aria-describedby')?.split(' ').includes(`${field.id}-problem`),
        ]),
      )
      expect(problems).toEqual(
        ['now', 'url', 'headers', 'context'].map((field) => [field, true, true]),
      )
      expect((await shown(page)).headline).toBe('The request is incomplete')
    })

    test('a finding leads to its place in the policy', async () => {
      await fill(page, { policy: POLICIES.broken, now: '2098-11-22T12:00:00Z' })
      const chosen = await page.evaluate(() => {
        const finding = [...document.querySelectorAll('#findings li')].find((item) =>
          item.textContent?.includes('upper-case letters'),
        )
        finding?.querySelector('button')?.click()
        const area = document.activeElement as HTMLTextAreaElement
        return [area.id, area.value.slice(area.selectionStart, area.selectionEnd)]
      })
      expect(chosen).toEqual(['policy', 'HTTPS://Admin.example.com'])
    })
  })
}

function withoutHeading({ heading: _, command: __, ...rest }: ShownDecision): unknown {
  return rest
}

/** What must be shown of one request, worked out by the engine in Node. */
function wanted(facts: RequestFacts, now: string, context: string): unknown {
  const { bundle } = compile(load(POLICIES.company, 'policy'), {
    environment: ENVIRONMENT,
    now: Date.parse(now),
  })
  if (!bundle) throw new Error('the policy has an error')
  const engine = prepare(bundle)
  const moment = { now: Date.parse(now) }
  const decision = decide(engine, facts, JSON.parse(context), moment)
  const { kind, reach, read, reason, detail, status, resource, grant, exception } = decision
  const yes = (is: boolean): string => (is ? '✓yes' : '✗no')
  return {
    facts: {
      ...(kind === 'preflight'
        ? { granted: yes(read) }
        : { 'reaches the application': yes(reach), 'script can read the response': yes(read) }),
      reason: `${reason} ${detail}`,
      kind,
      ...(status !== null && { 'response by the layer': String(status) }),
      ...(resource !== null && { resource: expect.stringContaining(`${resource}, line `) }),
      ...(grant !== null && { grant: expect.stringContaining(`${grant}, line `) }),
      ...(exception !== null && { exception }),
    },
    steps: explain(engine, facts, JSON.parse(context), moment).steps.map(
      ({ rule, outcome, text }) => `${rule} ${outcome} ${text.replaceAll('`', '')}`,
    ),
    headers: answerHeaders(decision, [])
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
  }
}
