/** A process of its own that makes users in a kept world, one after the other, and says each name once AWS has answered. */
import { CreateUserCommand, IAMClient } from '@aws-sdk/client-iam'
import { openSandbox } from '../../src/cli/sandboxed.ts'

const [folder, prefix, most = '1000'] = process.argv.slice(2)
const { connection } = await openSandbox({ scenario: 'neglected-personal', folder: folder!, fresh: false })
const iam = new IAMClient({ ...connection, region: 'us-east-1', maxAttempts: 1 } as never)
process.stdout.write('ready\n')
for (let n = 1; n <= Number(most); n++) {
  await iam.send(new CreateUserCommand({ UserName: `${prefix}-${n}` }))
  process.stdout.write(`${prefix}-${n}\n`)
}
