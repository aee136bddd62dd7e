/**
 * Does `work` for everything that comes, at most `width` at a time, in the order in which it comes: nobody waits for the
 * whole list. The first failure ends it all, once what is under way has ended.
 */
export async function forEach<T>(
  items: AsyncIterable<T>,
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>()
  let failed: { error: unknown } | undefined
  for await (const item of items) {
    if (failed) break
    const one: Promise<void> = work(item)
      .catch((error: unknown) => void (failed ??= { error }))
      .finally(() => running.delete(one))
    running.add(one)
    if (running.size >= width) await Promise.race(running)
  }
  await Promise.all(running)
  if (failed) throw failed.error
}
