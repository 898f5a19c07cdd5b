/**
 * The configurations of the examples, at the ports of a test.
 *
 * @module
 */

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { freePort } from '@marque/testkit/processes'
import type { TestBed } from './test-bed.ts'

const INCLUDED: { readonly [example: string]: RegExp } = {
  'nginx.conf': /^marque-.*\.conf$/,
  'traefik.yml': /^traefik-routes\.yml$/,
}

/**
 * Writes an example as it stands, with the files that it includes, at other ports, into a folder of its own.
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
  const write = (one: URL): string => {
    const text = readFileSync(one, 'utf8')
      .replaceAll('127.0.0.1:9090', service)
      .replaceAll('127.0.0.1:3000', `127.0.0.1:${testBed.applicationPort}`)
      .replaceAll('127.0.0.1:8080', `127.0.0.1:${port}`)
      .replaceAll(/^:8080 /gm, `:${port} `)
    const file = join(folder, basename(one.pathname))
    writeFileSync(file, change(text))
    return file
  }
  const included = INCLUDED[basename(example.pathname)]
  for (const name of included === undefined ? [] : readdirSync(new URL('.', example)))
    if (included?.test(name)) write(new URL(name, example))
  return { port, folder, file: write(example) }
}
