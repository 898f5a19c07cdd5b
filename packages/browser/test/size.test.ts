import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'rolldown'
import { expect, test } from 'vitest'

test('the whole SDK is under 4 kB compressed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'marque-sdk-size-'))
  try {
    await build({
      input: fileURLToPath(new URL('../src/index.ts', import.meta.url)),
      output: { dir: folder, format: 'es', minify: true },
      logLevel: 'silent',
    })
    expect(gzipSync(readFileSync(join(folder, 'index.js')), { level: 9 }).length).toBeLessThan(
      4_000,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
