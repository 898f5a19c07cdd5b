/**
 * Opens an address in the user's browser.
 *
 * @module
 */
import { spawn } from 'node:child_process'

/** Whether the process is interactive and has a display. */
export function hasScreen(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (!isTerminal || env.CI) return false
  if (process.platform !== 'linux') return env.SSH_CONNECTION === undefined
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

/** Opens the URL with the system's default browser; failures are ignored, because the terminal shows the URL. */
export function openBrowser(url: string): void {
  const [command, ...args] = {
    darwin: ['open'],
    win32: ['cmd', '/c', 'start', ''],
  }[process.platform as string] ?? ['xdg-open']
  const child = spawn(command ?? '', [...args, url], { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}
