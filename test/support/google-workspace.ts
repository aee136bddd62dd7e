/** A Google Workspace on this machine, for commands: a few people who are all on every list, and lists that take mail from outside. */
import { generateKeyPairSync } from 'node:crypto'
import { type HttpImitation, imitate } from './http-server.ts'

export interface Staff {
  name: string
  title: string
  phone: string
}

export interface Workspace extends HttpImitation {
  /** Where the configuration finds it. */
  yaml: string
  env: Record<string, string>
}

export async function googleWorkspace(lists: readonly string[], staff: readonly Staff[]): Promise<Workspace> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const addressOf = (name: string) => `${name.toLowerCase().replace(' ', '.')}@corp.example`
  const users = staff.map(({ name, title, phone }, at) => ({
    id: `u-${at}`,
    primaryEmail: addressOf(name),
    suspended: false,
    archived: false,
    name: { fullName: name },
    organizations: [{ title, primary: true }],
    phones: [{ value: phone, type: 'mobile' }],
  }))
  const gone = { status: 404, json: { error: { code: 404, errors: [{ reason: 'notFound' }] } } }
  const server = await imitate(({ path, query }) => {
    if (path === '/token') return { json: { access_token: 'token', expires_in: 3599 } }
    if (path.startsWith('/groups/v1/groups/'))
      return { json: { whoCanPostMessage: 'ANYONE_CAN_POST', messageModerationLevel: 'MODERATE_NONE' } }
    const [, of, id = '', members] =
      /^\/admin\/directory\/v1\/(users|groups)(?:\/([^/]+))?(\/members)?$/.exec(path) ?? []
    if (of === 'users' && id === '') {
      const [, field, wanted] = /^(email|name)[=:]'(.*)'$/.exec(query.get('query') ?? '') ?? []
      const isMeant = (one: (typeof users)[number]) =>
        field === undefined || wanted === (field === 'email' ? one.primaryEmail : one.name.fullName)
      return { json: { users: users.filter(isMeant) } }
    }
    if (of === 'users') return { json: users.find((one) => one.id === id) } as { json: unknown }
    const list = lists.find((address) => address === id || `id:${address}` === id)
    if (list === undefined) return gone
    if (members)
      return {
        json: {
          members: users.map(({ id, primaryEmail: email }) => ({ id, email, type: 'USER', role: 'MEMBER' })),
        },
      }
    return { json: { id: `id:${list}`, email: list } }
  })
  return {
    ...server,
    yaml: `{ google: { keyEnv: GOOGLE_KEY, subject: admin@corp.example, endpoint: "${server.url}", settingsEndpoint: "${server.url}" } }`,
    env: {
      GOOGLE_KEY: JSON.stringify({
        type: 'service_account',
        client_email: 'neverroot@project.iam.gserviceaccount.com',
        private_key_id: 'key-1',
        private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
      }),
    },
  }
}
