/**
 * Decisions, answers and origins in words.
 *
 * @module
 */
import type { Decision } from '@marque/core'
import type { OriginRole } from '../probes/index.ts'
import type { LayerFinding, VerifyReport } from '../report/index.ts'

/** The roles of origins, in the order of the columns. */
export const ROLES: readonly { readonly role: OriginRole; readonly words: string }[] = [
  { role: 'granted', words: 'granted' },
  { role: 'own', words: 'own origin' },
  { role: 'none', words: 'no Origin' },
  { role: 'listed-elsewhere', words: 'listed elsewhere' },
  { role: 'near-miss', words: 'near miss' },
  { role: 'opaque', words: 'null' },
  { role: 'unlisted', words: 'not listed' },
]

export const NO_ORIGIN = 'no Origin header'

/** `readable, 204 · granted` */
export function decisionWords({ kind, reach, read, status, reason }: Decision): string {
  const outcome =
    kind === 'preflight'
      ? read
        ? 'preflight passes'
        : 'preflight fails'
      : `${reach ? 'reaches the application' : 'refused'}${kind === 'actual' ? `, ${read ? 'readable' : 'not readable'}` : ''}`
  return `${status === null ? '' : `${status} · `}${outcome} · ${reason}`
}

export function answerWords(status: number | null, failure: string | undefined): string {
  return status === null ? `no answer${failure === undefined ? '' : `: ${failure}`}` : `${status}`
}

/** Header fields that belong to the answer to a CORS request, or explain it. */
const POLICY_HEADERS =
  /^(?:access-control-.*|vary|timing-allow-origin|cross-origin-.*|allow|location|www-authenticate|cache-control|retry-after|content-type)$/i

export function isPolicyHeader(name: string): boolean {
  return POLICY_HEADERS.test(name)
}

export interface Verdict {
  /** `bad`: the command fails; `unknown`: nothing wrong was found, and not everything was asked. */
  readonly tone: 'good' | 'warning' | 'bad' | 'unknown'
  readonly headline: string
}

/** The headline of the page. Findings of the baseline do not count, as in the exit code. */
export function verdictOf({ findings, complete }: VerifyReport): Verdict {
  const fresh = findings.filter(({ inBaseline }) => inBaseline !== true)
  const silent = fresh.filter(({ cause }) => cause === 'unreachable')
  const errors = fresh.filter(
    (finding) => finding.severity === 'error' && !silent.includes(finding),
  )
  const warnings = fresh.filter(({ severity }) => severity === 'warning')
  const unreachable = silent.length === 0 ? '' : `${listOf(layersOf(silent))} gave no answer`
  if (errors.length > 0) {
    const also = unreachable === '' ? '' : `; ${unreachable}`
    const isNew = fresh.length < findings.length ? 'new ' : ''
    return {
      tone: 'bad',
      headline: `${countOf(errors.length, `${isNew}mistake`)} at ${listOf(layersOf(errors))}${also}`,
    }
  }
  if (unreachable !== '') return { tone: 'bad', headline: unreachable }
  if (!complete) return { tone: 'unknown', headline: 'No mistake so far: not everything was asked' }
  if (warnings.length > 0) {
    return {
      tone: 'warning',
      headline: `${countOf(warnings.length, 'warning')} at ${listOf(layersOf(warnings))}, and no errors`,
    }
  }
  const known = findings.some(({ inBaseline }) => inBaseline === true)
  return {
    tone: 'good',
    headline: known
      ? 'No mistake besides those of the baseline'
      : 'Every layer answers as the policy decides',
  }
}

function layersOf(findings: readonly LayerFinding[]): readonly string[] {
  return [...new Set(findings.map(({ layer }) => layer))]
}

/** `app, proxy and gateway` */
export function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** `1 mistake`, `1,200 mistakes`. The words are English in every locale. */
export function countOf(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
}
