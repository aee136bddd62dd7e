/** Whose connection it is, out of the kernel's table. */
import { describe, expect, it } from 'vitest'
import { ownerIn } from './peer.ts'

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:86C9 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 5312 1
   1: 0100007F:C350 0100007F:86C9 01 00000000:00000000 00:00000000 00000000  1001        0 5313 1
   2: 0100007F:86C9 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 5314 1
   3: 0A00000A:C351 0100007F:86C9 01 00000000:00000000 00:00000000 00000000  1002        0 5315 1
`

describe('who connects', () => {
  it.each<[what: string, table: string, port: number, uid: number | undefined]>([
    ['the end that came to us', table, 0xc350, 1001],
    ['another port', table, 0xc352, undefined],
    ['another address', table, 0xc351, undefined],
    ['no table', '', 0xc350, undefined],
    ['a table of another kind', 'nothing of it', 0xc350, undefined],
  ])('%s', (_, given, port, uid) => {
    expect(ownerIn(given, port, 0x86c9)).toBe(uid)
  })
})
