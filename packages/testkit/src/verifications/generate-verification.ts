/**
 * Runs for tests of the HTML report: any number of answers, deterministic, with mistakes planted at one layer.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import type { Decision, HeaderLine } from '@marque/core'
import {
  CAUSES,
  type LayerFinding,
  type Observation,
  type OriginRole,
  type Probe,
  RULES,
  type Verification,
  type VerifyReport,
} from '@marque/verify'

export interface Size {
  readonly resources: number
  /** Origins of each role but those that have one. */
  readonly origins: number
  readonly layers: readonly string[]
  /** Methods of each origin. */
  readonly methods: number
}

/** The code of the planted mistake. */
const CODE = RULES[CAUSES.indexOf('reflects-any-origin')]?.code ?? 'MQ-0'

const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']
const MANY: readonly OriginRole[] = ['granted', 'listed-elsewhere', 'near-miss', 'unlisted']
const ONE: readonly OriginRole[] = ['own', 'none', 'opaque']

/**
 * The layer before the last echoes strangers of the first two resources, and the outer ones pass it on; the outermost does not answer every
 * 97th probe.
 */
export function generateVerification({ resources, origins, layers, methods }: Size): Verification {
  const probes: Probe[] = []
  for (let resource = 0; resource < resources; resource++) {
    for (const [role, count] of [
      ...MANY.map((role) => [role, origins] as const),
      ...ONE.map((role) => [role, 1] as const),
    ]) {
      for (let origin = 0; origin < count; origin++) {
        for (const method of METHODS.slice(0, methods)) {
          probes.push(probeOf(probes.length, `orders-${resource}`, role, origin, method))
        }
      }
    }
  }
  const wrong = Math.max(0, layers.length - 2)
  const observations = layers.flatMap((layer, index) =>
    probes.map((probe): Observation => {
      const isWrong = probe.origin.role === 'unlisted' && /-[01]$/.test(probe.resource ?? '')
      const isSilent = index === 0 && probe.id % 97 === 96
      return observationOf(layer, probe, isWrong && index <= wrong, isSilent)
    }),
  )
  const layer = layers[wrong] ?? 'app'
  const shown = observations.filter((one) => one.layer === layer && one.differs.length > 0)
  return {
    report: reportOf(
      layers,
      observations,
      shown[0] ? [findingOf(shown[0], shown.length, layers)] : [],
    ),
    observations,
  }
}

function probeOf(
  id: number,
  resource: string,
  role: OriginRole,
  index: number,
  method: string,
): Probe {
  const value =
    role === 'none'
      ? null
      : role === 'opaque'
        ? 'null'
        : role === 'own'
          ? 'https://api.example.com'
          : `https://${role}-${index}.example.com`
  const isNear = role === 'near-miss'
  return {
    id,
    kind: method === 'OPTIONS' ? 'preflight' : 'actual',
    resource,
    origin: {
      value,
      role,
      nearMiss: isNear ? { fault: 'matches-prefix', of: 'https://granted-0.example.com' } : null,
    },
    method,
    url: `https://api.example.com/v1/${resource}/7`,
    headers: value === null ? [] : [['Origin', value]],
    withCredentials: false,
    conditionalOn: null,
    sequence: null,
  }
}

export function decisionOf(probe: Probe): Decision {
  const isGranted = probe.origin.role === 'granted'
  return {
    kind: probe.kind === 'preflight' ? 'preflight' : 'actual',
    reach: probe.kind !== 'preflight',
    read: isGranted,
    reason: isGranted ? 'granted' : 'origin-not-granted',
    status: probe.kind === 'preflight' ? 204 : null,
    resource: probe.resource,
    grant: isGranted ? 0 : null,
    exception: null,
    tenant: null,
    headers: isGranted ? granted(probe.origin.value ?? '') : [],
    vary: ['Origin'],
    removes: [],
    detail: '',
  }
}

function granted(origin: string): readonly HeaderLine[] {
  return [
    ['access-control-allow-origin', origin],
    ['access-control-allow-credentials', 'true'],
  ]
}

function observationOf(
  layer: string,
  probe: Probe,
  isWrong: boolean,
  isSilent: boolean,
): Observation {
  const decision = decisionOf(probe)
  const origin = probe.origin.value ?? ''
  return {
    layer,
    probe,
    repeat: 0,
    url: `${probe.url}?marque-probe=${probe.id}`,
    sentAt: 0,
    expected: [decision],
    answer: isSilent
      ? null
      : {
          status: 200,
          headers: [
            ['Content-Type', 'application/json'],
            ['X-Request-Id', `${layer}-${probe.id}`],
            ...(isWrong ? granted(origin) : decision.headers),
            ['Vary', 'Origin'],
          ],
          body: '',
        },
    failure: isSilent ? { kind: 'timeout', message: 'no answer within 10 s' } : null,
    differs: isWrong && !isSilent ? ['allow-origin', 'allow-credentials'] : [],
    isHarmless: false,
  }
}

function findingOf(shown: Observation, seen: number, layers: readonly string[]): LayerFinding {
  return {
    code: CODE,
    severity: 'error',
    message:
      'answers echo whatever origin asks, with credentials: `https://unlisted-0.example.com`',
    why: 'any website can read answers that are meant for a signed-in user',
    help: 'let the layer copy the decision of the policy instead of the request header',
    path: '/resources/0',
    file: null,
    line: null,
    column: null,
    layer: shown.layer,
    cause: 'reflects-any-origin',
    resource: shown.probe.resource,
    alsoSeenAt: layers.slice(0, layers.indexOf(shown.layer)),
    curl: `curl -i --connect-to ::127.0.0.1:8080 -H 'Origin: https://unlisted-0.example.com' 'http://api.example.com/v1/orders-0/7?marque-probe=7-3'`,
    expected: shown.expected[0] ?? null,
    seen,
    got: { status: shown.answer?.status ?? null, headers: shown.answer?.headers ?? [] },
  }
}

function reportOf(
  layers: readonly string[],
  observations: readonly Observation[],
  findings: readonly LayerFinding[],
): VerifyReport {
  const ofLayer = (name: string): readonly Observation[] =>
    observations.filter(({ layer }) => layer === name)
  return {
    format: 'marque-verify/1',
    bundle: `sha256:${createHash('sha256').update('').digest('hex')}`,
    environment: 'production',
    startedAt: '2098-11-22T12:00:00.000Z',
    complete: true,
    seed: 7,
    layers: layers.map((name, index) => ({
      name,
      url: `http://127.0.0.1:${8080 + index}`,
      sent: ofLayer(name).length,
      drifted: ofLayer(name).filter(({ differs }) => differs.length > 0).length,
      unanswered: ofLayer(name).filter(({ answer }) => answer === null).length,
    })),
    leftOut: { mutating: 24, 'condition-unknown': 3 },
    findings,
  }
}
