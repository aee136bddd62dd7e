import type { Activity, KeyActivity } from '../model/index.ts'
import { agoOf, signed } from './activity-words.ts'
import { count, hanging, type Palette, type Style } from './style.ts'

/** Each of root's access keys, and what signs with it. */
export function keyLines(seen: Activity, keys: readonly KeyActivity[], p: Palette, style: Style): string[] {
  if (keys.length === 0)
    return seen.couldNotLook.some(({ what }) => what === 'whether root has access keys')
      ? []
      : ['', ` ${p.bold('Root access keys')}`, `  ${p.sign('pass')} none, and none was seen in use`]
  return [
    '',
    ` ${p.bold('Root access keys')}`,
    ...keys.flatMap((key) => {
      const { active, created, lastUsed, callers } = key
      const said = [
        key.key ?? 'a key that AWS does not name here',
        active === undefined ? '' : active ? 'active' : 'inactive',
        created && `made ${created.slice(0, 10)}`,
        lastUsed &&
          `last used ${agoOf(lastUsed.at, seen.at)}${lastUsed.service ? ` (${[lastUsed.service, lastUsed.region].filter(Boolean).join(', ')})` : ''}`,
        callers.length === 0 && 'no call of it in the event history that was looked at',
      ].filter(Boolean)
      return [
        ...signed(p.sign('fail'), '', said.join(', '), style),
        ...callers.flatMap((caller) => {
          const refused = caller.refused > 0 ? `, ${caller.refused} refused` : ''
          const text = `${count(caller.count, 'call')}${refused} to ${caller.service} (${caller.operations.slice(0, 3).join(', ')}${caller.operations.length > 3 ? ', ...' : ''}) in ${caller.region}, from ${caller.from ?? 'an address that is not said'} with ${caller.agent ?? 'a program that is not said'}, last ${agoOf(caller.last, seen.at)}, event ${caller.example}`
          return hanging('      ', text, style)
        }),
      ]
    }),
    ...hanging(
      '    ',
      'Calls that only touch data (objects, items, messages) are not in the event history; the credential report knows the last one.',
      style,
    ).map(p.faint),
  ]
}
