/** The desk's calls over the Bot API. Every failure is a result; what it means is read by src/telegram/errors.ts. */
import { GrammyError } from 'grammy'
import type { ForumTopic, Message, MessageEntity, MessageId, Sticker } from 'grammy/types'
import type { Attachment } from '../../domain/message.ts'
import { type Clock, later, seconds } from '../../domain/time.ts'
import { unreachable } from '../../domain/unreachable.ts'
import type { BotApi } from '../../telegram/api.ts'
import { type Failure, readFailure } from '../../telegram/errors.ts'
import type { Media } from '../../telegram/media.ts'
import { neverLeft } from '../../telegram/network.ts'
import { sendAlbum, sendFile } from '../../telegram/send-file.ts'
import type { Place } from './model.ts'
import type { Called, Fault, Letter, Rich, Transport } from './transport.ts'

export interface BotTransportParts {
  readonly api: BotApi
  readonly media: Media
  readonly clock: Clock
}

export function botTransport({ api, media, clock }: BotTransportParts): Transport {
  const called = async <T>(work: () => Promise<T>): Promise<Called<T>> => {
    try {
      return { kind: 'done', result: await work() }
    } catch (error) {
      return failed(error, clock)
    }
  }
  const done = (method: string, payload: object): Promise<Called<true>> =>
    called(() => api.call<unknown>(method, payload).then((): true => true)).then(asDone)
  return {
    createThread: (chat, { title, color, icon }) =>
      called(async () => {
        const thread = { chat_id: chat, name: title, icon_color: color, ...iconOf(icon) }
        return (await api.call<ForumTopic>('createForumTopic', thread)).message_thread_id
      }),
    editThread: ({ chat, thread }, { title, icon }) =>
      done('editForumTopic', {
        ...{ chat_id: chat, message_thread_id: thread },
        ...(title === undefined ? {} : { name: title }),
        ...iconOf(icon),
      }),
    closeThread: ({ chat, thread }) => done('closeForumTopic', { chat_id: chat, message_thread_id: thread }),
    reopenThread: ({ chat, thread }) =>
      done('reopenForumTopic', { chat_id: chat, message_thread_id: thread }),
    send: (place, letter) =>
      called(async () => {
        const wanted = { ...placed(place), ...lettered(letter), text: letter.rich.text }
        const sent = {
          ...wanted,
          entities: letter.rich.entities,
          link_preview_options: { is_disabled: true },
        }
        return (await api.call<Message>('sendMessage', sent)).message_id
      }),
    sendFiles: (place, files, letter) => called(() => sendFiles(api, media, place, files, letter)),
    copy: (place, { chat, messages }) =>
      called(async () => {
        const what = { ...placed(place), from_chat_id: chat, message_ids: messages }
        return (await api.call<readonly MessageId[]>('copyMessages', what)).map(
          ({ message_id }) => message_id,
        )
      }),
    edit: (chat, message, { rich, buttons }, what) =>
      done(what === 'text' ? 'editMessageText' : 'editMessageCaption', {
        ...{ chat_id: chat, message_id: message },
        ...(what === 'text' ? { text: rich.text, entities: rich.entities } : captioned(rich)),
        ...(what === 'text' ? { link_preview_options: { is_disabled: true } } : {}),
        ...keyboard(buttons),
      }),
    pin: (chat, message) =>
      done('pinChatMessage', { chat_id: chat, message_id: message, disable_notification: true }),
    react: (chat, message, emoji) =>
      done('setMessageReaction', {
        ...{ chat_id: chat, message_id: message },
        reaction: emoji === undefined ? [] : [{ type: 'emoji', emoji }],
      }),
    icons: () =>
      called(async () => {
        const stickers = await api.call<readonly Sticker[]>('getForumTopicIconStickers')
        return new Map(
          stickers.flatMap(({ emoji, custom_emoji_id: id }) =>
            emoji !== undefined && id !== undefined ? [[emoji, id] as const] : [],
          ),
        )
      }),
  }
}

const placed = ({ chat, thread }: Place) => ({
  chat_id: chat,
  ...(thread === undefined ? {} : { message_thread_id: thread }),
})

const iconOf = (icon: string | undefined) => (icon === undefined ? {} : { icon_custom_emoji_id: icon })

const keyboard = (buttons: Letter['buttons']) => {
  const rows = (buttons ?? []).map((row) => row.map(({ text, data }) => ({ text, callback_data: data })))
  return rows.length === 0 ? {} : { reply_markup: { inline_keyboard: rows } }
}

const lettered = ({ buttons, replyTo }: Letter) => ({
  ...keyboard(buttons),
  // What is answered may be gone by now; the words still go.
  ...(replyTo === undefined
    ? {}
    : { reply_parameters: { message_id: replyTo, allow_sending_without_reply: true } }),
})

const captioned = ({ text, entities }: Rich) => ({
  caption: text,
  caption_entities: entities as readonly MessageEntity[],
})

class NoBytes extends Error {}

async function sendFiles(
  api: BotApi,
  media: Media,
  place: Place,
  files: readonly Attachment[],
  letter: Letter,
): Promise<readonly number[]> {
  const where = { ...placed(place), ...lettered(letter) }
  const words = letter.rich.text === '' ? undefined : captioned(letter.rich)
  const [only] = files
  if (only === undefined) return []
  if (files.length > 1) {
    const album = await sendAlbum(api, media, where, files, words)
    if (album) return album.map(({ message_id }) => message_id)
  }
  const sent: number[] = []
  for (const [index, file] of files.entries()) {
    const message = await sendFile(api, media, where, file, index === 0 ? words : undefined)
    if (message === undefined) throw new NoBytes(file.name)
    sent.push(message.message_id)
  }
  return sent
}

const asDone = (result: Called<true>): Called<true> =>
  result.kind === 'refused' && NOT_MODIFIED.test(result.why) ? { kind: 'done', result: true } : result

// A thread that is closed already, a name it has already.
const NOT_MODIFIED = /not.modified/i

function failed(error: unknown, clock: Clock): Exclude<Called<never>, { kind: 'done' }> {
  if (error instanceof NoBytes)
    return { kind: 'refused', fault: 'content', why: 'the file’s bytes are not there' }
  const failure = readFailure(error)
  switch (failure.kind) {
    case 'flood':
      return { kind: 'wait', until: later(clock.now(), seconds(failure.retryAfter)) }
    case 'migrated':
      return { kind: 'moved', to: failure.to }
    case 'notModified':
      return { kind: 'refused', fault: 'content', why: failure.why }
    case 'passing':
    case 'unauthorized':
    case 'conflict':
      return { kind: 'again', perhaps: perhapsDone(error), why: failure.why }
    default:
      return { kind: 'refused', fault: faultOf(failure), why: failure.why }
  }
}

type Refused = Exclude<
  Failure,
  { readonly kind: 'flood' | 'migrated' | 'notModified' | 'passing' | 'unauthorized' | 'conflict' }
>

function faultOf({ kind, why }: Refused): Fault {
  switch (kind) {
    case 'threadGone':
      return 'thread'
    case 'threadClosed':
      return 'closed'
    case 'messageGone':
      return 'message'
    case 'blocked':
      return 'blocked'
    case 'chatGone':
      return 'chat'
    case 'noRights':
      return 'rights'
    case 'badContent':
      return /forum|topics? (?:is|are) not|TOPICS?_DISABLED/iu.test(why) ? 'topics' : 'content'
    default:
      return unreachable(kind)
  }
}

/** No answer came, though the call may have reached Telegram. */
const perhapsDone = (error: unknown) => !(error instanceof GrammyError || neverLeft(error))
