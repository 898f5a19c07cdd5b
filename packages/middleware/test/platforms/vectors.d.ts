/** All files of vectors by name, put in its place by the test. */
declare module 'vectors' {
  const files: { readonly [name: string]: import('@marque/core').VectorFile }
  export default files
}
