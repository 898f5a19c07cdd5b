/**
 * The policy text area with line numbers. A plain `textarea` keeps the browser's undo, and the Tab key.
 *
 * @module
 */
import type { Finding, Severity } from '@marque/policy'
import { SEVERITY_SIGNS } from './findings.ts'

export interface PolicyEditor {
  /** Selects a position, both from 1, and scrolls to it. */
  readonly jump: (line: number, column: number) => void
  /** Marks lines with findings. */
  readonly mark: (findings: readonly Finding[]) => void
}

/** @param numbers Hidden from screen readers, because findings include their lines. */
export function policyEditor(area: HTMLTextAreaElement, numbers: HTMLElement): PolicyEditor {
  let marks: ReadonlyMap<number, Severity> = new Map()
  const draw = (): void => {
    const count = area.value.split('\n').length
    const lines = Array.from({ length: count }, (_, index) => numberOf(index + 1, marks))
    numbers.textContent = `${lines.join('\n')}\n`
    follow()
  }
  const follow = (): void => {
    numbers.scrollTop = area.scrollTop
  }
  area.addEventListener('input', draw)
  area.addEventListener('scroll', follow, { passive: true })
  draw()
  return {
    jump: (line, column) => {
      const starts = lineStarts(area.value)
      const start = (starts[line - 1] ?? 0) + column - 1
      const end = (starts[line] ?? area.value.length + 1) - 1
      area.focus()
      area.setSelectionRange(Math.min(start, end), end)
      const height = Number.parseFloat(getComputedStyle(area).lineHeight)
      area.scrollTop = Math.max(0, (line - 4) * height)
      area.scrollLeft = 0
      area.scrollIntoView({ block: 'nearest' })
    },
    mark: (findings) => {
      const worst = new Map<number, Severity>()
      for (const { line, severity } of findings) {
        const known = line === null ? undefined : worst.get(line)
        if (line !== null && (known === undefined || RANK[severity] < RANK[known])) {
          worst.set(line, severity)
        }
      }
      marks = worst
      draw()
    },
  }
}

const RANK = { error: 0, warning: 1, note: 2 } as const

function numberOf(line: number, marks: ReadonlyMap<number, Severity>): string {
  const severity = marks.get(line)
  return `${severity ? `${SEVERITY_SIGNS[severity]} ` : ''}${line}`
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}
