/** Files in calls: uploaded with it, or named by a `file_id` of this very bot. */
import type { Upload } from '../../messenger/body.ts'
import { badRequest, tooLarge, wrongFile } from '../errors.ts'
import { DOWNLOAD_LIMIT, fileIdFor, PHOTO_LIMIT, pathOf, UPLOAD_LIMIT } from '../world/files.ts'
import type { MediaType, StoredFile, Wire } from '../world/model.ts'
import type { Call, Methods } from './call.ts'
import type { Params } from './params.ts'

/** The file in field `name`: an upload under that name, `attach://other`, or a `file_id`. */
export function fileOf(call: Call, type: MediaType, params: Params, name: string): StoredFile {
  const said = params.text(name)
  const upload = call.params.upload(/^attach:\/\/(.+)$/u.exec(said)?.[1] ?? name)
  if (upload) return kept(call, type, params, upload)
  if (said === '') throw badRequest(`there is no ${type} in the request`)
  if (/^https?:\/\//iu.test(said)) throw badRequest('failed to get HTTP URL content')
  if (said.startsWith('attach://')) throw badRequest('file not found in the request')
  const file = call.world.files.ofBot(call.bot.user.id, said)
  if (!file) throw wrongFile()
  if (file.type !== type) throw badRequest(`can't use file of type ${titled(file.type)} as ${titled(type)}`)
  return file
}

const titled = (type: MediaType): string =>
  type.replace(/(?:^|_)(.)/gu, (_whole, letter: string) => letter.toUpperCase())

function kept(call: Call, type: MediaType, params: Params, { bytes, name, mime }: Upload): StoredFile {
  if (bytes.length === 0) throw badRequest('file must be non-empty')
  if (bytes.length > UPLOAD_LIMIT) throw tooLarge()
  if (type === 'photo' && bytes.length > PHOTO_LIMIT)
    throw badRequest('PHOTO_INVALID_SIZE: file is too big for a photo')
  return call.world.files.keep({ type, bytes, name, mime, about: aboutOf(type, params) })
}

const NUMBERS: { readonly [type in MediaType]: readonly string[] } = {
  photo: [],
  document: [],
  voice: ['duration'],
  audio: ['duration'],
  video: ['duration', 'width', 'height'],
  video_note: ['duration', 'length'],
  animation: ['duration', 'width', 'height'],
  sticker: [],
}

function aboutOf(type: MediaType, params: Params): Wire {
  if (type === 'sticker')
    return {
      width: 512,
      height: 512,
      type: 'regular',
      is_animated: false,
      is_video: false,
      emoji: params.text('emoji') || '🙂',
    }
  const numbers = NUMBERS[type].map((name) => [name, params.whole(name) ?? (name === 'duration' ? 0 : 320)])
  const titles = type === 'audio' ? ['performer', 'title'].filter((name) => params.has(name)) : []
  return Object.fromEntries([...numbers, ...titles.map((name) => [name, params.text(name)])])
}

function getFile({ world, bot, params }: Call): Wire {
  const id = params.text('file_id')
  if (id === '') throw badRequest('file_id not specified')
  const file = world.files.ofBot(bot.user.id, id)
  if (!file) throw badRequest('wrong file_id or the file is temporarily unavailable')
  if (file.size > DOWNLOAD_LIMIT) throw badRequest('file is too big')
  return {
    file_id: fileIdFor(bot.user.id, file),
    file_unique_id: file.key,
    file_size: file.size,
    file_path: pathOf(file),
  }
}

export const FILES: Methods = { getFile }
