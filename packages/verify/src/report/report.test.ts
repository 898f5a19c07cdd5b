import { describe, expect, test } from 'vitest'
import { withBaseline } from './baseline.ts'
import { exitCodeOf } from './exit-code.ts'
import type { LayerFinding, VerifyReport } from './report.ts'

function finding(changed: Partial<LayerFinding> = {}): LayerFinding {
  return {
    code: 'MQ-608',
    severity: 'error',
    message: '`app` allows the origin `null`',
    why: '',
    help: null,
    path: '/resources/0',
    file: null,
    line: null,
    column: null,
    layer: 'app',
    cause: 'reflects-null',
    resource: 'orders',
    alsoSeenAt: [],
    curl: '',
    expected: null,
    seen: 1,
    got: { status: 200, headers: [] },
    ...changed,
  }
}

function report(...findings: readonly LayerFinding[]): VerifyReport {
  return {
    format: 'marque-verify/1',
    bundle: `sha256:${'0'.repeat(64)}`,
    environment: 'production',
    startedAt: '2099-01-01T00:00:00.000Z',
    complete: true,
    seed: 1,
    layers: [],
    leftOut: {},
    findings,
  }
}

describe('exit code', () => {
  test.each<[string, readonly LayerFinding[], number]>([
    ['nothing', [], 0],
    ['an error', [finding()], 3],
    ['a warning and a note', [finding({ severity: 'warning' }), finding({ severity: 'note' })], 0],
    ['an unreachable layer beside an error', [finding(), finding({ cause: 'unreachable' })], 1],
    ['an error of the baseline', [finding({ inBaseline: true })], 0],
    ['one of the baseline and a new one', [finding({ inBaseline: true }), finding()], 3],
    [
      'a layer that the baseline could not reach either',
      [finding({ cause: 'unreachable', inBaseline: true })],
      1,
    ],
  ])('%s', (_name, findings, code) => {
    expect(exitCodeOf(report(...findings))).toBe(code)
  })
})

describe('baseline', () => {
  const known = report(finding({ seen: 7, message: 'another text' }))
  test.each<[string, Partial<LayerFinding>, boolean]>([
    ['the same layer, cause and resource', {}, true],
    ['another layer', { layer: 'proxy' }, false],
    ['another cause', { cause: 'fixed-origin' }, false],
    ['another resource', { resource: 'account' }, false],
    ['no resource', { resource: null }, false],
  ])('%s', (_name, changed, isKnown) => {
    const { findings } = withBaseline(report(finding(changed)), known)
    expect(findings.map(({ inBaseline }) => inBaseline)).toEqual([isKnown])
  })
})
