/**
 * The `marque` command.
 *
 * @module
 */
import { run } from './run.ts'

process.exitCode = await run(process.argv.slice(2))
