/**
 * A finding code is unique and never reused.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'rolldown/utils'
import { isSource, isTest } from '../workspace/index.ts'
import type { Check, Fault } from './check.ts'

/** The files that register findings: the catalogues, next to the code that reports the findings. */
const REGISTRY = /\.rules\.ts$/

/**
 * Reports a code that is registered twice, a code that is used but not registered, and a code of `RETIRED_CODES` that is registered
 * or used again.
 */
export const findingCodes: Check = {
  name: 'finding codes',
  run: (tree) => {
    const entries = new Map<string, string>()
    const retired = new Set<string>()
    const faults: Fault[] = []
    const used: { readonly code: string; readonly file: string; readonly line: number }[] = []
    for (const file of tree.files.filter(
      (path) => /^packages\//.test(path) && isSource(path) && !isTest(path),
    )) {
      for (const { code, line, registers, retires } of readCodes(tree.root, file)) {
        const before = entries.get(code)
        if (retires) retired.add(code)
        else if (!registers || !REGISTRY.test(file)) used.push({ code, file, line })
        else if (before === undefined) entries.set(code, `${file}:${line}`)
        else faults.push({ file, line, message: `\`${code}\` is registered at ${before} already` })
      }
    }
    for (const code of retired) {
      const [file = '', line = ''] = entries.get(code)?.split(':') ?? []
      if (file !== '')
        faults.push({
          file,
          line: Number(line),
          message: `\`${code}\` is retired; take a new number`,
        })
    }
    for (const { code, file, line } of used) {
      if (!entries.has(code)) faults.push({ file, line, message: `\`${code}\` is not registered` })
    }
    return { faults, note: `${entries.size} codes` }
  },
}

interface CodeInText {
  readonly code: string
  readonly line: number
  /** Whether the literal is part of a registry entry (an object with `code` and `title`), as opposed to a use. */
  readonly registers: boolean
  /** Whether the literal is a key of `RETIRED_CODES`. */
  readonly retires: boolean
}

interface Node {
  readonly type: string
  readonly start: number
  readonly [property: string]: unknown
}

/** Codes in string literals of a file, alone or with a reason (`MQ-140 path`); comments are ignored. */
function readCodes(root: string, file: string): readonly CodeInText[] {
  const text = readFileSync(join(root, file), 'utf8')
  if (!text.includes('MQ-')) return []
  const found: CodeInText[] = []
  const visit = (value: unknown, holder: Node | null, retiring = false): void => {
    if (Array.isArray(value)) for (const one of value) visit(one, holder, retiring)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return
    const node = value as Node
    const code = node.type === 'Literal' ? codeOf(node.value) : undefined
    if (code !== undefined) {
      const line = text.slice(0, node.start).split('\n').length
      const retires = retiring && isKey(holder, node)
      found.push({ code, line, registers: isEntry(holder, node), retires })
    }
    const next = node.type === 'ObjectExpression' ? node : holder
    const retired = retiring || isRetiredCodes(node)
    for (const [name, child] of Object.entries(node))
      if (name !== 'type') visit(child, next, retired)
  }
  visit(parseSync(file, text).program, null)
  return found
}

function codeOf(value: unknown): string | undefined {
  return typeof value === 'string' ? /^(MQ-\d{3})(?: [a-z0-9-]+)?$/.exec(value)?.[1] : undefined
}

function isRetiredCodes(node: Node): boolean {
  const { id } = node as { readonly id?: { readonly name?: string } }
  return node.type === 'VariableDeclarator' && id?.name === 'RETIRED_CODES'
}

function isKey(holder: Node | null, literal: Node): boolean {
  const properties = (holder?.properties ?? []) as readonly { readonly key?: unknown }[]
  return properties.some(({ key }) => key === literal)
}

/** Whether the object is a registry entry: it has a `code` and a `title`. */
function isEntry(holder: Node | null, literal: Node): boolean {
  const properties = (holder?.properties ?? []) as readonly {
    key?: { name?: string }
    value?: unknown
  }[]
  const named = (name: string) => properties.find(({ key }) => key?.name === name)
  return named('code')?.value === literal && named('title') !== undefined
}
