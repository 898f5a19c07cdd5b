/**
 * The browsers of this machine.
 *
 * @module
 */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Browsers that pages are run in. */
export const TESTED_BROWSERS = ['chromium', 'firefox'] as const

export type TestedBrowser = (typeof TESTED_BROWSERS)[number]

/** Names of the program, the first of Debian, and the Debian package that has it. */
const PROGRAMS: {
  readonly [name in TestedBrowser]: { readonly names: readonly string[]; readonly package: string }
} = {
  chromium: {
    names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    package: 'chromium',
  },
  firefox: { names: ['firefox-esr', 'firefox'], package: 'firefox-esr' },
}

/**
 * Looks for a browser on the PATH.
 *
 * @returns The path of its program, or why it cannot be used and what to install.
 */
export function findBrowser(
  name: TestedBrowser,
  path: string = process.env.PATH ?? '',
): { readonly program: string } | { readonly problem: string } {
  const { names, package: debianPackage } = PROGRAMS[name]
  const folders = path.split(delimiter).filter((folder) => folder !== '')
  for (const each of names) {
    const program = folders.map((folder) => join(folder, each)).find(isExecutable)
    if (program !== undefined) return { program }
  }
  return {
    problem: `\`${name}\` is not installed: no program \`${names.join('`, `')}\` on the PATH; install the Debian package \`${debianPackage}\``,
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
