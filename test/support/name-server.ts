/** A name server on loopback: real packets over UDP (RFC 1035), from a table of answers. */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { isIPv6 } from 'node:net'

/** What the server has under a name. A name that the table does not hold does not exist (NXDOMAIN). */
export interface Records {
  MX?: readonly (readonly [preference: number, host: string])[]
  NS?: readonly string[]
  A?: readonly string[]
  AAAA?: readonly string[]
  /** Instead of an answer. */
  trouble?: 'silence' | 'SERVFAIL' | 'REFUSED' | 'nonsense'
}

export interface NameServer {
  /** `127.0.0.1:PORT`, as the configuration takes it. */
  address: string
  /** What was asked, in order: `MX corp.example`. */
  asked: string[]
  close(): Promise<void>
}

const types = { A: 1, NS: 2, MX: 15, AAAA: 28 } as const
type Type = keyof typeof types
const codes = { SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const

export async function nameServer(zones: Readonly<Record<string, Records>>): Promise<NameServer> {
  const asked: string[] = []
  const socket = createSocket('udp4')
  socket.on('message', (packet, from) => answer(socket, packet, from, zones, asked))
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  // Whoever asks keeps the process alive, and nobody else.
  socket.unref()
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  }
}

function answer(
  socket: Socket,
  packet: Buffer,
  from: RemoteInfo,
  zones: Readonly<Record<string, Records>>,
  asked: string[],
): void {
  const { name, end } = readName(packet)
  const type = (Object.keys(types) as Type[]).find((t) => types[t] === packet.readUInt16BE(end))
  asked.push(`${type ?? '?'} ${name}`)
  const records = zones[name]
  const send = (code: number, answers: Buffer[]) => {
    const header = Buffer.alloc(12)
    packet.copy(header, 0, 0, 2)
    header.writeUInt16BE(0x8180 | code, 2)
    header.writeUInt16BE(1, 4)
    header.writeUInt16BE(answers.length, 6)
    socket.send(Buffer.concat([header, packet.subarray(12, end + 4), ...answers]), from.port, from.address)
  }
  if (records?.trouble === 'silence') return
  // The right id, and then what is no message: the resolver must not take it for an answer.
  if (records?.trouble === 'nonsense') {
    const words = Buffer.concat([
      packet.subarray(0, 2),
      Buffer.from([0x81, 0x80, 0, 1, 0, 9, 0, 0, 0, 0, 63]),
    ])
    return void socket.send(words, from.port, from.address)
  }
  if (records?.trouble) return send(codes[records.trouble], [])
  if (!records) return send(codes.NXDOMAIN, [])
  send(0, type ? answersOf(type, records) : [])
}

function answersOf(type: Type, records: Records): Buffer[] {
  const data = {
    A: (records.A ?? []).map((ip) => Buffer.from(ip.split('.').map(Number))),
    AAAA: (records.AAAA ?? []).map(sixteenBytes),
    NS: (records.NS ?? []).map(writeName),
    MX: (records.MX ?? []).map(([preference, host]) => {
      const number = Buffer.alloc(2)
      number.writeUInt16BE(preference)
      return Buffer.concat([number, writeName(host)])
    }),
  }[type]
  return data.map((bytes) => {
    const head = Buffer.alloc(12)
    // A pointer to the name that was asked about.
    head.writeUInt16BE(0xc00c, 0)
    head.writeUInt16BE(types[type], 2)
    head.writeUInt16BE(1, 4)
    head.writeUInt32BE(60, 6)
    head.writeUInt16BE(bytes.length, 10)
    return Buffer.concat([head, bytes])
  })
}

function readName(packet: Buffer): { name: string; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = packet[at]!; length > 0; length = packet[at]!) {
    labels.push(packet.toString('ascii', at + 1, at + 1 + length))
    at += length + 1
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 }
}

/** The empty name is the root, as a null MX has it. */
const writeName = (name: string): Buffer =>
  Buffer.concat([
    ...name
      .split('.')
      .filter((label) => label !== '')
      .map((label) => Buffer.from([label.length, ...Buffer.from(label)])),
    Buffer.from([0]),
  ])

function sixteenBytes(address: string): Buffer {
  if (!isIPv6(address)) throw new Error(`${address} is no IPv6 address`)
  const [before = '', after = ''] = address.split('::')
  const parts = (text: string) => (text === '' ? [] : text.split(':'))
  const [left, right] = [parts(before), parts(after)]
  const all = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right]
  return Buffer.from(all.flatMap((part) => [parseInt(part, 16) >> 8, parseInt(part, 16) & 255]))
}
