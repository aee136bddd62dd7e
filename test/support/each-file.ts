/** Run before each test file: the files of a worker share its modules, which saves a third of the time. */
import { afterAll, afterEach } from 'vitest'
import { nobodyReachedOut } from './loopback-only.ts'
import { tidy } from './tidy.ts'

afterEach(nobodyReachedOut)
afterAll(tidy, 60_000)
