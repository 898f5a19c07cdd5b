/**
 * Quick fixes as LSP code actions.
 *
 * @module
 */
import { acknowledgeFix, fixAll, fixOf, type QuickFix } from '@marque/policy/editor'
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
} from 'vscode-languageserver/node'
import { diagnosticsOf } from './diagnostics.ts'
import type { OpenDocument } from './open-documents.ts'
import { editOf } from './ranges.ts'

/** The code action kind for fix-on-save. */
export const FIX_ALL: string = `${CodeActionKind.SourceFixAll}.marque`

/** Fixes tried per request: each try checks the whole document, and a selection may have thousands of findings. */
const MAX_FIXES = 20

/** Code actions for a range, limited to the kinds that the client requests, if any. */
export function actionsOf(
  open: OpenDocument,
  { range, context }: CodeActionParams,
): readonly CodeAction[] {
  const { text, document, options } = open
  const isRequested = (kind: string): boolean =>
    context.only === undefined ||
    context.only.some((only) => only === kind || kind.startsWith(`${only}.`) || only === '')
  const actions: CodeAction[] = []
  if (isRequested(CodeActionKind.QuickFix)) {
    const from = text.offsetAt(range.start)
    const to = text.offsetAt(range.end)
    const there = diagnosticsOf(open).filter(
      ({ diagnosis: { start, end } }) => start <= to && end >= from,
    )
    for (const { diagnosis, diagnostic } of there.slice(0, MAX_FIXES)) {
      // What can be mended need not be accepted.
      const fix =
        fixOf(document, diagnosis.finding, options) ?? acknowledgeFix(document, diagnosis.finding)
      if (fix !== null) actions.push(actionOf(open, fix, diagnostic))
    }
  }
  // Only on explicit request: it applies to the whole document, and tries every fix.
  if (context.only !== undefined && isRequested(FIX_ALL)) {
    const change = fixAll(document, options)
    if (change !== null) {
      const title = 'Fix all problems that have one safe fix'
      const edit = { changes: { [text.uri]: [editOf(text, change)] } }
      actions.push({ title, kind: FIX_ALL, edit })
    }
  }
  return actions
}

function actionOf({ text }: OpenDocument, fix: QuickFix, diagnostic: Diagnostic): CodeAction {
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    isPreferred: fix.certain,
    edit: { changes: { [text.uri]: fix.changes.map((change) => editOf(text, change)) } },
  }
}
