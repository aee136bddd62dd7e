import type { Assessment } from '../engine/assess.ts'
import { makePlan } from '../engine/plan/make.ts'
import { frame, memberFrame } from '../facts/frame.ts'
import type { Plan } from '../model/index.ts'
import { tool } from '../version.ts'
import { connect, look, type LookOptions } from './connect.ts'

/** Where the configuration came from: it stands in the plan. */
export interface ConfigFile {
  path: string
  sha256: string
}

export interface PlanAccountOptions extends LookOptions {
  config?: ConfigFile
}

/**
 * Looks at the account and plans what would be done about every finding that fails. Nothing is changed. Throws UserError
 * where it cannot begin, and where the account looks taken over.
 */
export async function planAccount(options: PlanAccountOptions): Promise<Plan> {
  const connected = await connect(options, options.host)
  try {
    return await planFrom(await look(options, connected), options.config)
  } finally {
    connected.door.close()
  }
}

/** Who gets into an account: a member that is looked at from the centre is entered from there too. */
export const wayInOf = ({ circumstances }: Assessment) =>
  circumstances.central ? memberFrame.wayIn : frame.wayIn

/** The plan that one look at the account leads to. */
export const planFrom = (assessment: Assessment, config: ConfigFile | undefined): Promise<Plan> =>
  makePlan({ assessment, wayIn: () => assessment.get(wayInOf(assessment)), tool, config })
