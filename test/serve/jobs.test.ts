/** One thing is done at a time; every tab hears of it, and it goes on whoever leaves. */
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { UserError } from '../../src/model/index.ts'
import type { Running } from '../../src/serve/index.ts'
import { ask, deskWith, serving, visit } from '../support/page.ts'

/** An apply that a test leads by the hand. */
function led() {
  let run!: Running
  let end!: (error?: Error) => void
  const ended = new Promise<void>((resolve, reject) => {
    end = (error) => (error ? reject(error) : resolve())
  })
  ended.catch(() => undefined)
  const desk = deskWith({
    apply: async () => async (running) => {
      run = running
      await ended
      return { text: 'All done.' }
    },
    audit: async () => async () => ({}),
    attest: async () => 'Recorded.',
  })
  return { desk, run: () => run, end }
}

const apply = { digest: 'd', confirm: '111111111111' }
const step = { item: 'i', step: 's', action: 'sns:CreateTopic', does: 'topic', result: 'applied' } as const

describe('two tabs', () => {
  it('see the same job, and the second one begins none', async () => {
    const { desk, run, end } = led()
    await serving({ desk }, async (server) => {
      const mia = await visit(server)
      const first = mia.listen()
      const { job } = (await mia.post('/api/apply', apply)).json
      await first.until((e) => e.type === 'begun')
      for (const path of ['/api/apply', '/api/audit'] as const) {
        const { status, json } = await mia.post(path, (path === '/api/apply' ? apply : {}) as never)
        expect([status, json.code]).toEqual([409, 'busy'])
        expect(json.message).toMatch(/^Applying a plan is under way since \d\d:\d\d UTC\.$/)
      }
      run().progress({ done: 1, of: 2, text: '1 of 2 steps' })
      run().progress({ done: 2, of: 2, text: '2 of 2 steps' })
      run().step(step)
      // Whoever comes later is told what a tab that is there has heard, and of progress the last.
      const second = mia.listen()
      await second.until((e) => e.type === 'step')
      expect(second.events.map(({ type }) => type)).toEqual(['begun', 'progress', 'step'])
      expect(second.events[1]).toMatchObject({ done: 2, text: '2 of 2 steps' })
      expect((await mia.get('/api/session')).json.job).toEqual(job)
      // What is said meanwhile is no job.
      expect(
        (await mia.post('/api/attest', { control: 'root-has-mfa', by: 'Mia', holds: true })).json,
      ).toEqual({
        text: 'Recorded.',
      })
      end()
      for (const tab of [first, second])
        expect(await tab.until((e) => e.type === 'ended')).toMatchObject({ job: job.id, text: 'All done.' })
      expect((await mia.get('/api/session')).json.job).toBeUndefined()
      first.end()
      second.end()
    })
  })

  it('answer a question once', async () => {
    const { desk, run, end } = led()
    await serving({ desk }, async (server) => {
      const mia = await visit(server)
      const tab = mia.listen()
      await mia.post('/api/apply', apply)
      const answer = run().ask({ code: 'phone-code', text: 'Type the code that AWS sent' })
      const asked = await tab.until((e) => e.type === 'question')
      const { id } = (asked as Extract<typeof asked, { type: 'question' }>).question
      const later = mia.listen()
      await later.until((e) => e.type === 'question')
      expect((await mia.post('/api/answer', { question: id, text: ' 123456 ' })).json.text).toBe('Answered.')
      expect(await answer).toBe('123456')
      await tab.until((e) => e.type === 'answered')
      const again = await mia.post('/api/answer', { question: id, text: '1' })
      expect([again.status, again.json.code]).toEqual([409, 'not-asked'])
      // A question that was answered is not asked again, and the answer is told to nobody.
      const third = mia.listen()
      await third.until((e) => e.type === 'begun')
      end()
      await third.until((e) => e.type === 'ended')
      expect(third.events.map(({ type }) => type)).toEqual(['begun', 'ended'])
      expect(JSON.stringify(tab.events)).not.toContain('123456')
      for (const one of [tab, later, third]) one.end()
    })
  })

  it('leave a question for later', async () => {
    const { desk, run, end } = led()
    await serving({ desk }, async (server) => {
      const mia = await visit(server)
      const tab = mia.listen()
      await mia.post('/api/apply', apply)
      const answer = run().ask({ code: 'mail-code', text: 'Type the code' })
      const asked = await tab.until((e) => e.type === 'question')
      await mia.post('/api/answer', {
        question: (asked as Extract<typeof asked, { type: 'question' }>).question.id,
      })
      expect(await answer).toBeUndefined()
      end()
      tab.end()
    })
  })
})

