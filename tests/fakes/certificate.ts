/** A certificate that nobody signed but itself, for servers that must not be trusted. */
import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto'

export interface Certificate {
  /** Both PEM. */
  readonly key: string
  readonly cert: string
}

/** Made anew each time, by hand: Node reads certificates and makes none. */
export function selfSigned(name = 'localhost'): Certificate {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const subject = sequence(set(sequence(COMMON_NAME, der(UTF8_STRING, Buffer.from(name)))))
  const validity = sequence(utcTime('200101000000Z'), utcTime('491231235959Z'))
  const key = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  const body = sequence(
    version(2),
    der(INTEGER, Buffer.from([1])),
    ECDSA_SHA256,
    subject,
    validity,
    subject,
    key,
  )
  const signature = sign('sha256', body, privateKey)
  const whole = sequence(body, ECDSA_SHA256, der(BIT_STRING, Buffer.concat([Buffer.of(0), signature])))
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert: pem(whole) }
}

const [INTEGER, BIT_STRING, UTF8_STRING, UTC_TIME] = [0x02, 0x03, 0x0c, 0x17]
const [SEQUENCE, SET, EXPLICIT_0] = [0x30, 0x31, 0xa0]

function der(tag: number, content: Buffer): Buffer {
  const { length } = content
  // The long form is two bytes here: nothing in a certificate like this one is longer.
  const size = length < 128 ? [length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const sequence = (...parts: readonly Buffer[]) => der(SEQUENCE, Buffer.concat(parts))
const set = (...parts: readonly Buffer[]) => der(SET, Buffer.concat(parts))
const utcTime = (text: string) => der(UTC_TIME, Buffer.from(text))
const version = (number: number) => der(EXPLICIT_0, der(INTEGER, Buffer.of(number)))

const COMMON_NAME = Buffer.from('0603550403', 'hex')
const ECDSA_SHA256 = sequence(Buffer.from('06082a8648ce3d040302', 'hex'))

const pem = (bytes: Buffer) =>
  `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64').replace(/.{64}/gu, '$&\n')}\n-----END CERTIFICATE-----\n`
