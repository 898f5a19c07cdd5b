/**
 * `marque check --explain CODE`: the page of a finding code.
 *
 * @module
 */
import type { FindingRule } from '@marque/policy'
import { CommandError, EXIT, type ExitCode } from '../errors.ts'
import { loadRetiredCodes, loadRules, withAddress } from '../findings/index.ts'
import { columnsFor, hanging, type Palette, paletteFor, writeOut } from '../terminal/index.ts'

/**
 * Runs `check --explain CODE`.
 *
 * @throws {CommandError} Exit 64 for an unknown code.
 */
export async function runExplainCode(code: string): Promise<ExitCode> {
  const found = findRule(code, await loadRules(), await loadRetiredCodes())
  if (!('rule' in found)) {
    const help =
      found.nearest === undefined
        ? 'finding codes look like MQ-201; docs/reference/findings lists every code'
        : `did you mean ${found.nearest}?`
    throw new CommandError(EXIT.usage, `unknown finding code \`${code}\``, help)
  }
  const palette = paletteFor(process.stdout, process.env)
  await writeOut(explainRule(found.rule, palette, columnsFor(process.stdout)))
  return EXIT.fine
}

/** Formats the page of a rule; ends with a newline. */
export function explainRule(rule: FindingRule, palette: Palette, columns: number): string {
  const entry = (label: string, text: string): string => {
    const [first = '', ...others] = hanging(`${label}  `, text, columns)
    return [
      palette.strong(first.slice(0, label.length)) + first.slice(label.length),
      ...others,
    ].join('\n')
  }
  const example = (label: string, text: string): string => {
    const lines = text.trimEnd().split('\n')
    return [palette.strong(label), ...lines.map((line) => `  ${line}`.trimEnd())].join('\n')
  }
  const paint = palette[rule.severity]
  const blocks = [
    `${paint(`${rule.severity}[${rule.code}]`)}${palette.strong(`: ${rule.title}`)}`,
    entry('why', rule.why),
    entry('how to fix', rule.help),
  ]
  for (const { reason, title, why, help } of rule.reasons ?? []) {
    const more = [
      ...(why === undefined ? [] : [why]),
      ...(help === undefined ? [] : [`fix: ${help}`]),
    ]
    blocks.push(entry(reason, [title, ...more].join('; ')))
  }
  blocks.push(example('incorrect', rule.example.bad), example('correct', rule.example.good))
  if (rule.see.length > 0)
    blocks.push(palette.faint(`see also  ${rule.see.map(withAddress).join(', ')}`))
  return `${blocks.join('\n\n')}\n`
}

/**
 * Finds a rule by its code in any spelling: `MQ-201`, `mq-201`, `201`.
 *
 * @param retired Replaced codes; finds the rule of the replacement.
 * @returns The rule, or the code with the nearest number; `undefined` if the text has no number, or none is near.
 */
export function findRule(
  written: string,
  rules: readonly FindingRule[],
  retired: { readonly [code: string]: readonly [code: string, reason: string] } = {},
): { readonly rule: FindingRule } | { readonly nearest: string | undefined } {
  const digits = /^(?:mq-?)?(\d{1,6})$/i.exec(written.trim())?.[1]
  if (digits === undefined) return { nearest: undefined }
  const successor = retired[`MQ-${digits}`]?.[0] ?? ''
  const wanted = Number(/\d+/.exec(successor)?.[0] ?? digits)
  let nearest: FindingRule | undefined
  for (const rule of rules) {
    const apart = Math.abs(numberOf(rule) - wanted)
    if (apart === 0) return { rule }
    if (!nearest || apart < Math.abs(numberOf(nearest) - wanted)) nearest = rule
  }
  const isNear = nearest !== undefined && Math.abs(numberOf(nearest) - wanted) < NEAR
  return { nearest: isNear ? nearest?.code : undefined }
}

/** Codes of one topic are next to each other; one that is farther away is about something else. */
const NEAR = 10

function numberOf(rule: FindingRule): number {
  return Number(rule.code.slice('MQ-'.length))
}
