/**
 * The workflow commands of GitHub Actions: what becomes an annotation on a pull request.
 *
 * @module
 */
import { showable } from '../terminal/index.ts'

/**
 * One workflow command, with its line end.
 *
 * @param properties In their order; those that are null are left out.
 * @param lines Of the message.
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

// As @actions/core writes them: a raw line break would end the command, and what follows it could be another one.
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
