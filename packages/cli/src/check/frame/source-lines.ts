/**
 * The lines of a source text.
 *
 * @module
 */

/** Finds lines by number, from 1, without their ends. Built in one pass, when the first line is asked for. */
export function sourceLines(text: string): (line: number) => string | undefined {
  let starts: number[] | undefined
  return (line) => {
    starts ??= startsOf(text)
    const start = starts[line - 1]
    if (start === undefined) return undefined
    const next = starts[line]
    const end = next === undefined ? text.length : next - 1
    return text.slice(start, text[end - 1] === '\r' && end > start ? end - 1 : end)
  }
}

function startsOf(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}
