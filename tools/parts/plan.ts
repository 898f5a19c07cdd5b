/**
 * The installation steps for missing parts.
 *
 * @module
 */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { ROOT } from '../workspace/index.ts'
import type { Part } from './parts.ts'

/** Virtual environment for wheels, separate from the system Python. */
export const WHEELS: string = join(ROOT, 'node_modules', '.cache', 'marque', 'wheels')

/** One command of an installation. */
export interface Step {
  readonly command: string
  readonly args: readonly string[]
  /** Whether the installation continues if this step fails. */
  readonly mayFail?: true
}

/** Whether everything that a part needs is present. */
export function isPresent({ needs }: Part): boolean {
  return needs.every((need) => find(need) !== undefined)
}

/** Path of a program or file; undefined if it is missing. */
export function find(need: string): string | undefined {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    '/usr/sbin',
    '/usr/local/go/bin',
    join(WHEELS, 'bin'),
  ]
  const candidates = need.includes('/') ? [need] : folders.map((folder) => join(folder, need))
  return candidates.find((file) => {
    try {
      accessSync(file, need.includes('/') ? constants.R_OK : constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/**
 * The commands that install parts: one run of apt for all Debian packages, one of pip for all wheels, then stopping the
 * services that the packages started.
 *
 * While packages are installed, the policy-rc.d file keeps their services from starting, if it is writable.
 */
export function planFor(parts: readonly Part[]): readonly Step[] {
  const packages = parts.flatMap(({ source }) => (source.kind === 'apt' ? source.packages : []))
  const wheels = parts.flatMap(({ source }) => (source.kind === 'pip' ? source.packages : []))
  const services = parts.flatMap((part) => part.services ?? [])
  const steps: Step[] = []
  if (packages.length > 0) {
    const options = ['-y', '-q', '--no-install-recommends', '-o', 'Dpkg::Use-Pty=0']
    steps.push({ command: 'apt-get', args: ['update', '-q'] })
    steps.push({ command: 'apt-get', args: ['install', ...options, ...packages] })
  }
  if (wheels.length > 0) {
    steps.push({ command: 'python3', args: ['-m', 'venv', WHEELS] })
    const pip = join(WHEELS, 'bin', 'python')
    steps.push({
      command: pip,
      args: ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...wheels],
    })
  }
  for (const service of services)
    steps.push({ command: 'service', args: [service, 'stop'], mayFail: true })
  return steps
}
