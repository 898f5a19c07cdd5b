/**
 * What needs a disk: a policy file that is watched, storage for bundles across restarts, and files of usage.
 *
 * @module
 */
export { diskStore } from './disk-store.ts'
export { type FileOptions, type FileSource, openFile } from './file-source.ts'
export { openUsageFile, type UsageFile, type UsageFileOptions } from './usage-file.ts'
