/**
 * `npm run build`: builds every published package into its `dist/`.
 *
 * @module
 */
import { build } from './build.ts'

for await (const { name, ok, output } of build()) {
  console.log(`${ok ? 'built' : 'FAIL '} ${name}`)
  if (output !== '') console.log(output)
  if (!ok) process.exitCode = 1
}
