/**
 * What CORScanner says of the same servers as `scan`: prints a table in Markdown, for docs/guide/scan.md.
 *
 *     python3 -m venv .venv && .venv/bin/pip install corscanner==0.9.7
 *     node --conditions=@marque/source conformance/scan/compare-scanners.ts .venv/bin/corscanner
 */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { closeServer, listen } from '@marque/testkit/http'
import { RIGHT_SERVERS, type ServerCase, WRONG_SERVERS } from './servers.cases.ts'

const run = promisify(execFile)
const scanner = process.argv[2] ?? 'corscanner'

/** The kinds that CORScanner reports for a server. It has no option for a trusted origin: it varies the origin of the URL. */
async function verdictOf({ listen: handlerOf }: ServerCase, folder: string): Promise<string> {
  const server = createServer(handlerOf())
  const port = await listen(server)
  const out = join(folder, `${port}.json`)
  try {
    await run(scanner, ['-u', `http://127.0.0.1:${port}/v1/orders`, '-o', out], { timeout: 60_000 })
    const results = JSON.parse(await readFile(out, 'utf8')) as readonly { readonly type: string }[]
    return [...new Set(results.map(({ type }) => type))].join(', ')
  } finally {
    await closeServer(server)
  }
}

const folder = await mkdtemp(join(tmpdir(), 'scanners-'))
try {
  console.log('| server | `marque scan` | CORScanner |\n|---|---|---|')
  for (const server of [...WRONG_SERVERS, ...RIGHT_SERVERS]) {
    const own = server.finds.map((cause) => `\`${cause}\` (${server.grade})`).join(', ')
    const other = await verdictOf(server, folder)
    console.log(`| ${server.name} | ${own || 'nothing (A)'} | ${other || 'nothing'} |`)
  }
} finally {
  await rm(folder, { recursive: true })
}
