/**
 * Real browsers for tests.
 *
 * @module
 */
export {
  type Browser,
  type BrowserName,
  isInstalled,
  type LaunchOptions,
  launchBrowser,
  type Page,
} from './launch.ts'
