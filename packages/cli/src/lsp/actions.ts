/**
 * Quick fixes as the protocol's code actions.
 *
 * @module
 */
import { fixAll, fixOf } from '@marque/policy/editor'
import { type CodeAction, CodeActionKind, type CodeActionParams } from 'vscode-languageserver/node'
import { diagnosticsOf } from './diagnostics.ts'
import type { OpenDocument } from './open-documents.ts'
import { editOf } from './ranges.ts'

/** All certain fixes at once, as editors ask for it when they save. */
export const FIX_ALL: string = `${CodeActionKind.SourceFixAll}.marque`

/** Fixes that are tried for one answer: each try checks the whole document, and a selection may hold thousands of findings. */
const MOST_TRIES = 20

/** What can be done in a range; of the kinds that the client asks for, where it asks for some. */
export function actionsOf(
  open: OpenDocument,
  { range, context }: CodeActionParams,
): readonly CodeAction[] {
  const { text, document, options } = open
  const wants = (kind: string): boolean =>
    context.only === undefined ||
    context.only.some((asked) => asked === kind || kind.startsWith(`${asked}.`) || asked === '')
  const actions: CodeAction[] = []
  if (wants(CodeActionKind.QuickFix)) {
    const from = text.offsetAt(range.start)
    const to = text.offsetAt(range.end)
    const there = diagnosticsOf(open).filter(
      ({ diagnosis: { start, end } }) => start <= to && end >= from,
    )
    for (const { diagnosis, diagnostic } of there.slice(0, MOST_TRIES)) {
      const fix = fixOf(document, diagnosis.finding, options)
      if (fix === null) continue
      actions.push({
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [diagnostic],
        isPreferred: fix.certain,
        edit: { changes: { [text.uri]: fix.changes.map((change) => editOf(text, change)) } },
      })
    }
  }
  // Asked for by name only: it is for whole documents, and costs a try of each fix.
  if (context.only !== undefined && wants(FIX_ALL)) {
    const change = fixAll(document, options)
    if (change !== null) {
      const title = 'Fix all that has one certain fix'
      const edit = { changes: { [text.uri]: [editOf(text, change)] } }
      actions.push({ title, kind: FIX_ALL, edit })
    }
  }
  return actions
}
