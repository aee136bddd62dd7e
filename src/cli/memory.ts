import { setFlagsFromString } from 'node:v8'

/**
 * Lets V8 look for garbage when its heap has grown by so much since it last looked. Left alone it waits for several times
 * what is in use, and takes the more the more memory the machine has: what is looked at account by account would take
 * hundreds of megabytes, nearly all of them garbage.
 */
export function keepMemorySmall(percent = 60): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`)
}
