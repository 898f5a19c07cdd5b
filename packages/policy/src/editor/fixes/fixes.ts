/**
 * The findings that have exactly one mechanical fix, and that fix.
 *
 * A fix is offered only after it has been applied to a copy: it resolves the finding and introduces no error. No fix grants more than the
 * document did; tests check each of them. A finding with more than one possible fix has none here.
 *
 * @module
 */
import type { CheckOptions } from '../../check.ts'
import type { Finding } from '../../findings/index.ts'
import { applyChanges, type EditorDocument, findingsOf, openDocument } from '../document.ts'
import { addVersion } from './add-version.ts'
import { type FixMaker, findTarget, type QuickFix } from './fix.ts'
import {
  removeComma,
  removeEnded,
  removeEntryOfList,
  removeKey,
  removeSecondKey,
} from './remove.ts'
import {
  addBrackets,
  addQuotes,
  removeAtSign,
  replaceAsHelped,
  replaceName,
  replaceOrigin,
  replaceVersion,
  replaceWithBoolean,
  replaceWithKnownName,
  replaceWithKnownWord,
  shortenMaxAge,
} from './replace.ts'

/** The makers of fixes, by code. The first that applies is used. */
export const FIX_MAKERS: { readonly [code: Finding['code']]: readonly FixMaker[] } = {
  'MQ-105': [removeComma],
  'MQ-107': [removeSecondKey],
  'MQ-112': [addQuotes],
  'MQ-116': [addQuotes],
  'MQ-120': [replaceWithKnownWord],
  'MQ-121': [addVersion],
  'MQ-122': [addQuotes, addBrackets, replaceWithBoolean],
  'MQ-123': [replaceWithKnownWord],
  'MQ-124': [replaceVersion],
  'MQ-141': [replaceOrigin],
  'MQ-142': [replaceOrigin],
  'MQ-143': [replaceOrigin],
  'MQ-144': [replaceOrigin],
  'MQ-145': [replaceOrigin],
  'MQ-146': [replaceOrigin],
  'MQ-147': [replaceOrigin],
  'MQ-149': [replaceOrigin],
  'MQ-150': [replaceOrigin],
  'MQ-151': [replaceOrigin],
  'MQ-153': [replaceOrigin],
  'MQ-156': [replaceOrigin],
  'MQ-158': [replaceOrigin],
  'MQ-160': [replaceAsHelped],
  'MQ-161': [replaceAsHelped],
  'MQ-166': [removeEntryOfList],
  'MQ-167': [replaceAsHelped],
  'MQ-170': [removeEntryOfList],
  'MQ-171': [removeEntryOfList],
  'MQ-172': [removeEntryOfList],
  'MQ-173': [replaceAsHelped],
  'MQ-177': [replaceAsHelped],
  'MQ-179': [removeEntryOfList],
  'MQ-180': [replaceName],
  'MQ-181': [replaceWithKnownName],
  'MQ-182': [replaceWithKnownName],
  'MQ-184': [removeAtSign],
  'MQ-214': [removeKey],
  'MQ-220': [shortenMaxAge],
  'MQ-305': [removeEntryOfList],
  'MQ-310': [removeKey],
  'MQ-313': [removeEntryOfList],
  'MQ-327': [removeKey],
  'MQ-330': [removeEnded],
  'MQ-333': [removeEntryOfList],
  'MQ-412': [removeEnded],
}

/** The fix of a finding; null where there is none that resolves it. */
export function fixOf(
  document: EditorDocument,
  finding: Finding,
  options: CheckOptions,
): QuickFix | null {
  const makers = FIX_MAKERS[finding.code]
  if (makers === undefined) return null
  const target = findTarget(document, finding)
  for (const make of makers) {
    const fix = make(target)
    if (fix !== null && resolves(document, finding, fix, options)) return fix
  }
  return null
}

/** Applies a fix to a copy: it must have fewer findings of the code, and not more of any error. */
function resolves(
  document: EditorDocument,
  { code }: Finding,
  { changes }: QuickFix,
  options: CheckOptions,
): boolean {
  const before = countsOf(findingsOf(document, options))
  const fixed = openDocument(applyChanges(document.text, changes), document.file)
  const after = countsOf(findingsOf(fixed, options))
  if ((after.get(code)?.number ?? 0) >= (before.get(code)?.number ?? 0)) return false
  // Before an invalid document is readable, its other errors are unknown.
  if (document.loaded.document === undefined && fixed.loaded.document !== undefined) return true
  return [...after].every(
    ([other, { number, error }]) => !error || number <= (before.get(other)?.number ?? 0),
  )
}

interface Count {
  number: number
  readonly error: boolean
}

function countsOf(findings: readonly Finding[]): ReadonlyMap<string, Count> {
  const counts = new Map<string, Count>()
  for (const { code, severity } of findings) {
    const count = counts.get(code) ?? { number: 0, error: severity === 'error' }
    count.number++
    counts.set(code, count)
  }
  return counts
}
