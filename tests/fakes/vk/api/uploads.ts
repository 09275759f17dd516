/** Uploading in VK's three steps: an address is asked for, the file is posted there, the word it gave is saved. */
import { endingOf } from '../../messenger/mime.ts'
import { badParam, vkError } from '../errors.ts'
import { DOC_LIMIT, PHOTO_LIMIT } from '../world/files.ts'
import type { FileKind, Wire } from '../world/model.ts'
import { wireFile } from '../world/wire.ts'
import type { World } from '../world/world.ts'
import { type Call, dialogOf, type Methods } from './call.ts'
import type { Params } from './params.ts'

const DOC_TYPES: { readonly [type: string]: FileKind } = { doc: 'doc', audio_message: 'audio_message' }
// Programs and music are not taken as documents.
const REFUSED_ENDINGS = new Set(['exe', 'msi', 'bat', 'cmd', 'com', 'scr', 'apk', 'mp3'])

function photoServer(call: Call): Wire {
  const { world, group, params } = call
  const peer = params.whole('peer_id')
  if (peer !== undefined && peer !== 0) dialogOf(call, peer)
  const upload_url = `${world.base}/_upload/photo?group=${group.id}`
  return { upload_url, album_id: -64, group_id: group.id, user_id: 0 }
}

function docServer(call: Call): Wire {
  const { world, group, params } = call
  const kind = DOC_TYPES[params.text('type') || 'doc']
  if (!kind) throw badParam('type is invalid')
  dialogOf(call, params.needed('peer_id'))
  return { upload_url: `${world.base}/_upload/${kind}?group=${group.id}` }
}

function savePhoto({ world, group, params }: Call): readonly Wire[] {
  if (params.text('hash') === '') throw badParam('hash is undefined')
  const said = params.json('photo')
  const word = Array.isArray(said) ? String(said[0]?.photo ?? '') : ''
  const uploaded = world.files.uploaded(word)
  if (uploaded?.kind !== 'photo') throw vkError(100, 'photo is undefined')
  return [wireFile(world.files.keep({ ...uploaded, ownerId: -group.id }), world.base)]
}

function saveDoc({ world, group, params }: Call): Wire {
  const uploaded = world.files.uploaded(params.text('file'))
  if (!uploaded || uploaded.kind === 'photo') throw vkError(100, 'file is undefined')
  const title = params.text('title') || uploaded.name
  const file = world.files.keep({ ...uploaded, name: title, ownerId: -group.id })
  return { type: file.kind, [file.kind]: wireFile(file, world.base) }
}

/** What the upload's own address answers: no API call, its refusals are of another form. */
export function receiveUpload(world: World, kind: string, params: Params): Wire {
  const isPhoto = kind === 'photo'
  const upload = params.upload(isPhoto ? 'photo' : 'file') ?? params.upload(isPhoto ? 'file1' : 'file')
  if (!upload) return isPhoto ? { server: 1, photo: '[]', hash: 'empty' } : { error: 'no_file' }
  if (upload.bytes.length > (isPhoto ? PHOTO_LIMIT : DOC_LIMIT)) return { error: 'file is too big' }
  const { bytes, name, mime } = upload
  if (isPhoto) {
    if (!looksLikePicture(bytes)) return { error: 'ERR_UPLOAD_BAD_IMAGE' }
    const word = world.files.upload({ kind: 'photo', bytes, name, mime })
    return { server: 1, photo: JSON.stringify([{ photo: word, sizes: [] }]), hash: `hash-${word}` }
  }
  if (kind === 'doc' && REFUSED_ENDINGS.has(endingOf(name ?? ''))) return { error: 'invalid_file_extension' }
  if (kind === 'audio_message' && !startsWith(bytes, 'OggS')) return { error: 'invalid_audio_message' }
  return {
    file: world.files.upload({
      kind: kind === 'audio_message' ? 'audio_message' : 'doc',
      bytes,
      name,
      mime,
    }),
  }
}

const startsWith = (bytes: Uint8Array, mark: string): boolean =>
  Buffer.from(bytes.subarray(0, mark.length)).toString('latin1') === mark

// JPEG, PNG and GIF, which is what VK takes as a photo.
const looksLikePicture = (bytes: Uint8Array): boolean =>
  startsWith(bytes, '\xff\xd8\xff') || startsWith(bytes, '\x89PNG') || startsWith(bytes, 'GIF8')

export const UPLOADS: Methods = {
  'photos.getMessagesUploadServer': photoServer,
  'photos.saveMessagesPhoto': savePhoto,
  'docs.getMessagesUploadServer': docServer,
  'docs.save': saveDoc,
}
