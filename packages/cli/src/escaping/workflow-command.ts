/**
 * GitHub Actions workflow commands: pull request annotations.
 *
 * @module
 */
import { showable } from '../terminal/index.ts'

/**
 * Formats one workflow command; ends with a newline.
 *
 * @param properties In output order; null values are omitted.
 * @param lines The message.
 */
export function workflowCommand(
  command: 'error' | 'warning' | 'notice',
  properties: { readonly [name: string]: string | number | null },
  lines: readonly string[],
): string {
  const written = Object.entries(properties)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
  return `::${command} ${written.join(',')}::${escapeData(lines.map(showable).join('\n'))}\n`
}

// Same escaping as @actions/core: a raw line break would end the command and could start another one.
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
