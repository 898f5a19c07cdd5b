import { createHash } from 'node:crypto'
import { Script } from 'node:vm'
import { generateVerification } from '@marque/testkit/verifications'
import type { LayerFinding, Verification, VerifyReport } from '@marque/verify'
import { htmlReport } from '@marque/verify'
import { expect, test } from 'vitest'
import type { MatrixData } from '../../src/html/matrix-data.ts'
import { packMatrix } from '../../src/html/pack-matrix.ts'
import { arrangeMatrix } from '../../src/html/page/index.ts'
import { pageScript } from '../../src/html/page-script.ts'
import { verdictOf } from '../../src/html/words.ts'

const LAYERS = ['gateway', 'proxy', 'app']
const RUN = generateVerification({ resources: 3, origins: 2, layers: LAYERS, methods: 3 })
const OPTIONS = { policyName: 'policy.yaml', version: '0.1.0' }
const FINDING = RUN.report.findings[0]!

const HOSTILE =
  '</script><img src=x onerror=alert(1)>--><!--<script>"\'`&\u202egnp\u0000\r\n\u2028\ud800'

/** The run with a hostile text wherever a layer or an origin can put one. */
function hostileRun(): Verification {
  const [first, ...others] = RUN.observations
  const headers = [
    ['X-Evil', HOSTILE],
    ['Access-Control-Allow-Origin', HOSTILE],
  ] as const
  return {
    report: {
      ...RUN.report,
      leftOut: { [HOSTILE]: 1 },
      findings: [
        {
          ...FINDING,
          message: HOSTILE,
          why: HOSTILE,
          help: HOSTILE,
          curl: HOSTILE,
          resource: HOSTILE,
          alsoSeenAt: [HOSTILE],
          got: { status: 200, headers },
        },
      ],
    },
    observations: [
      {
        ...first!,
        probe: {
          ...first!.probe,
          id: -1,
          url: `https://api.example.com/${HOSTILE}`,
          resource: HOSTILE,
          origin: { ...first!.probe.origin, value: HOSTILE },
        },
        answer: { status: 200, headers, body: HOSTILE },
      },
      ...others,
    ],
  }
}

function dataOf(page: string): MatrixData {
  const text = /<script type="application\/json" id="matrix-data">(.*?)<\/script>/s.exec(page)?.[1]
  return JSON.parse(text ?? 'null') as MatrixData
}

