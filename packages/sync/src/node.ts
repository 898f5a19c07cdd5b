/**
 * What needs a disk: a policy from a file that is watched, and the last good bundles over a restart.
 *
 * @module
 */
export { diskStore, KEPT } from './disk/disk-store.ts'
export { type FileOptions, type FileSource, openFile } from './file/open-file.ts'
