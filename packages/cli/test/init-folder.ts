/**
 * An empty folder for each test of `marque init`, in which the command runs.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { type CommandOutcome, marque, temporaryFolder } from '@marque/testkit/processes'
import { afterEach, beforeEach } from 'vitest'

/** The folder of the running test. */
export interface InitFolder {
  path(): string
  /** The path of a file in it. */
  at(name: string): string
  run(...args: readonly string[]): Promise<CommandOutcome>
  /** The text of a file (default: the policy). */
  read(name?: string): string
}

/** Creates the folder before each test of the file, and removes it after it. */
export function initFolder(): InitFolder {
  let folder: ReturnType<typeof temporaryFolder>
  beforeEach(() => {
    folder = temporaryFolder({})
  })
  afterEach(() => folder.remove())
  return {
    path: () => folder.path,
    at: (name) => folder.at(name),
    run: (...args) => marque(['init', ...args], { cwd: folder.path }),
    read: (name = 'policy.yaml') => readFileSync(folder.at(name), 'utf8'),
  }
}

/** An OpenAPI document with one endpoint. */
export const API: string = JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'Orders', version: '1' },
  servers: [{ url: 'https://api.example.com/v1' }],
  security: [],
  paths: { '/orders': { get: {} } },
})
