/**
 * Running again when a file changes.
 *
 * Folders are watched, not files: editors write a new file and put it in the old one's place, and a watch on the old one would end
 * there. A folder that is gone is waited for at the nearest one above it that is not.
 *
 * @module
 */
import { existsSync, type FSWatcher, statSync, watch as watchFolder } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { CommandError, EXIT, type ExitCode, systemError } from '../errors/index.ts'
import { count, showable, writeError, writeOut } from '../terminal/index.ts'
import { isTestFile } from './find-files.ts'

/** What the last run looked at. */
export interface Watched {
  readonly files: readonly string[]
  readonly folders: readonly string[]
}

/** How long a change must have been the last one, in milliseconds: saving a file is several changes. */
const SETTLED = 100

/**
 * Runs at once, and again after each change of what the run before looked at.
 *
 * Changes while it runs lead to one more run. A run that cannot be done (a file is gone, or cannot be read) is complained of, and the
 * next change is waited for.
 *
 * @param args What the user named: watched until a run knows more.
 * @returns Resolves when nobody reads the output any more; an interrupt ends the process before.
 */
export async function watch(
  args: readonly string[],
  run: () => Promise<Watched>,
): Promise<ExitCode> {
  const bell = newBell()
  let watched: Watched = { files: args, folders: [] }
  let watchers: readonly FSWatcher[] = []
  for (;;) {
    const started = Date.now()
    watched = await runOnce(run, watched)
    const isFirst = watchers.length === 0
    watchers = watchAnew(watchers, watched, bell.ring)
    if (!(await writeOut(''))) break
    const files = new Set(watched.files.map((file) => resolve(file)))
    // Nobody watched during the first run.
    if (isFirst && [...files].some((file) => isYounger(file, started))) bell.ring()
    writeError(`marque: watching ${count(files.size, 'file')}; Ctrl-C ends\n`)
    await bell.rung()
  }
  for (const watcher of watchers) watcher.close()
  return EXIT.fine
}

interface Bell {
  /** May be rung any number of times; it is heard once, when it has been still for a moment. */
  ring(): void
  rung(): Promise<void>
}

function newBell(): Bell {
  let timer: NodeJS.Timeout | undefined
  let isRung = false
  let wake: (() => void) | undefined
  return {
    ring: () => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        isRung = true
        wake?.()
      }, SETTLED)
    },
    rung: async () => {
      if (!isRung) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      isRung = false
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
 * Watches the folders of what was looked at, and lets the old watches go. Each time anew: a folder that was removed and made again is
 * another one.
 */
function watchAnew(
  old: readonly FSWatcher[],
  { files, folders }: Watched,
  ring: () => void,
): readonly FSWatcher[] {
  const searched = new Set(folders.map((folder) => resolve(folder)))
  const wanted = new Set(files.map((file) => resolve(file)))
  const watched = new Set<string>()
  for (const path of [...[...wanted].map(dirname), ...searched]) {
    let folder = path
    while (!existsSync(folder) && dirname(folder) !== folder) {
      wanted.add(folder)
      folder = dirname(folder)
    }
    watched.add(folder)
  }
  const isOfInterest = (folder: string, name: string): boolean => {
    const path = join(folder, name)
    if (wanted.has(path) || isTestFile(path)) return true
    if (name === basename(folder) && !existsSync(folder)) return true
    return searched.has(folder) && isFolder(path)
  }
  const watchers: FSWatcher[] = []
  for (const folder of watched) {
    try {
      const watcher = watchFolder(folder, (_, name) => {
        if (name === null || isOfInterest(folder, name)) ring()
      })
      watcher.on('error', ring)
      watchers.push(watcher)
    } catch (error) {
      // It went away in this moment, or there are too many watches. The others go on.
      writeError(`marque: cannot watch \`${showable(folder)}\`: ${systemError(error)}\n`)
    }
  }
  for (const watcher of old) watcher.close()
  return watchers
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

function isYounger(path: string, time: number): boolean {
  const status = statSync(path, { throwIfNoEntry: false })
  return status !== undefined && status.mtimeMs >= time
}
