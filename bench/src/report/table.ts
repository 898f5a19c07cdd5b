/**
 * Markdown tables, aligned for terminals.
 *
 * @module
 */

export interface Table {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Notes below the table. */
  readonly notes: readonly string[]
}

export function tableText({ title, columns, rows, notes }: Table): string {
  const widths = columns.map((column, at) =>
    Math.max(column.length, 3, ...rows.map((row) => (row[at] ?? '').length)),
  )
  const written = (cells: readonly string[]): string =>
    `| ${widths.map((width, at) => (at === 0 ? (cells[at] ?? '').padEnd(width) : (cells[at] ?? '').padStart(width))).join(' | ')} |`
  const rule = `| ${widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`
  const parts = [`### ${title}`, '', written(columns), rule, ...rows.map(written)]
  if (notes.length > 0) parts.push('', ...notes)
  return `${parts.join('\n')}\n`
}

/** `0.31 µs`, `4.2 ms`. */
export function timeText(nanoseconds: number): string {
  if (!Number.isFinite(nanoseconds)) return '-'
  if (nanoseconds < 1000) return `${nanoseconds.toFixed(0)} ns`
  if (nanoseconds < 1e6) return `${(nanoseconds / 1000).toPrecision(3)} µs`
  return nanoseconds < 1e9
    ? `${(nanoseconds / 1e6).toPrecision(3)} ms`
    : `${(nanoseconds / 1e9).toPrecision(3)} s`
}

/** `5.2x`. */
export function ratioText(ratio: number): string {
  if (!Number.isFinite(ratio)) return '-'
  return ratio >= 100 ? `${Math.round(ratio).toLocaleString('en')}x` : `${ratio.toPrecision(2)}x`
}
