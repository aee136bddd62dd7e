/** Items as one JSON array, written as they come. */
export async function* jsonArray(items: AsyncIterable<object>): AsyncIterable<string> {
  let first = true
  for await (const item of items) {
    yield `${first ? '[\n' : ',\n'}  ${JSON.stringify(item)}`
    first = false
  }
  yield first ? '[]\n' : '\n]\n'
}
