/** What is on people's screens, as JSON for another process and for the page, which is that of the fake Telegram. */
import type { FakeVk } from '../fake.ts'
import type { Dialog, Group, Wire } from '../world/model.ts'
import { isChat } from '../world/model.ts'
import { rowsOf, type Seen, type SeenButton, seen } from './seen.ts'

/** A message by its number in the dialog; without the bytes, which `url` serves. */
export function wireSeen(fake: FakeVk, dialog: Dialog, message: Seen): Wire {
  const { id, cmid, fromId, files, buttons, geo, ...rest } = message
  const media = files.map(({ bytes, path, type, ...about }) => ({
    ...about,
    type: TYPES[type] ?? type,
    url: path,
  }))
  return {
    ...rest,
    id: cmid,
    messageId: id,
    fromId,
    from: fromId < 0 ? dialog.group.name : (fake.world.users.get(fromId)?.firstName ?? ''),
    byBot: message.byGroup,
    entities: [],
    media: media[0],
    files: media,
    location: geo?.coordinates,
    buttons: buttons.map((row) => row.map(wireButton)),
    carousel: message.carousel.map((one) => ({ ...one, buttons: one.buttons.map(wireButton) })),
    forwarded: message.forwarded.length > 0,
    pinned: false,
    reactions: [],
  }
}

const TYPES: { readonly [kind: string]: string } = { doc: 'document', audio_message: 'voice' }

const wireButton = ({ label, type, payload, link }: SeenButton): Wire => ({
  text: label === '' ? '📍' : label,
  kind: type,
  ...(link === undefined ? { data: payload ?? '' } : { url: link }),
})

/** The buttons under the field stand with the newest message: there a page looks for them. */
export function wireMessages(fake: FakeVk, dialog: Dialog): readonly Wire[] {
  const all = dialog.messages.filter((message) => !message.deleted).map(seen)
  const last = all.findLast(({ byGroup }) => byGroup)
  const keyboard = rowsOf(dialog.keyboard).map((row) => row.map(wireButton))
  return all.map((message) => ({
    ...wireSeen(fake, dialog, message),
    ...(message === last ? { keyboard: { keyboard } } : {}),
  }))
}

export function everything(fake: FakeVk): Wire {
  const groups = [...fake.world.groups.values()]
  return {
    platform: 'vk',
    bots: groups.map((group) => ({
      id: group.id,
      name: group.name,
      username: group.screenName,
      token: group.token,
      confirmation: group.confirmation,
      connected: fake.communityOf(group.id).connected,
      env: [`VK_API_URL=${fake.url}`, `VK_TOKEN=${group.token}`, `VK_GROUP_ID=${group.id}`],
      commands: [],
    })),
    people: [...fake.world.users.values()].map(({ id, firstName }) => ({ id, name: firstName })),
    chats: groups.flatMap((group) =>
      [...group.dialogs.values()].map((dialog) => onList(fake, group, dialog)),
    ),
  }
}

function onList(fake: FakeVk, group: Group, dialog: Dialog): Wire {
  const last = dialog.messages.findLast((message) => !message.deleted)
  const typing = dialog.typing && dialog.typing.until > fake.world.clock.now() ? dialog.typing : undefined
  const one = isChat(dialog) ? {} : { bot: group.id, person: dialog.peerId }
  return {
    id: dialog.peerId,
    ...one,
    title: isChat(dialog) ? dialog.title : group.name,
    type: isChat(dialog) ? 'group' : 'private',
    forum: false,
    // Who has not written yet has denied nothing.
    blocked: dialog.messages.length > 0 && !dialog.allowed,
    members: [...dialog.members].map((id) => ({
      id,
      name: fake.world.users.get(id)?.firstName ?? '',
      isBot: false,
    })),
    threads: [],
    typing: typing && { name: typing.type },
    last: last && wireSeen(fake, dialog, seen(last)),
  }
}
