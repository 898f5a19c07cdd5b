/**
 * Suggested commands after a policy was written.
 *
 * @module
 */

import { shellWord } from '../escaping/index.ts'
import { showable } from '../terminal/index.ts'

/** Lines for stderr. */
export function nextCommands(file: string, openApi: string | undefined): readonly string[] {
  const policy = shellWord(showable(file))
  return [
    '',
    'Next:',
    `  marque check ${openApi === undefined ? '' : `--openapi ${shellWord(showable(openApi))} `}${policy}`,
    `  marque init --ci github ${policy}`,
  ]
}
