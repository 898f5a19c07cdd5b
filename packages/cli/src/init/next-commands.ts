/**
 * Suggested commands after a policy was written.
 *
 * @module
 */

import { shellWord } from '../escaping/index.ts'
import { showable } from '../terminal/index.ts'

/** Lines for stderr. */
export function nextCommands(file: string, openApi: readonly string[]): readonly string[] {
  const policy = shellWord(showable(file))
  const compared = openApi.map((one) => `--openapi ${shellWord(showable(one))} `).join('')
  return ['', 'Next:', `  marque check ${compared}${policy}`, `  marque init --ci github ${policy}`]
}
