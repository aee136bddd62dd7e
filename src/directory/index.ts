export { addressKey, samePhone } from './address.ts'
export { directoryHosts, directoryName, identityStoreReads } from './hosts.ts'
export { openDirectory, type Through } from './open.ts'
export { isDeclaredRobot, personKey } from './roster.ts'