describe('a job', () => {
  it('goes on when the tab is gone, and tells a tab that lost its connection what it missed', async () => {
    const { desk, run, end } = led()
    await serving({ desk }, async (server) => {
      const mia = await visit(server)
      const gone = mia.listen()
      await mia.post('/api/apply', apply)
      await gone.until((e) => e.type === 'begun')
      gone.end()
      run().step(step)
      end()
      await sleep(20)
      // Numbers count from 1: the first event was heard.
      const back = mia.listen({ 'last-event-id': '1' })
      await back.until((e) => e.type === 'ended')
      expect(back.events.map(({ type }) => type)).toEqual(['step', 'ended'])
      back.end()
      const fresh = mia.listen()
      await sleep(50)
      expect(fresh.events).toEqual([])
      fresh.end()
    })
  })

  it.each<[what: string, error: Error, code: string, message: RegExp]>([
    ['a mistake', new UserError('moved', 'It has moved.', 'Plan again.'), 'moved', /^It has moved\.$/],
    [
      'a stop',
      Object.assign(new Error('interrupted; what was done stands in the journal.'), { name: 'Interrupted' }),
      'stopped',
      /^It was stopped: interrupted; what was done stands in the journal\.$/,
    ],
  ])('that ends with %s says so to every tab', async (_, error, code, message) => {
    const { desk, end } = led()
    await serving({ desk }, async (server) => {
      const mia = await visit(server)
      const tab = mia.listen()
      await mia.post('/api/apply', apply)
      end(error)
      const failed = await tab.until((e) => e.type === 'failed')
      expect(failed).toMatchObject({
        kind: 'apply',
        refusal: { code, message: expect.stringMatching(message) },
      })
      tab.end()
    })
  })

  it('is stopped from the page as Ctrl-C would, and what it asks is not answered', async () => {
    const { desk, run, end } = led()
    await serving({ desk }, async (server) => {
      const mia = await visit(server)
      expect((await mia.post('/api/stop', {})).json.code).toBe('nothing-runs')
      await mia.post('/api/apply', apply)
      const answer = run()
        .ask({ code: 'phone-code', text: 'Type the code' })
        .catch((error: Error) => error.name)
      expect(run().signal.aborted).toBe(false)
      await mia.post('/api/stop', {})
      expect(run().signal.aborted).toBe(true)
      expect(await answer).toBe('AbortError')
      end()
    })
  })

  it('is stopped and waited for when the server ends', async () => {
    const { desk, run, end } = led()
    let over = false
    await serving({ desk }, async (server) => {
      const mia = await visit(server)
      await mia.post('/api/apply', apply)
      run().signal.addEventListener('abort', () => setTimeout(() => ((over = true), end()), 30))
    })
    expect(over).toBe(true)
  })

  it('goes on for a page whose session is over: it hears in one sentence where to look', async () => {
    const { desk, run, end } = led()
    await serving({ desk }, async (server) => {
      const mia = await visit(server)
      await mia.post('/api/apply', apply)
      const old = { cookie: `neverroot-${server.port}=${'A'.repeat(43)}` }
      const { status, json } = await ask(server.port, { path: '/api/session', headers: old })
      expect([status, json.code]).toEqual([401, 'no-session'])
      expect(json.hint).toContain('What was being applied goes on, and stands in the journal.')
      expect(run().signal.aborted).toBe(false)
      end()
    })
  })
})

describe('the end of an idle server', () => {
  const minutes = 0.002

  it('comes when nobody asks, whoever listens', async () => {
    const { desk } = led()
    await serving({ desk, idleMinutes: minutes }, async (server) => {
      const tab = (await visit(server)).listen()
      await server.idle
      tab.end()
    })
  })

  it('waits for a job, and for somebody who asks', async () => {
    const { desk, end } = led()
    await serving({ desk, idleMinutes: minutes }, async (server) => {
      let over = false
      void server.idle.then(() => (over = true))
      const mia = await visit(server)
      await mia.post('/api/apply', apply)
      await sleep(minutes * 60_000 * 2)
      expect(over).toBe(false)
      end()
      await server.idle
    })
  })
})
