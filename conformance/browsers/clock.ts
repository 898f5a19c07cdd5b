/**
 * Another clock for a browser, which can be moved while it runs: libfaketime, preloaded.
 *
 * Firefox does not start with it: its allocator asks for the time before the library is ready.
 *
 * @module
 */
import { globSync, renameSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { temporaryFolder } from '@marque/testkit/processes'

const LIBRARY = '/usr/lib/*/faketime/libfaketimeMT.so.1'

export interface Clock {
  /** For the environment of the browser. */
  readonly env: { readonly [name: string]: string }
  /** Sets how far the clock is ahead, in seconds, and waits until every process has seen it. Wall and monotonic clock move together. */
  ahead(seconds: number): Promise<void>
  remove(): void
}

/** Whether there is another clock on this machine. */
export function isClockInstalled(): boolean {
  return globSync(LIBRARY).length > 0
}

/** A clock that is right until it is moved. */
export function makeClock(): Clock {
  const folder = temporaryFolder()
  const file = folder.at('clock')
  const set = (seconds: number): void => {
    // Put in place as a whole: the library reads it at any moment.
    writeFileSync(`${file}.new`, `+${seconds}\n`)
    renameSync(`${file}.new`, file)
  }
  set(0)
  return {
    env: {
      LD_PRELOAD: globSync(LIBRARY)[0] ?? '',
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_CACHE_DURATION: '1',
    },
    ahead: async (seconds) => {
      set(seconds)
      // The library looks into the file again when its last look is more than a second ago, counted in whole seconds.
      await pause(3000)
    },
    remove: folder.remove,
  }
}
