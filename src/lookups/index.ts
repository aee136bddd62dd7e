export { lookupHosts } from './hosts.ts'
export { asciiName, selfAndAbove } from './names.ts'
export { type LookingUp, openLookups } from './open.ts'
