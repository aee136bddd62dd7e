import type { SerdeFunctions } from '@smithy/types'

/** What the SDK's serializers need from their environment. */
const functions = {
  base64Encoder: (value: Uint8Array | string) => Buffer.from(value as string).toString('base64'),
  base64Decoder: (value: string) => new Uint8Array(Buffer.from(value, 'base64')),
  utf8Encoder: (value: Uint8Array | string) =>
    typeof value === 'string' ? value : Buffer.from(value).toString('utf8'),
  utf8Decoder: (value: string) => new Uint8Array(Buffer.from(value, 'utf8')),
  streamCollector: () => Promise.reject(new Error('no operation of the sandbox streams')),
} satisfies SerdeFunctions

/** Gives a serializer or deserializer of the SDK its environment, and returns it. */
export function withContext<T extends { setSerdeContext(context: never): void }>(serde: T): T {
  serde.setSerdeContext(functions as never)
  return serde
}
