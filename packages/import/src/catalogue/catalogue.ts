/**
 * All rules of this package, and the joining of findings with them.
 *
 * @module
 */
import type { Finding, FindingRule } from '@marque/policy'
import type { RawFinding } from '../findings/index.ts'
import { compareRules } from './compare.rules.ts'
import { corsOptionsRules } from './cors-options.rules.ts'
import { documentRules } from './document.rules.ts'
import { harRules } from './har.rules.ts'
import { logRules } from './log.rules.ts'
import { lossRules } from './loss.rules.ts'
import { mergeRules } from './merge.rules.ts'
import { openApiRules } from './openapi.rules.ts'
import { updateRules } from './update.rules.ts'

/** All rules, by code. */
export const RULES: readonly FindingRule[] = [
  ...documentRules,
  ...openApiRules,
  ...compareRules,
  ...lossRules,
  ...mergeRules,
  ...updateRules,
  ...corsOptionsRules,
  ...harRules,
  ...logRules,
].sort((a, b) => (a.code < b.code ? -1 : 1))

const BY_CODE: ReadonlyMap<string, FindingRule> = new Map(RULES.map((rule) => [rule.code, rule]))

/** The rule of a code of this package, as `MQ-810`; `undefined` where there is none. */
export function ruleOf(code: string): FindingRule | undefined {
  return BY_CODE.get(code)
}

/** Adds severity, texts and file, and sorts by position, the file that was given before the others. */
export function joinFindings(file: string, findings: readonly RawFinding[]): readonly Finding[] {
  return findings
    .map((one) => join(one, file))
    .sort(
      (a, b) =>
        fileOrder(a.file ?? file, b.file ?? file, file) ||
        (a.line ?? 0) - (b.line ?? 0) ||
        (a.column ?? 0) - (b.column ?? 0) ||
        (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
    )
}

function fileOrder(a: string, b: string, first: string): number {
  return a === b ? 0 : a === first || (b !== first && a < b) ? -1 : 1
}

/** A finding about a source as a whole. */
export type UnplacedFinding = Omit<RawFinding, 'path' | 'position'>

/** The same for findings without a position, about a source whose text must not be shown. */
export function joinWithoutPositions(
  file: string,
  findings: readonly UnplacedFinding[],
): readonly Finding[] {
  const placed = findings.map((one) => ({ ...one, path: '', position: { line: 1, column: 1 } }))
  return joinFindings(file, placed).map((one) => ({ ...one, line: null, column: null }))
}

function join(
  { file: own, code, path, position, message, help, value }: RawFinding,
  file: string,
): Finding {
  const rule = ruleOf(code)
  if (rule === undefined) throw new TypeError(`the catalogue has no code ${code}`)
  return {
    code,
    severity: rule.severity,
    message,
    why: rule.why,
    help: help ?? rule.help,
    path,
    file: own ?? file,
    line: position.line,
    column: position.column,
    ...(value !== undefined && { value }),
  }
}
