/**
 * Re-runs tests when a file changes.
 *
 * Watches folders, not files: editors replace files by renaming, which ends a watch on the old file. For a folder that does not
 * exist, the nearest existing parent is watched.
 *
 * @module
 */
import { existsSync, type FSWatcher, statSync, watch as watchFolder } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { CommandError, EXIT, type ExitCode, systemError } from '../errors.ts'
import { count, showable, writeError, writeOut } from '../terminal/index.ts'
import { isTestFile } from './find-files.ts'

/** Files and folders that the last run read. */
export interface Watched {
  readonly files: readonly string[]
  readonly folders: readonly string[]
}

/** Debounce in milliseconds: saving a file causes several events. */
const DEBOUNCE = 100

/**
 * Runs immediately, and again after each change of what the previous run read.
 *
 * Changes during a run cause one more run. If a run fails, because a file is missing or cannot be read, the error is reported and the
 * watch continues.
 *
 * @param args The arguments; watched until the first run has succeeded.
 * @returns Resolves when the output pipe is closed; an interrupt ends the process.
 */
export async function watch(
  args: readonly string[],
  run: () => Promise<Watched>,
): Promise<ExitCode> {
  const changes = changeSignal()
  let watched: Watched = { files: args, folders: [] }
  let watchers: readonly FSWatcher[] = []
  for (;;) {
    const started = Date.now()
    watched = await runOnce(run, watched)
    const isFirst = watchers.length === 0
    watchers = renewWatchers(watchers, watched, changes.notify)
    if (!(await writeOut(''))) break
    const files = new Set(watched.files.map((file) => resolve(file)))
    // There was no watch during the first run.
    if (isFirst && [...files].some((file) => wasModifiedSince(file, started))) changes.notify()
    writeError(`marque: watching ${count(files.size, 'file')}; press Ctrl-C to stop\n`)
    await changes.next()
  }
  for (const watcher of watchers) watcher.close()
  return EXIT.fine
}

interface ChangeSignal {
  /** Reports a change. Several within {@link DEBOUNCE} count as one. */
  notify(): void
  /** Resolves at the next change, or at once if one is pending. */
  next(): Promise<void>
}

function changeSignal(): ChangeSignal {
  let timer: NodeJS.Timeout | undefined
  let isPending = false
  let wake: (() => void) | undefined
  return {
    notify: () => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        isPending = true
        wake?.()
      }, DEBOUNCE)
    },
    next: async () => {
      if (!isPending) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      isPending = false
    },
  }
}

async function runOnce(run: () => Promise<Watched>, before: Watched): Promise<Watched> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    writeError(`marque: ${showable(error.message)}\n`)
    return before
  }
}

/**
 * Watches the folders of the last run and closes the previous watchers. Renewed after each run, because a folder that was removed and
 * created again needs a new watcher.
 */
function renewWatchers(
  old: readonly FSWatcher[],
  { files, folders }: Watched,
  notify: () => void,
): readonly FSWatcher[] {
  const searched = new Set(folders.map((folder) => resolve(folder)))
  const watchedFiles = new Set(files.map((file) => resolve(file)))
  const watched = new Set<string>()
  for (const path of [...[...watchedFiles].map(dirname), ...searched]) {
    let folder = path
    while (!existsSync(folder) && dirname(folder) !== folder) {
      watchedFiles.add(folder)
      folder = dirname(folder)
    }
    watched.add(folder)
  }
  const isOfInterest = (folder: string, name: string): boolean => {
    const path = join(folder, name)
    if (watchedFiles.has(path) || isTestFile(path)) return true
    if (name === basename(folder) && !existsSync(folder)) return true
    return searched.has(folder) && isFolder(path)
  }
  const watchers: FSWatcher[] = []
  for (const folder of watched) {
    try {
      const watcher = watchFolder(folder, (_, name) => {
        if (name === null || isOfInterest(folder, name)) notify()
      })
      watcher.on('error', notify)
      watchers.push(watcher)
    } catch (error) {
      // The folder was removed meanwhile, or the limit of watches is reached. The others continue.
      writeError(`marque: cannot watch \`${showable(folder)}\`: ${systemError(error)}\n`)
    }
  }
  for (const watcher of old) watcher.close()
  return watchers
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

function wasModifiedSince(path: string, time: number): boolean {
  const status = statSync(path, { throwIfNoEntry: false })
  return status !== undefined && status.mtimeMs >= time
}
