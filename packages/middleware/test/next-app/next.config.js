/** A fixture: as Next.js is where nobody sets anything, but for what it would write into the checkout. */
export default {
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: import.meta.dirname },
}