test('what layers answer cannot become markup, script or hidden text', () => {
  const page = htmlReport(hostileRun(), { ...OPTIONS, policyName: HOSTILE })
  expect(page).not.toMatch(/<img|<!--|-->|onerror=alert\(1\)"/)
  expect(page.match(/<script\b/g)).toHaveLength(2)
  expect(page.match(/<\/script/g)).toHaveLength(2)
  expect(page).not.toMatch(/[\u202e\u2028\0\r\ud800]/)
  const data = dataOf(page)
  expect(data.resources[0]).toContain('</script><img src=x onerror=alert(1)>')
  expect(data.resources[0]).toContain('\\u{202e}gnp\\u{0000}\\u{000d}\\u{000a}\\u{2028}\\u{d800}')
})

test('the page refers to nothing outside itself, and runs and styles only what it was made with', () => {
  const page = htmlReport(RUN, OPTIONS)
  expect(page.match(/\b(?:src|srcset|action|formaction|poster|ping)=|url\(|@import/g)).toBe(null)
  const links = [...page.matchAll(/\bhref="([^"]*)"/g)].map(([, link]) => link)
  expect(new Set(links)).toEqual(new Set(['data:,', '#findings']))
  const csp = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]
  expect(csp).toContain("default-src 'none'")
  const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64')
  expect(csp).toContain(
    `script-src 'sha256-${hashOf(/<script>(.*?)<\/script>/s.exec(page)?.[1] ?? '')}'`,
  )
  expect(csp).toContain(
    `style-src 'sha256-${hashOf(/<style>(.*?)<\/style>/s.exec(page)?.[1] ?? '')}'`,
  )
  expect(csp).not.toContain('unsafe')
})

test('the script of the page parses and can stand in a script element', () => {
  expect(() => new Script(pageScript())).not.toThrow()
  expect(pageScript()).not.toMatch(/<\/script|<!--|\bimport\b|__vi/)
})

test('the same run gives the same text', () => {
  expect(htmlReport(RUN, OPTIONS)).toBe(htmlReport(structuredClone(RUN), OPTIONS))
})

test('each answer is in the page with its request, decision and policy headers', () => {
  const data = dataOf(htmlReport(RUN, OPTIONS))
  const { layer, probe, answer, expected, verdict } = data.observations
  expect(layer).toHaveLength(RUN.observations.length)
  for (const [at, one] of RUN.observations.entries()) {
    const its = probe[at]!
    expect(data.layers[layer[at]!]).toBe(one.layer)
    expect(data.resources[data.probes.resource[its]!]).toBe(one.probe.resource)
    expect(data.requests[data.probes.request[its]!]?.[0]).toContain(
      `${one.probe.method} ${one.probe.url}`,
    )
    const lines = data.answers[answer[at]!]?.[1].map((line) => data.lines[line])
    expect(lines).toEqual(
      (one.answer?.headers ?? [])
        .filter(([name]) => name !== 'X-Request-Id')
        .map(([name, value]) => `${name}: ${value}`),
    )
    expect(data.decisions[expected[at] as number]?.[0]).toContain(one.expected[0]?.reason)
    expect(verdict[at]).toBe(one.answer === null ? 3 : one.differs.length > 0 ? 1 : 0)
  }
})

test('a very long run keeps every answer that differs, and says how many others it left out', () => {
  const limits = { answers: 50, characters: 1e6, line: 600, lines: 40 }
  const { observations, omitted } = packMatrix(RUN, [], limits)
  const differing = RUN.observations.filter(({ differs }) => differs.length > 0)
  expect(observations.verdict).toHaveLength(50)
  expect(observations.verdict.filter((kind) => kind === 1)).toHaveLength(differing.length)
  expect(omitted).toBe(RUN.observations.length - 50)
})

test('a layer with long or ever new header values does not make the page large', () => {
  const observations = RUN.observations.map((one, index) => ({
    ...one,
    answer: {
      status: 200,
      body: '',
      headers: Array.from(
        { length: 100 },
        (_, line) => ['Vary', `${index} ${line} `.repeat(500)] as const,
      ),
    },
  }))
  const limits = { answers: 1000, characters: 50_000, line: 600, lines: 40 }
  const data = packMatrix({ ...RUN, observations }, [], limits)
  expect(JSON.stringify(data).length).toBeLessThan(200_000)
  expect(data.lines).toContain('left out: the report would be too large')
  expect(Math.max(...data.lines.map(({ length }) => length))).toBeLessThan(610)
})

test('the cells count the answers of their resource, layer and role', () => {
  const data = packMatrix(RUN, [])
  const { columns, counts, faulty } = arrangeMatrix(data, new Set(), 10)
  expect(columns.map(({ role, origins }) => [data.roles[role], origins])).toEqual([
    ['granted', 2],
    ['own origin', 1],
    ['no Origin', 1],
    ['listed elsewhere', 2],
    ['near miss', 2],
    ['null', 1],
    ['not listed', 2],
  ])
  expect(counts(0, 1, 6)).toEqual([0, 6, 0, 0])
  expect(counts(0, 2, 6)).toEqual([6, 0, 0, 0])
  expect(counts(2, 1, 6)).toEqual([6, 0, 0, 0])
  expect([...faulty]).toEqual(expect.arrayContaining([0, 1]))
})

test('a role that is opened has a column for each origin, those that differ first, and one for the rest', () => {
  const run = generateVerification({ resources: 1, origins: 5, layers: LAYERS, methods: 1 })
  const data = packMatrix(run, [])
  const unlisted = data.roles.indexOf('not listed')
  const { columns, counts } = arrangeMatrix(data, new Set([unlisted]), 3)
  const own = columns.filter(({ role }) => role === unlisted)
  expect(own.map(({ origins }) => origins)).toEqual([1, 1, 3])
  expect(own.map(({ origin }) => origin === null)).toEqual([false, false, true])
  expect(counts(0, 1, columns.length - 1)).toEqual([0, 3, 0, 0])
})

const WARNING: LayerFinding = {
  ...FINDING,
  severity: 'warning',
  cause: 'vary-lost',
  layer: 'gateway',
}
const DOWN: LayerFinding = { ...FINDING, cause: 'unreachable', layer: 'app' }

for (const { name, report, tone, headline } of [
  {
    name: 'nothing wrong',
    report: {},
    tone: 'good',
    headline: 'Every layer answers as the policy decides',
  },
  {
    name: 'an error',
    report: { findings: [FINDING, WARNING] },
    tone: 'bad',
    headline: '1 mistake at proxy',
  },
  {
    name: 'a warning',
    report: { findings: [WARNING] },
    tone: 'warning',
    headline: '1 warning at gateway, and no errors',
  },
  {
    name: 'a layer that is down',
    report: { findings: [DOWN], complete: false },
    tone: 'bad',
    headline: 'app gave no answer',
  },
  {
    name: 'both',
    report: { findings: [DOWN, FINDING], complete: false },
    tone: 'bad',
    headline: '1 mistake at proxy; app gave no answer',
  },
  {
    name: 'an interrupted run',
    report: { complete: false },
    tone: 'unknown',
    headline: 'No mistake so far: not everything was asked',
  },
  {
    name: 'only what the baseline has',
    report: { findings: [{ ...FINDING, inBaseline: true }] },
    tone: 'good',
    headline: 'No mistake besides those of the baseline',
  },
  {
    name: 'a note',
    report: { findings: [{ ...FINDING, severity: 'note' }] },
    tone: 'good',
    headline: 'Every layer answers as the policy decides',
  },
] as const satisfies readonly {
  name: string
  report: Partial<VerifyReport>
  tone: string
  headline: string
}[]) {
  test(`the headline of ${name}`, () => {
    const values: Partial<VerifyReport> = report
    expect(verdictOf({ ...RUN.report, findings: [], ...values })).toEqual({ tone, headline })
  })
}
