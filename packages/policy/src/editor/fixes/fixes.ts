/**
 * The findings that have exactly one mechanical fix, and that fix.
 *
 * A fix is offered only after it has been applied to a copy: it resolves the finding and introduces no error. No fix grants more than the
 * document did; tests check each of them. A finding with more than one possible fix has none here.
 *
 * @module
 */
import type { CheckOptions } from '../../check.ts'
import { type Finding, type FindingKind, kindOf } from '../../findings/index.ts'
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
  addTenantTemplate,
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

/** The makers of fixes, by kind of finding. The first that applies is used. */
export const FIX_MAKERS: { readonly [kind in FindingKind]?: readonly FixMaker[] } = {
  'MQ-105 trailing-comma': [removeComma],
  'MQ-107': [removeSecondKey],
  'MQ-112 not-a-string': [addQuotes],
  'MQ-104 missing-quotes': [addQuotes],
  'MQ-120': [replaceWithKnownWord],
  'MQ-121': [addVersion],
  'MQ-122': [addQuotes, addBrackets, replaceWithBoolean],
  'MQ-123': [replaceWithKnownWord],
  'MQ-124': [replaceVersion],
  'MQ-140 trailing-slash': [replaceOrigin],
  'MQ-140 path': [replaceOrigin],
  'MQ-140 query': [replaceOrigin],
  'MQ-140 fragment': [replaceOrigin],
  'MQ-140 missing-scheme': [replaceOrigin],
  'MQ-140 upper-case': [replaceOrigin],
  'MQ-140 default-port': [replaceOrigin],
  'MQ-140 port': [replaceOrigin],
  'MQ-140 ipv4': [replaceOrigin],
  'MQ-140 ipv6': [replaceOrigin],
  'MQ-140 international-name': [replaceOrigin],
  'MQ-140 white-space': [replaceOrigin],
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
  'MQ-231': [addTenantTemplate],
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
  const makers = FIX_MAKERS[kindOf(finding) as FindingKind]
  if (makers === undefined) return null
  const target = findTarget(document, finding)
  for (const make of makers) {
    const fix = make(target)
    if (fix !== null && resolves(document, finding, fix, options)) return fix
  }
  return null
}

/** Applies a fix to a copy: it must have fewer findings of the kind, and not more of any error. */
function resolves(
  document: EditorDocument,
  finding: Finding,
  { changes }: QuickFix,
  options: CheckOptions,
): boolean {
  const before = countsOf(findingsOf(document, options))
  const fixed = openDocument(applyChanges(document.text, changes), document.file)
  const after = countsOf(findingsOf(fixed, options))
  const kind = kindOf(finding)
  if ((after.get(kind)?.number ?? 0) >= (before.get(kind)?.number ?? 0)) return false
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
  for (const finding of findings) {
    const kind = kindOf(finding)
    const count = counts.get(kind) ?? { number: 0, error: finding.severity === 'error' }
    count.number++
    counts.set(kind, count)
  }
  return counts
}
