/**
 * Findings as LSP diagnostics.
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

/** Findings about parts without effect; editors fade them. */
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

/** Maximum diagnostics per document; more slow editors down. */
const MAX_DIAGNOSTICS = 1000

/** The diagnostics to publish; above the limit, the most severe ones. */
export function publishedOf(open: OpenDocument): Diagnostic[] {
  const all = diagnosticsOf(open).map(({ diagnostic }) => diagnostic)
  if (all.length <= MAX_DIAGNOSTICS) return all
  return all.toSorted((a, b) => (a.severity ?? 1) - (b.severity ?? 1)).slice(0, MAX_DIAGNOSTICS)
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
  const related = diagnosis.related.map((related) => ({
    location: { uri: text.uri, range: rangeOf(text, related) },
    message: related.message,
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
