/**
 * A run as JUnit XML: a test suite for each layer, a test case for each of its resources.
 *
 * @module
 */
import type { LayerFinding, Verification } from '@marque/verify'
import { escapeXml } from '../escaping/index.ts'
import { fails, type VerifyFormatOptions } from './report.ts'
import { expectedWords, gotWords } from './words.ts'

/** The case of findings without a resource. */
const WITHOUT_RESOURCE = 'requests without a resource'

/**
 * Formats one suite for each layer. A case fails where one of its findings makes the command fail; other findings are its output. Cases of
 * a layer that was not asked are skipped.
 */
export function formatJunit({ report }: Verification, options: VerifyFormatOptions): string {
  const suites = report.layers.map(({ name }) =>
    suite(
      name,
      report.findings.filter(({ layer }) => layer === name),
      options,
    ),
  )
  const total = (key: 'tests' | 'failures' | 'skipped'): number =>
    suites.reduce((sum, one) => sum + one[key], 0)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="marque verify" tests="${total('tests')}" failures="${total('failures')}" errors="0" skipped="${total('skipped')}">`,
    ...suites.map(({ text }) => text),
    '</testsuites>',
    '',
  ].join('\n')
}

interface Suite {
  readonly text: string
  readonly tests: number
  readonly failures: number
  readonly skipped: number
}

function suite(
  layer: string,
  findings: readonly LayerFinding[],
  { resources, onlyAsSeen, isInterrupted }: VerifyFormatOptions,
): Suite {
  const names: readonly (string | null)[] = [
    ...resources,
    // Findings name resources of older policies too.
    ...new Set(
      findings.map(({ resource }) => resource).filter((name) => !resources.includes(name ?? '')),
    ),
  ]
  const isUnreachable = findings.some(({ cause }) => cause === 'unreachable')
  const why = onlyAsSeen.has(layer)
    ? 'not asked: --only-as-seen'
    : isUnreachable
      ? 'unreachable'
      : isInterrupted
        ? 'interrupted'
        : null
  let failures = 0
  let skipped = 0
  const cases = names.map((resource) => {
    const own = findings.filter((finding) => finding.resource === resource)
    const failing = own.filter(fails)
    const open = `    <testcase classname="${escapeXml(layer)}" name="${escapeXml(resource ?? WITHOUT_RESOURCE)}"`
    if (failing.length > 0) failures += 1
    else if (why !== null && own.length === 0) {
      skipped += 1
      return `${open}><skipped message="${escapeXml(why)}"/></testcase>`
    }
    if (own.length === 0) return `${open}/>`
    const others = own.filter((finding) => !fails(finding))
    return [
      `${open}>`,
      ...failing.map(
        (finding) =>
          `<failure type="${escapeXml(finding.cause)}" message="${escapeXml(finding.message)}">${escapeXml(textOf(finding))}</failure>`,
      ),
      ...(others.length > 0
        ? [`<system-out>${escapeXml(others.map(textOf).join('\n\n'))}</system-out>`]
        : []),
      '</testcase>',
    ].join('')
  })
  const open = `  <testsuite name="${escapeXml(layer)}" tests="${names.length}" failures="${failures}" errors="0" skipped="${skipped}">`
  return {
    text: [open, ...cases, '  </testsuite>'].join('\n'),
    tests: names.length,
    failures,
    skipped,
  }
}

function textOf(finding: LayerFinding): string {
  const { code, severity, cause, message, why, help, curl, expected, got, inBaseline } = finding
  return [
    `${severity} ${code} ${cause}: ${message}${inBaseline === true ? ' (in the baseline)' : ''}`,
    ...(curl === '' ? [] : [`request: ${curl}`]),
    ...(expected === null ? [] : [`expected: ${expectedWords(expected)}`]),
    `got: ${gotWords(got)}`,
    `why: ${why}`,
    ...(help === null ? [] : [`fix: ${help}`]),
  ].join('\n')
}
