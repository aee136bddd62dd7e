import { useState } from 'react'
import type { PagePosts, PageRefusal } from '../../src/model/index.ts'
import { post, refusalOf } from '../data/api.ts'

export interface Acting<P extends keyof PagePosts> {
  busy: boolean
  refusal?: PageRefusal
  /** What was done, in a sentence; a job tells for itself how it goes. */
  text?: string
  /** Resolves to true where it was accepted. */
  act(body: PagePosts[P]): Promise<boolean>
}

/** One thing that a person does from here: asked for once, and what came of it. */
export function useAct<P extends keyof PagePosts>(path: P): Acting<P> {
  const [state, setState] = useState<Omit<Acting<P>, 'act'>>({ busy: false })
  const act = async (body: PagePosts[P]): Promise<boolean> => {
    setState({ busy: true })
    try {
      const { text } = await post(path, body)
      setState({ busy: false, text })
      return true
    } catch (error) {
      setState({ busy: false, refusal: refusalOf(error) })
      return false
    }
  }
  return { ...state, act }
}
