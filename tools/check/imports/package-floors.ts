/**
 * The floors of the packages and the arrows (allowed imports) between them, as listed in `ARCHITECTURE.md`.
 *
 * @module
 */

/** The floor of a package, and the packages that it may import. */
export interface PackageFloor {
  /** A package imports from lower floors only. */
  readonly floor: 0 | 1 | 2 | 3 | 4
  readonly mayImport: readonly string[]
  /** Runs in any JavaScript runtime: no dependencies, no Node APIs. */
  readonly anyRuntime?: true
  /** Not published: only tests, conformance, benchmarks and examples may import it. */
  readonly testsOnly?: true
}

/** All packages, by name without the scope. The check reports a package that is not listed. */
export const PACKAGE_FLOORS: { readonly [name: string]: PackageFloor } = {
  core: { floor: 0, mayImport: [], anyRuntime: true },
  // Core's types only: the `anyRuntime` check reports an import that exists at run time.
  browser: { floor: 0, mayImport: ['core'], anyRuntime: true },
  policy: { floor: 1, mayImport: ['core'] },
  sync: { floor: 1, mayImport: ['core'] },
  targets: { floor: 1, mayImport: ['core'] },
  api: { floor: 1, mayImport: ['core'] },
  middleware: { floor: 2, mayImport: ['core', 'sync', 'policy'] },
  import: { floor: 2, mayImport: ['core', 'policy'] },
  verify: { floor: 2, mayImport: ['core', 'policy'] },
  gateway: { floor: 3, mayImport: ['core', 'policy', 'sync'] },
  agent: { floor: 3, mayImport: ['core', 'policy', 'targets', 'sync', 'verify'] },
  control: { floor: 3, mayImport: ['core', 'policy', 'targets', 'verify', 'api'] },
  cli: {
    floor: 4,
    mayImport: [
      'core',
      'browser',
      'policy',
      'sync',
      'targets',
      'api',
      'middleware',
      'import',
      'verify',
      'gateway',
      'agent',
      'control',
    ],
  },
  testkit: {
    floor: 4,
    mayImport: ['core', 'policy', 'sync', 'verify', 'gateway'],
    testsOnly: true,
  },
}
