import type { LayerFinding, VerifyReport } from '../../src/report/index.ts'

export function finding(values: Partial<LayerFinding> = {}): LayerFinding {
  return {
    code: 'MQ-605',
    severity: 'error',
    message: 'echoes whatever origin asks',
    why: 'any website can read answers',
    help: 'compare with the list of the policy',
    path: '/resources/0',
    file: null,
    line: null,
    column: null,
    layer: 'proxy',
    cause: 'reflects-any-origin',
    resource: 'orders',
    alsoSeenAt: [],
    curl: 'curl -i http://api.example.com/',
    expected: null,
    seen: 3,
    got: { status: 200, headers: [] },
    ...values,
  }
}

/** The report of the minute `at`, of two layers. */
export function report(
  at: number,
  findings: readonly LayerFinding[],
  values: Partial<VerifyReport> = {},
): VerifyReport {
  const layer = { sent: 10, drifted: 0, unanswered: 0 }
  return {
    format: 'marque-verify/1',
    bundle: `sha256:${'0'.repeat(64)}` as VerifyReport['bundle'],
    environment: 'production',
    startedAt: new Date(Date.UTC(2098, 10, 22, 12, at)).toISOString(),
    complete: true,
    seed: 1,
    layers: ['proxy', 'app'].map((name) => ({ name, url: 'http://127.0.0.1:1', ...layer })),
    leftOut: {},
    findings,
    ...values,
  }
}
