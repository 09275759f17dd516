/**
 * A trained model as bytes: a mark, the length of a JSON head, the head (intents, thresholds, spellings, lengths of the parts), then
 * each array as it lies in memory, from the next multiple of four. Little-endian, as every machine that runs Node.js is.
 */
import { z } from 'zod'
import { type IntentName, intentName } from '../../domain/ids.ts'
import type { Trained } from './model.ts'
import { ALL_HIDDEN, NETS } from './net.ts'
import { paddedWidth } from './rows.ts'

const MARK = 'KOTIKNLU'
const HEAD_FROM = MARK.length + 4

const NONE: ArrayBuffer = new ArrayBuffer(0)

const Head = z.object({
  intents: z.array(z.string()),
  thresholds: z.object({ sure: z.number(), between: z.number() }),
  spellings: z.array(z.tuple([z.string(), z.number()])),
  bytes: z.array(z.number().int().nonnegative()),
})

export function encoded(trained: Trained): Buffer {
  const parts = partsOf(trained).map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength))
  const { intents, thresholds, spellings } = trained
  const bytes = parts.map(({ length }) => length)
  const head = Buffer.from(JSON.stringify({ intents, thresholds, spellings, bytes }))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(head.length)
  return Buffer.concat([MARK, length, head, ...parts].map((piece) => padded(Buffer.from(piece))))
}

/** Undefined when these are no bytes of a model, or not all of them. */
export function decoded(file: Uint8Array): Trained | undefined {
  const bytes = Buffer.from(file)
  if (bytes.length < HEAD_FROM || bytes.toString('latin1', 0, MARK.length) !== MARK) return undefined
  const headTo = HEAD_FROM + bytes.readUInt32LE(MARK.length)
  const head = headOf(bytes.toString('utf8', HEAD_FROM, headTo))
  if (head === undefined) return undefined
  const parts = cut(bytes, roundedUp(headTo), head.bytes)
  if (parts === undefined) return undefined
  const { thresholds, spellings } = head
  const trained = { ...fromArrayBuffers(parts, head.intents.map(intentName)), thresholds, spellings }
  return fits(trained) ? trained : undefined
}

const partsOf = (trained: Trained) => [
  trained.trigrams,
  trained.hashes,
  trained.rarity,
  trained.svm.numbers,
  trained.svm.scales,
  trained.features.numbers,
  trained.features.scales,
  trained.hiddenBias,
  trained.netIntents,
  trained.intentBias,
]

function fromArrayBuffers(
  [
    trigrams,
    hashes,
    rarity,
    svm,
    svmScales,
    features,
    featureScales,
    hidden,
    netIntents,
    bias,
  ]: readonly ArrayBuffer[],
  intents: readonly IntentName[],
): Omit<Trained, 'thresholds' | 'spellings'> {
  return {
    intents,
    trigrams: new Uint8Array(trigrams ?? NONE),
    hashes: new Uint32Array(hashes ?? NONE),
    rarity: new Float32Array(rarity ?? NONE),
    svm: {
      width: paddedWidth(intents.length),
      numbers: new Int8Array(svm ?? NONE),
      scales: new Float32Array(svmScales ?? NONE),
    },
    features: {
      width: ALL_HIDDEN,
      numbers: new Int8Array(features ?? NONE),
      scales: new Float32Array(featureScales ?? NONE),
    },
    hiddenBias: new Float32Array(hidden ?? NONE),
    netIntents: new Float32Array(netIntents ?? NONE),
    intentBias: new Float32Array(bias ?? NONE),
  }
}

function fits({ intents, hashes, rarity, svm, features, netIntents, intentBias }: Trained): boolean {
  return (
    rarity.length === hashes.length &&
    svm.numbers.length === (hashes.length + 1) * svm.width &&
    svm.scales.length === hashes.length + 1 &&
    features.numbers.length === hashes.length * ALL_HIDDEN &&
    netIntents.length === intents.length * ALL_HIDDEN &&
    intentBias.length === intents.length * NETS
  )
}

function headOf(text: string): z.infer<typeof Head> | undefined {
  try {
    return Head.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** Copies, each aligned as its numbers need it; undefined when bytes are missing or a length is not whole numbers of four. */
function cut(bytes: Buffer, from: number, lengths: readonly number[]): readonly ArrayBuffer[] | undefined {
  const parts: ArrayBuffer[] = []
  let at = from
  for (const length of lengths) {
    if (at + length > bytes.length) return undefined
    const part = new ArrayBuffer(length)
    new Uint8Array(part).set(bytes.subarray(at, at + length))
    parts.push(part)
    at = roundedUp(at + length)
  }
  return parts
}

const roundedUp = (length: number) => Math.ceil(length / 4) * 4
const padded = (piece: Buffer) => Buffer.concat([piece, Buffer.alloc(roundedUp(piece.length) - piece.length)])
