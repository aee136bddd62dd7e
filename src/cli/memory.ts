import { setFlagsFromString } from 'node:v8'
import type { Host } from '../ports.ts'

/**
 * Lets V8 look for garbage when its heap has grown by so much since it last looked. Left alone it waits for several times
 * what is in use, and takes the more the more memory the machine has: what is looked at account by account would take
 * hundreds of megabytes, nearly all of them garbage.
 */
export function keepMemorySmall(percent = 60): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`)
}

/** Of fewer accounts nothing piles up that would be worth it. */
const many = 1_500
/** As a part of one core: what waits for AWS's quotas has time to look for garbage more often. */
const idle = 0.85
const everyMs = 2_000

/** The same, and more so once there are very many accounts and the CPU has time left: then it costs none. */
export function memoryKeptSmall(host: Host): Host {
  keepMemorySmall()
  let isTight = false
  let at = performance.now()
  let used = process.cpuUsage()
  const tighten = () => {
    const passed = performance.now() - at
    if (passed < everyMs) return
    const { user, system } = process.cpuUsage(used)
    isTight = (user + system) / 1_000 / passed < idle
    if (isTight) keepMemorySmall(30)
    at = performance.now()
    used = process.cpuUsage()
  }
  return {
    ...host,
    notify(notice) {
      if (!isTight && notice.code === 'progress' && notice.data.of > many) tighten()
      host.notify(notice)
    },
  }
}
