import type { VectorFile } from '@marque/core'

/** All files of vectors by name, put in this place by the test. */
declare const files: { readonly [name: string]: VectorFile }
export default files
