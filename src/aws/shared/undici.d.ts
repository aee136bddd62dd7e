/**
 * The pool alone: importing all of undici would also put its own dispatcher behind this process's `fetch`, and load
 * several times as much.
 */
declare module 'undici/lib/dispatcher/pool.js' {
  import { Pool } from 'undici'
  export default Pool
}
