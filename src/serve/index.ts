/** The local page's server. */
export type { Desk, Ended, Latest, Running, Work } from './desk.ts'
export { type PageServer, servePage, type ServerOptions } from './server.ts'
