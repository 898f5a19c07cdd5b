/**
 * A stream that ends with its grant (D25).
 *
 * @module
 */
import type { Judgement } from '../enforce/enforcer.ts'

/**
 * The same bytes, read no faster than they are asked for, until the grant ends: the reader sees the end of the stream then, and the application that it was
 * cancelled.
 *
 * @throws {TypeError} Somebody reads it already.
 */
export function endWithGrant(
  { watch }: Judgement,
  body: ReadableStream<Uint8Array>,
): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  let unwatch = (): void => undefined
  let isOver = false
  const over = (): void => {
    isOver = true
    unwatch()
  }
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        unwatch = watch(() => {
          over()
          controller.close()
          reader.cancel('the grant ended').catch(() => undefined)
        })
      },
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (isOver) return
          if (!done) return controller.enqueue(value)
          over()
          controller.close()
        } catch (error) {
          over()
          controller.error(error)
        }
      },
      cancel(reason) {
        over()
        return reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
}
