/** What the rule of the alarm hears, and what it does not: by AWS's language of patterns, as the sandbox reads it too. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { drillSample } from '../../facts/drill-event.ts'
import { matchesPatternText } from '../../facts/event-pattern.ts'
import { rootRead, rootSamples, type Sample, type Where } from '../../facts/root-event-samples.ts'
import { parsePattern } from '../../sandbox/services/eventbridge/pattern.ts'
import { rootPattern } from './root-alarm-pieces.ts'

const where: Where = {
  account: '111111111111',
  partition: 'aws',
  region: 'us-east-1',
  globalRegion: 'us-east-1',
}
const [first] = rootSamples(where)
const withIdentity = (more: object): Sample['event'] => ({
  ...first!.event,
  detail: { ...first!.event.detail, userIdentity: { type: 'Root', ...more } },
})

describe('the pattern of the alarm', () => {
  const heard: [what: string, event: Sample['event']][] = [
    ...[...rootSamples(where), ...rootSamples({ ...where, region: 'eu-west-1' }), rootRead(where)].map(
      ({ name, event }): [string, Sample['event']] => [`${name} in ${event.region as string}`, event],
    ),
    ['a drill', drillSample(where).event],
    [
      'a session whose mark says that it is not of AssumeRoot',
      withIdentity({ sessionContext: { assumedRoot: 'false' } }),
    ],
    ['a session of AssumeRoot without its mark', withIdentity({ sessionContext: { attributes: {} } })],
  ]
  const silent: [what: string, event: Sample['event']][] = [
    ['a session of AssumeRoot', withIdentity({ sessionContext: { assumedRoot: 'true' } })],
    ['an IAM user', withIdentity({ type: 'IAMUser' })],
    ['another event of our own', { ...drillSample(where).event, 'detail-type': 'Something else' }],
    ['an event of somebody else', { ...drillSample(where).event, source: 'neverroot.drills' }],
  ]

  it.each(heard)('hears %s', (_what, event) => {
    expect([matchesPatternText(rootPattern, event), parsePattern(rootPattern)(event)]).toEqual(['yes', true])
  })

  it.each(silent)('does not hear %s', (_what, event) => {
    expect([matchesPatternText(rootPattern, event), parsePattern(rootPattern)(event)]).toEqual(['no', false])
  })

  it('stands in docs/drills.md for whoever mends a rule by hand', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/drills.md'), 'utf8')
    expect(JSON.parse(/```json\n(.*?)```/s.exec(page)![1]!)).toEqual(JSON.parse(rootPattern))
  })

  it('is short enough for a rule', () => {
    // "Maximum length of 4096" (EventBridge API reference, PutRule); the default quota is 2,048.
    expect(rootPattern.length).toBeLessThan(2048)
  })
})
