/**
 * `npm run check [-- NAME…]`: runs the static checks. Prints one line per check; exits 1 if one fails.
 *
 * @module
 */
import { readTree } from './check.ts'
import { CHECKS, printReport, runChecks } from './run-checks.ts'

const wanted = process.argv.slice(2)
const checks = CHECKS.filter(
  ({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)),
)
if (checks.length === 0) {
  console.error(
    `unknown check ${wanted.join(', ')}; available: ${CHECKS.map(({ name }) => name).join(', ')}`,
  )
  process.exit(64)
}
for await (const report of runChecks(readTree(), checks)) {
  console.log(printReport(report))
  if (report.faults.length > 0) process.exitCode = 1
}
