/**
 * Where the browsers are on this machine.
 *
 * `npm run parts` installs what is missing, under the names that they have here.
 *
 * @module
 */
import { accessSync, constants, globSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { BrowserName } from './browser.ts'

/** Programs that a browser needs: names on the PATH, or patterns of paths. */
export const PROGRAMS = {
  chromium: ['chromium'],
  firefox: ['firefox-esr'],
  // Debian puts the browser that belongs to the driver beside its library. GTK has no headless mode: Xvfb is the display.
  webkit: ['WebKitWebDriver', 'Xvfb', '/usr/lib/*/webkit2gtk-4.*/MiniBrowser'],
} as const satisfies { readonly [name in BrowserName]: readonly string[] }

/** Whether all that a browser needs is on this machine. */
export function isInstalled(name: BrowserName): boolean {
  return PROGRAMS[name].every((program) => find(program) !== undefined)
}

/**
 * The path of a program.
 *
 * @throws Where it is not installed.
 */
export function programPath(program: string): string {
  const path = find(program)
  if (path === undefined) throw new Error(`${program} is not installed: npm run parts`)
  return path
}

function find(program: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const candidates = program.includes('/')
    ? globSync(program)
    : folders.map((folder) => join(folder, program))
  return candidates.find((file) => {
    try {
      accessSync(file, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
