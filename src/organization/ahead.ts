/**
 * Takes from `items` as fast as they come, whatever the pace of whoever goes through them: AWS allows so many pages of
 * accounts a second, and a second that was not used is lost.
 */
export async function* ahead<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  const came: (T | undefined)[] = []
  let over = false
  let failed: { error: unknown } | undefined
  let woken = () => {}
  const taking = (async () => {
    try {
      for await (const item of items) {
        if (over) return
        came.push(item)
        woken()
      }
    } catch (error) {
      failed = { error }
    } finally {
      over = true
      woken()
    }
  })()
  try {
    for (let next = 0; ; next++) {
      while (next >= came.length && !over) await new Promise<void>((resolve) => (woken = resolve))
      if (next >= came.length) break
      const item = came[next] as T
      came[next] = undefined
      yield item
    }
    if (failed) throw failed.error
  } finally {
    over = true
    await taking
  }
}
