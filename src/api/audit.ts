import { audit } from '../engine/audit.ts'
import type { Report } from '../model/index.ts'
import { tool } from '../version.ts'
import { assessOptions, connect, type LookOptions } from './connect.ts'

export interface AuditAccountOptions extends LookOptions {
  /** The name of the sandbox scenario that is looked at. */
  sandbox?: string
}

/** Audits the account that the credentials belong to. Reads only. Throws UserError where it cannot begin. */
export async function auditAccount(options: AuditAccountOptions): Promise<Report> {
  const connected = await connect(options, options.host)
  const { door } = connected
  try {
    const how = await assessOptions(options, connected)
    return await audit({ ...how, tool, sandbox: options.sandbox, calls: () => door.meter.count() })
  } finally {
    door.close()
  }
}
