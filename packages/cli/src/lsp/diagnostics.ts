/**
 * Findings as the protocol's diagnostics.
 *
 * @module
 */
import { type Diagnosis, diagnose, findingPage } from '@marque/policy/editor'
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
    codeDescription: { href: findingPage(code) },
    source: 'marque',
    message: [message, `why: ${why}`, ...(help === null ? [] : [`fix: ${help}`])].join('\n'),
    ...(WITHOUT_EFFECT.has(code) && { tags: [DiagnosticTag.Unnecessary] }),
    ...(related.length > 0 && { relatedInformation: related }),
  }
}
