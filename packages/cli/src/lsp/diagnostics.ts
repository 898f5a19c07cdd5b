/**
 * Findings as the protocol's diagnostics.
 *
 * @module
 */
import { type Diagnosis, diagnose } from '@marque/policy/editor'
import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver/node'
import type { OpenDocument } from './open-documents.ts'
import { rangeOf } from './ranges.ts'

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  note: DiagnosticSeverity.Information,
} as const

/** What changes nothing, and may be shown faint. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  'MQ-179',
  'MQ-301',
  'MQ-303',
  'MQ-305',
  'MQ-310',
  'MQ-313',
  'MQ-330',
  'MQ-333',
  'MQ-405',
  'MQ-412',
])

/** What is sent of one document: nobody reads more, and editors get slow. */
const MOST = 1000

/** What the client is told: errors before all else, where there are too many. */
export function publishedOf(open: OpenDocument): Diagnostic[] {
  const all = diagnosticsOf(open).map(({ diagnostic }) => diagnostic)
  if (all.length <= MOST) return all
  return all.toSorted((a, b) => (a.severity ?? 1) - (b.severity ?? 1)).slice(0, MOST)
}

/** Each finding of a document with its diagnostic. */
export function diagnosticsOf(
  open: OpenDocument,
): readonly { readonly diagnosis: Diagnosis; readonly diagnostic: Diagnostic }[] {
  return diagnose(open.document, open.options).map((diagnosis) => ({
    diagnosis,
    diagnostic: diagnosticOf(open, diagnosis),
  }))
}

function diagnosticOf({ text }: OpenDocument, diagnosis: Diagnosis): Diagnostic {
  const { code, severity, message, why, help } = diagnosis.finding
  const related = diagnosis.related.map((place) => ({
    location: { uri: text.uri, range: rangeOf(text, place) },
    message: place.message,
  }))
  return {
    range: rangeOf(text, diagnosis),
    severity: SEVERITIES[severity],
    code,
    source: 'marque',
    message: [message, `why: ${why}`, ...(help === null ? [] : [`fix: ${help}`])].join('\n'),
    ...(WITHOUT_EFFECT.has(code) && { tags: [DiagnosticTag.Unnecessary] }),
    ...(related.length > 0 && { relatedInformation: related }),
  }
}
