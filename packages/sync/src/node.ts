/**
 * What needs a disk: a policy file that is watched, and storage for bundles across restarts.
 *
 * @module
 */
export { diskStore } from './disk-store.ts'
export { type FileOptions, type FileSource, openFile } from './file-source.ts'
