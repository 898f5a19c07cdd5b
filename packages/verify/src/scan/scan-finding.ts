/**
 * A finding as the report has it: the texts of its cause, why it has its severity, and when it is harmless.
 *
 * @module
 */
import type { FindingRule, Severity } from '@marque/policy'
import { ruleOf, SCAN_RULES, type ScanOnlyCause } from '../catalogue/index.ts'
import type { Found } from './found.ts'
import type { Evidence, Grade, ScanCause, ScanFinding } from './scan-report.ts'

const PUBLIC = 'the answers are public, and the same for every visitor and network'
const OWNED = 'every origin that it lets in is yours, and as well protected as the trusted one'
const SIMPLE = 'pages send only requests that need no preflight'

const HARMLESS: Readonly<Record<ScanCause, string>> = {
  unreachable: 'the API is meant to be reached from another network only',
  'cache-mixed': 'nothing but the scanned answers goes through this cache, and no page reads them',
  'reflects-any-origin': `${PUBLIC}; then \`*\` without credentials says so`,
  'wildcard-with-credentials': `${PUBLIC}: browsers refuse the pair where a request has credentials`,
  'reflects-null': PUBLIC,
  'matches-prefix': PUBLIC,
  'matches-suffix': PUBLIC,
  'matches-dot-as-any': `${PUBLIC}, or that name cannot be registered`,
  'matches-subdomains': OWNED,
  'ignores-scheme': PUBLIC,
  'ignores-port': 'nothing else listens on that host',
  'ignores-case': 'only browsers call the API: they send lower case',
  'preflight-authenticated': SIMPLE,
  'preflight-redirected': SIMPLE,
  'preflight-not-answered': SIMPLE,
  'preflight-forwarded': SIMPLE,
  'options-hijacked': 'the application has no OPTIONS of its own to answer',
  'two-authors': 'no page of another origin reads these answers',
  'errors-without-headers': 'pages need not tell one error from another',
  'vary-missing':
    'no cache stores the answers, that of the browser included (`Cache-Control: no-store`)',
  'trusts-third-party': PUBLIC,
  'internal-origin': 'this API is itself for development or for an internal network only',
  'long-max-age': 'what is allowed never becomes less',
  'credentials-everywhere': 'nothing adds Access-Control-Allow-Origin to these answers',
  'insecure-origin-with-credentials': PUBLIC,
}

function isScanOnly(cause: ScanCause): cause is ScanOnlyCause {
  return Object.hasOwn(SCAN_RULES, cause)
}

function ruleOfCause(cause: ScanCause): FindingRule {
  return isScanOnly(cause) ? SCAN_RULES[cause] : ruleOf(cause)
}

export function scanFinding(
  { cause, message, severity: own, hasCredentials }: Omit<Found, 'shown'>,
  evidence: readonly [Evidence, Evidence],
): ScanFinding {
  const { code, severity: usual, why, help } = ruleOfCause(cause)
  const severity = own ?? usual
  return {
    code,
    severity,
    cause,
    message,
    why: `${why} (${severity}: ${severityReason(cause, severity, hasCredentials)})`,
    help,
    path: '',
    file: null,
    line: null,
    column: null,
    evidence,
    harmless: HARMLESS[cause],
  }
}

function severityReason(cause: ScanCause, severity: Severity, hasCredentials: boolean): string {
  if (cause === 'unreachable') return 'nothing was judged'
  if (cause === 'vary-missing' && severity === 'warning') return 'the answers are `no-store`'
  if (severity !== 'error') return 'no page reads more than it should by this alone'
  if (/^preflight|^errors|^two/.test(cause)) return 'pages of origins that are let in fail'
  return hasCredentials
    ? 'credentials are allowed'
    : 'without credentials, so what needs a login stays closed'
}

/** The grade of the worst finding. */
export function gradeOf(
  findings: readonly Pick<Found, 'cause' | 'hasCredentials' | 'severity'>[],
): Grade {
  const grades = findings.map(({ cause, hasCredentials, severity }): Grade => {
    const actual = severity ?? ruleOfCause(cause).severity
    if (actual === 'error') return hasCredentials ? 'F' : 'D'
    return actual === 'warning' ? 'B' : 'A'
  })
  return grades.reduce((worst, grade) => (grade > worst ? grade : worst), 'A')
}
