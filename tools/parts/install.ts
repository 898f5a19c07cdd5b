/**
 * Runs the installation steps.
 *
 * @module
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { run } from '../workspace/index.ts'
import type { Step } from './plan.ts'

/** Debian runs this file to decide whether a package may start its service; exit code 101 forbids it. */
const START_POLICY = '/usr/sbin/policy-rc.d'

/**
 * Runs the steps and keeps services from starting meanwhile.
 *
 * @returns The output of the failed step; undefined on success.
 */
export async function install(
  steps: readonly Step[],
  writeLine: (line: string) => void,
): Promise<string | undefined> {
  const asRoot = process.getuid?.() === 0
  const holdsServices = asRoot && !existsSync(START_POLICY)
  if (holdsServices) writeFileSync(START_POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    for (const { command, args, mayFail } of steps) {
      const needsRoot = command === 'apt-get' || command === 'service'
      const [program, ...rest] =
        needsRoot && !asRoot ? ['sudo', command, ...args] : [command, ...args]
      writeLine(`$ ${[program, ...rest].join(' ')}`)
      const { code, output } = await run(program, rest, {
        env: { DEBIAN_FRONTEND: 'noninteractive' },
      })
      if (code !== 0 && !mayFail) return output
    }
    return undefined
  } finally {
    if (holdsServices) rmSync(START_POLICY, { force: true })
  }
}
