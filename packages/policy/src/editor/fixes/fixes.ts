/**
 * The findings that have exactly one mechanical fix, and what it is.
 *
 * A fix is offered only when it has been tried: it takes the finding away and brings no error that was not there. None gives anybody
 * more than the document gave, which the tests hold each of them to; where two ways lead out, somebody has to choose, and none is here.
 *
 * @module
 */
import type { CheckOptions } from '../../check.ts'
import type { Finding } from '../../findings/index.ts'
import { changed, type EditorDocument, findingsOf, openDocument } from '../document.ts'
import { addVersion } from './add-version.ts'
import { type FixMaker, faultyPlace, type QuickFix } from './fix.ts'
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
  dropAtSign,
  shortenMaxAge,
  writeAsSaid,
  writeBoolean,
  writeKnownName,
  writeKnownWord,
  writeName,
  writeOrigin,
  writeVersion,
} from './write-instead.ts'

/** Who mends a finding, by its code. Several for a finding with several ways to go wrong; the first that can does. */
export const FIX_MAKERS: { readonly [code: Finding['code']]: readonly FixMaker[] } = {
  'MQ-105': [removeComma],
  'MQ-107': [removeSecondKey],
  'MQ-112': [addQuotes],
  'MQ-116': [addQuotes],
  'MQ-120': [writeKnownWord],
  'MQ-121': [addVersion],
  'MQ-122': [addQuotes, addBrackets, writeBoolean],
  'MQ-123': [writeKnownWord],
  'MQ-124': [writeVersion],
  'MQ-141': [writeOrigin],
  'MQ-142': [writeOrigin],
  'MQ-143': [writeOrigin],
  'MQ-144': [writeOrigin],
  'MQ-145': [writeOrigin],
  'MQ-146': [writeOrigin],
  'MQ-147': [writeOrigin],
  'MQ-149': [writeOrigin],
  'MQ-150': [writeOrigin],
  'MQ-151': [writeOrigin],
  'MQ-153': [writeOrigin],
  'MQ-156': [writeOrigin],
  'MQ-158': [writeOrigin],
  'MQ-160': [writeAsSaid],
  'MQ-161': [writeAsSaid],
  'MQ-166': [removeEntryOfList],
  'MQ-167': [writeAsSaid],
  'MQ-170': [removeEntryOfList],
  'MQ-171': [removeEntryOfList],
  'MQ-172': [removeEntryOfList],
  'MQ-173': [writeAsSaid],
  'MQ-177': [writeAsSaid],
  'MQ-179': [removeEntryOfList],
  'MQ-180': [writeName],
  'MQ-181': [writeKnownName],
  'MQ-182': [writeKnownName],
  'MQ-184': [dropAtSign],
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

/** The fix of a finding; null where it has none, or where the one that it has would not mend it. */
export function fixOf(
  document: EditorDocument,
  finding: Finding,
  options: CheckOptions,
): QuickFix | null {
  const makers = FIX_MAKERS[finding.code]
  if (makers === undefined) return null
  const place = faultyPlace(document, finding)
  for (const make of makers) {
    const fix = make(place)
    if (fix !== null && mends(document, finding, fix, options)) return fix
  }
  return null
}

/** Tries a fix: one finding of the code less, and of no error more than before. */
function mends(
  document: EditorDocument,
  { code }: Finding,
  { changes }: QuickFix,
  options: CheckOptions,
): boolean {
  const before = countsOf(findingsOf(document, options))
  const mended = openDocument(changed(document.text, changes), document.file)
  const after = countsOf(findingsOf(mended, options))
  if ((after.get(code)?.number ?? 0) >= (before.get(code)?.number ?? 0)) return false
  // What could not be read could not be judged either: its errors were there, unseen.
  if (document.loaded.document === undefined && mended.loaded.document !== undefined) return true
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
