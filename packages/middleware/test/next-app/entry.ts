/**
 * What the application imports, bundled into `.marque/marque.js` by the test: the sources as they are.
 *
 * @module
 */
export { fixedSource } from '@marque/sync'
export { withMarque } from '../../src/next.ts'
export { marque } from '../../src/node/index.ts'
