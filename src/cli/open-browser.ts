import { spawn } from 'node:child_process'

/** What opens an address on this machine; undefined where nobody sits at a desktop. */
export function openerOf(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
): { command: string; args: readonly string[] } | undefined {
  if (env.CI || env.SSH_CONNECTION) return undefined
  if (platform === 'darwin') return { command: 'open', args: [] }
  // cmd's start would be a shell: this is what it calls.
  if (platform === 'win32') return { command: 'rundll32', args: ['url.dll,FileProtocolHandler'] }
  return env.DISPLAY || env.WAYLAND_DISPLAY ? { command: 'xdg-open', args: [] } : undefined
}

/** Opens the address in the browser, without a shell. Where that does not work, the address was printed. */
export function openBrowser(url: string, opener = openerOf(process.platform, process.env)): boolean {
  if (!opener) return false
  const child = spawn(opener.command, [...opener.args, url], { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
  return true
}
