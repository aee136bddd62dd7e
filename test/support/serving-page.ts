import { type Home, start } from '../cli/run.ts'
import { atEnd } from './tidy.ts'

/** Starts `neverroot serve` and gives the address that it prints, and Ctrl-C; it ends with the test file. */
export async function serving(home: Home, ...more: string[]): Promise<{ url: string; stop(): void }> {
  const { child, ended } = start(['serve', '--sandbox', 'neglected-personal', '--no-open', ...more], home)
  atEnd(async () => {
    child.kill('SIGINT')
    await ended
  })
  let said = ''
  return new Promise((resolve, reject) => {
    child.stdout!.on('data', (text: string) => {
      said += text
      const url = /http:\/\/127\.0\.0\.1:\d+\/\?key=\S+/.exec(said)?.[0]
      if (url) resolve({ url, stop: () => child.kill('SIGINT') })
    })
    void ended.then((ran) => reject(new Error(ran.stderr)), reject)
  })
}
