import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Jobs, Numbered } from './jobs.ts'

/** A connection that says nothing is closed by some that stand in between, and nobody hears that a browser is gone. */
const pulseMs = 15_000

/** Everything that jobs tell, as server-sent events, until the browser goes away. */
export function eventStream(c: Context, jobs: Jobs): Response {
  const last = Number(c.req.header('last-event-id') ?? Number.NaN)
  return streamSSE(c, async (stream) => {
    const waiting: Numbered[] = []
    let wake = () => undefined as void
    const end = jobs.listen(
      (numbered) => {
        waiting.push(numbered)
        wake()
      },
      Number.isSafeInteger(last) ? last : undefined,
    )
    stream.onAbort(() => {
      end()
      wake()
    })
    // Headers go out with the first bytes: the page knows that it is connected.
    await stream.write(': neverroot\n\n')
    while (!stream.aborted) {
      const next = waiting.shift()
      if (next) {
        await stream.writeSSE({
          event: 'job',
          id: String(next.number),
          data: JSON.stringify(next.event),
        })
        continue
      }
      const woken = await new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => resolve(false), pulseMs)
        wake = () => {
          clearTimeout(timer)
          resolve(true)
        }
      })
      if (!woken) await stream.write(': here\n\n')
    }
  })
}
