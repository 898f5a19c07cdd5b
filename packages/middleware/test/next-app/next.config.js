/** A fixture: as Next.js is where nobody sets anything, but for what it would write into the checkout. */
export default {
  typescript: { ignoreBuildErrors: true },
  turbopack: {
    root: import.meta.dirname,
    // The sources of the checkout, bundled by the test; an application has them from npm.
    resolveAlias: {
      '@marque/middleware/file': './.marque/file.js',
      '@marque/middleware/next': './.marque/next.js',
    },
  },
}
