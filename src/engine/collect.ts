import { Interrupted } from '../aws/refusal.ts'
import type { Source } from '../aws/source.ts'
import { type Collector, type Fact, unknown } from '../model/index.ts'

/** The part of a Source that is not given from outside. */
export type Sight = Omit<Source, 'get'>

/**
 * Makes a source in which every fact is observed at most once, whoever asks for it. What a collector cannot make sense
 * of (an endpoint that answers something else than AWS) makes that fact unknown and nothing else; being interrupted
 * and the user's own mistakes end everything.
 */
export function sourceOf(sight: Sight): Source {
  const facts = new Map<object, Promise<Fact<unknown>>>()
  const source: Source = {
    ...sight,
    get<T>(collector: Collector<T, Source>): Promise<Fact<T>> {
      let fact = facts.get(collector)
      if (!fact) {
        fact = collector.collect(source).catch((error: unknown) => {
          if (error instanceof Interrupted || (error instanceof Error && error.name === 'UserError'))
            throw error
          return unknown('failed', `${collector.name}: the answer makes no sense (${describe(error)})`)
        })
        facts.set(collector, fact)
      }
      return fact as Promise<Fact<T>>
    },
  }
  return source
}

const describe = (error: unknown) =>
  error instanceof Error ? error.message.split('\n')[0]!.slice(0, 120) : 'unknown'
