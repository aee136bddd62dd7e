/** What opens the page: never a shell, and nothing where nobody sits at a desktop. */
import { describe, expect, it } from 'vitest'
import { openBrowser, openerOf } from './open-browser.ts'

describe('what opens an address', () => {
  it.each<[where: string, platform: NodeJS.Platform, env: NodeJS.ProcessEnv, command: string | undefined]>([
    ['a Mac', 'darwin', {}, 'open'],
    ['Windows', 'win32', {}, 'rundll32'],
    ['a Linux desktop', 'linux', { DISPLAY: ':0' }, 'xdg-open'],
    ['a Linux desktop of today', 'linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'xdg-open'],
    ['a server', 'linux', {}, undefined],
    [
      'a Mac that somebody is connected to',
      'darwin',
      { SSH_CONNECTION: '192.0.2.1 1 192.0.2.2 22' },
      undefined,
    ],
    ['CI', 'linux', { DISPLAY: ':0', CI: 'true' }, undefined],
  ])('on %s', (_, platform, env, command) => {
    expect(openerOf(platform, env)?.command).toBe(command)
  })

  it('is no reason to fail', () => {
    expect(openBrowser('http://127.0.0.1:1/', { command: '/nonexistent/opener', args: [] })).toBe(true)
  })
})
