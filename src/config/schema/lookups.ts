/** What may be looked up outside AWS, and where. */
import { z } from 'zod'
import { accountId, endpoint } from './fields.ts'

const isFour = (text = ''): boolean => z.ipv4().safeParse(text).success
const isSix = (text = ''): boolean => z.ipv6().safeParse(text).success

/** `10.0.0.53`, `127.0.0.1:5353`, `2001:db8::53`, `[2001:db8::53]:5353`. */
function isNameServer(text: string): boolean {
  if (isFour(text) || isSix(text)) return true
  const [, six, four, port = ''] = /^(?:\[([^\]]+)\]|([\d.]+)):(\d{1,5})$/.exec(text) ?? []
  return (isSix(six) || isFour(four)) && Number(port) > 0 && Number(port) < 65_536
}

export const lookups = z
  .strictObject({
    dns: z.boolean().optional(),
    rdap: z.boolean().optional(),
    resolvers: z
      .array(
        z.string().refine(isNameServer, 'is not the address of a name server, such as "10.0.0.53" or "10.0.0.53:5353"'),
      )
      .min(1)
      .max(8)
      .optional(),
    accounts: z.array(accountId).min(1).max(10).optional(),
    bootstrap: endpoint.optional(),
  })
  .refine(({ resolvers, dns }) => resolvers === undefined || dns === true, {
    path: ['resolvers'],
    error: 'are asked nothing without lookups.dns: true',
  })
  .refine(({ bootstrap, rdap }) => bootstrap === undefined || rdap === true, {
    path: ['bootstrap'],
    error: 'is not read without lookups.rdap: true',
  })
