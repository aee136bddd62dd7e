import type { Service } from '../service.ts'
import account from './account.ts'
import iam from './iam.ts'
import sts from './sts.ts'

/** Every simulated service. Their client packages are imported only when a request for them arrives. */
export const services: readonly Service[] = [account, iam, sts]
