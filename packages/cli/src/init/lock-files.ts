/**
 * Files that change when dependencies are updated.
 *
 * @module
 */

/**
 * An extended regular expression (POSIX) over paths: lock files of package managers, and files that name images. Without `'`, for a shell.
 */
export const LOCK_FILES: string = `(^|/)(${[
  'package-lock\\.json',
  'npm-shrinkwrap\\.json',
  'pnpm-lock\\.yaml',
  'yarn\\.lock',
  'bun\\.lock',
  'go\\.sum',
  'Cargo\\.lock',
  'Gemfile\\.lock',
  'composer\\.lock',
  'poetry\\.lock',
  'uv\\.lock',
  'requirements[^/]*\\.txt',
  'pom\\.xml',
  'gradle\\.lockfile',
  'Dockerfile',
  '(docker-)?compose\\.ya?ml',
].join('|')})$`
