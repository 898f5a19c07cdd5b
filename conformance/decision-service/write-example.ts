/**
 * The configurations of the examples, at the ports of a test.
 *
 * @module
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '@marque/testkit/processes'
import type { TestBed } from './test-bed.ts'

/**
 * Writes an example as it stands, at other ports, into a folder of its own.
 *
 * @param service The address of the service: host and port.
 * @param change What the test changes besides.
 */
export async function writeExample(
  testBed: TestBed,
  example: URL,
  service: string,
  folderName: string,
  change: (text: string) => string = (text) => text,
): Promise<{ readonly port: number; readonly folder: string; readonly file: string }> {
  const port = await freePort()
  const folder = join(testBed.folder, folderName)
  mkdirSync(folder)
  const text = readFileSync(example, 'utf8')
    .replaceAll('127.0.0.1:9090', service)
    .replaceAll('127.0.0.1:3000', `127.0.0.1:${testBed.applicationPort}`)
    .replaceAll('127.0.0.1:8080', `127.0.0.1:${port}`)
    .replaceAll(/^:8080 /gm, `:${port} `)
  const file = join(folder, example.pathname.replace(/^.*\//, ''))
  writeFileSync(file, change(text))
  return { port, folder, file }
}
