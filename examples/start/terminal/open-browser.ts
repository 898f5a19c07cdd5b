/**
 * Opens an address in the user's browser.
 *
 * @module
 */
import { spawn } from 'node:child_process'

/** Whether somebody sits before a screen, as far as a program can tell. */
export function hasScreen(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (!isTerminal || env.CI) return false
  if (process.platform !== 'linux') return env.SSH_CONNECTION === undefined
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

/** Asks the system to open it; where that fails, the address is on the terminal. */
export function openBrowser(url: string): void {
  const [command, ...args] = {
    darwin: ['open'],
    win32: ['cmd', '/c', 'start', ''],
  }[process.platform as string] ?? ['xdg-open']
  const child = spawn(command ?? '', [...args, url], { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}
