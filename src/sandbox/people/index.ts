/** What people do outside any API, on AWS's pages, in a mailbox, on a phone: each changes the world and its history as AWS would. */
export { acts, performActs, type Act, type Done } from './acts.ts'
export { confirmSubscription, inboxOf, readCode, type Confirmation } from './mailbox.ts'
export {
  failToSignInAsRoot,
  recoverRootPassword,
  registerRootMfa,
  revokeRootSession,
  rootSession,
  setRootPassword,
  signInAsRoot,
  turnOnBillingAccess,
  type NewRootDevice,
} from './root.ts'
export { firstSignIn, registerMfa, sessionOf } from './user.ts'
