/** A person in a dialog with a community, or in a chat it sits in: all that people do there, and what they see. */
import type { Waiting } from '../../messenger/waiting.ts'
import { pathOf } from '../world/files.ts'
import type { Attachment, Content, Dialog, FileKind, Message, User, Wire } from '../world/model.ts'
import { isOut } from '../world/model.ts'
import { NOTHING, type World } from '../world/world.ts'
import { BYTES, STICKER } from './samples.ts'
import { rowsOf, type Seen, type SeenButton, seen } from './seen.ts'

export interface Saying {
  /** Number in the dialog of the message that is answered. */
  readonly replyTo?: number
  readonly forwarded?: readonly number[]
  /** As if a button with it had been pressed. */
  readonly payload?: string
  /** The person came by `vk.me/<community>?ref=…&ref_source=…`. */
  readonly ref?: string
  readonly refSource?: string
}

export interface Attached extends Saying {
  /** Default: a photo. */
  readonly type?: 'photo' | 'doc' | 'voice'
  readonly bytes?: Uint8Array
  /** More than the bytes, to play a file too large to hold. */
  readonly size?: number
  readonly name?: string
  readonly mime?: string
  readonly text?: string
}

export interface Pressed {
  /** What a text button wrote; undefined for a callback button. */
  readonly message: Seen | undefined
  /** The event of a callback button. */
  readonly id: string
  /** What the community answered to the press: undefined so far, `{}` when only the wheel stopped. */
  readonly answer: Wire | undefined
  /** Resolves when the community answers it. */
  answered(): Promise<Wire>
}

const KINDS: { readonly [type in NonNullable<Attached['type']>]: FileKind } = {
  photo: 'photo',
  doc: 'doc',
  voice: 'audio_message',
}

export class Seat {
  readonly dialog: Dialog
  readonly person: User
  readonly #world: World
  readonly #waiting: Waiting

  constructor(world: World, waiting: Waiting, dialog: Dialog, person: User) {
    this.#world = world
    this.#waiting = waiting
    this.dialog = dialog
    this.person = person
  }

  get peerId(): number {
    return this.dialog.peerId
  }

  say(text: string, saying: Saying = {}): Seen {
    return this.#post({ ...NOTHING, text }, saying)
  }

  /** The first press on "Start" of a community that shows it. */
  start(link: Pick<Saying, 'ref' | 'refSource'> = {}): Seen {
    return this.say('Начать', { payload: '{"command":"start"}', ...link })
  }

  attach(attached: Attached = {}): Seen {
    return this.attachAll([attached], attached)
  }

  /** Several files in one message. */
  attachAll(items: readonly Attached[], saying: Saying & { readonly text?: string } = {}): Seen {
    return this.#post(
      { ...NOTHING, text: saying.text ?? '', attachments: items.map((one) => this.#file(one)) },
      saying,
    )
  }

  sendSticker(id = 9_046): Seen {
    const { files, base } = this.#world
    const picture = files.keep({ kind: 'photo', ownerId: 0, bytes: STICKER, name: `${id}.png` })
    const images = [{ url: `${base}/_files/${pathOf(picture)}`, width: 128, height: 128 }]
    return this.sendThing('sticker', {
      sticker_id: id,
      product_id: 279,
      images,
      images_with_background: images,
    })
  }

  sendWall(ownerId: number, id: number, text = ''): Seen {
    const about = { id, owner_id: ownerId, from_id: ownerId, date: this.#world.now(), post_type: 'post' }
    return this.sendThing('wall', { ...about, text, attachments: [] })
  }

  sendMarket(ownerId: number, id: number, title: string): Seen {
    const price = { amount: '99000', currency: { id: 643, name: 'RUB' }, text: '990 ₽' }
    const category = { id: 1, name: 'Товары', section: { id: 1, name: 'Товары' } }
    const about = { id, owner_id: ownerId, title, description: title, price, category }
    return this.sendThing('market', { ...about, availability: 0 })
  }

  sendLink(url: string, title: string): Seen {
    return this.sendThing('link', { url, title, description: '' })
  }

  /** Any other attachment, in VK's own JSON. */
  sendThing(type: string, object: Wire, text = ''): Seen {
    return this.#post({ ...NOTHING, text, attachments: [{ kind: 'thing', type, object }] })
  }

  sendLocation(latitude: number, longitude: number, saying: Saying = {}): Seen {
    return this.#post({ ...NOTHING, geo: { type: 'point', coordinates: { latitude, longitude } } }, saying)
  }

  /** Changes the text of an own message. */
  edit(cmid: number, text: string): Seen {
    const message = this.#own(cmid)
    this.#world.edit(message, { ...message.content, text })
    return seen(message)
  }

  /** Communities never hear of it. */
  delete(cmid: number): void {
    this.#world.delete(this.#own(cmid))
  }

  /** Presses the newest button with this label, under a message or under the field, or on the message named. */
  press(label: string, on?: number): Pressed {
    const [message, button] = this.#button(label, on)
    if (message === undefined) this.#useUp()
    switch (button.type) {
      case 'text':
        return written(
          this.say(button.label, button.payload === undefined ? {} : { payload: button.payload }),
        )
      case 'location': {
        const payload = button.payload === undefined ? {} : { payload: button.payload }
        return written(this.sendLocation(55.75, 37.62, payload))
      }
      case 'callback':
        return this.#pressed(message ?? this.#newest(), button.payload ?? '{}')
      default:
        throw new Error(`"${label}" is a button of type ${button.type}: communities do not hear of it`)
    }
  }

  /** Presses with any payload, also what the message no longer has: an old screen, or a forged press. */
  pressPayload(on: number, payload: string): Pressed {
    return this.#pressed(this.#message(on), payload)
  }

  allow(): void {
    this.#world.setAllowed(this.dialog, true)
  }

  /** Messages of the community are not wanted any more: 901 until the person writes or allows. */
  deny(): void {
    this.#world.setAllowed(this.dialog, false)
  }

  type(): void {
    this.#world.personTypes(this.dialog, this.person.id)
  }

  read(): void {
    this.#world.personReads(this.dialog)
  }

  messages(): readonly Seen[] {
    return this.dialog.messages.filter((message) => !message.deleted).map(seen)
  }

  last(): Seen | undefined {
    return this.messages().at(-1)
  }

  /** Buttons under the writing field now, by rows. */
  get keyboard(): readonly (readonly SeenButton[])[] {
    return rowsOf(this.dialog.keyboard)
  }

  /** What the community shows that it is doing now, if it does. */
  get typing(): string | undefined {
    const { typing } = this.dialog
    return typing && typing.until > this.#world.clock.now() ? typing.type : undefined
  }

  /** Whether the community has read all this person wrote. */
  get readByGroup(): boolean {
    return this.dialog.messages.every((message) => isOut(message) || message.cmid <= this.dialog.inRead)
  }

  /** The first message by the community, there already or to come, that has this text or fits. */
  sees(fits: string | RegExp | ((message: Seen) => boolean)): Promise<Seen> {
    return this.#waiting.waitFor(
      () => {
        for (const message of this.dialog.messages) {
          if (!isOut(message) || message.deleted) continue
          // Built only for what is asked of it whole: a dialog may hold thousands.
          if (typeof fits === 'function' ? fits(seen(message)) : reads(message.content.text, fits))
            return seen(message)
        }
        return undefined
      },
      `a message ${typeof fits === 'function' ? 'that fits' : String(fits)} for ${this.person.firstName}`,
    )
  }

  #post(content: Content, { replyTo, forwarded = [], payload, ref, refSource }: Saying = {}): Seen {
    return seen(
      this.#world.post({
        dialog: this.dialog,
        fromId: this.person.id,
        content,
        payload,
        ref,
        refSource,
        replyTo: replyTo === undefined ? undefined : this.#message(replyTo),
        forwarded: forwarded.map((cmid) => this.#message(cmid)),
      }),
    )
  }

  #file({ type = 'photo', bytes, size, name, mime }: Attached): Attachment {
    const kind = KINDS[type]
    const ownerId = this.person.id
    const file = this.#world.files.keep({ kind, ownerId, bytes: bytes ?? BYTES[kind], size, name, mime })
    return { kind: 'file', file }
  }

  #pressed(message: Message, payload: string): Pressed {
    const said: unknown = JSON.parse(payload)
    const press = this.#world.press(message, this.person.id, said)
    return {
      message: undefined,
      id: press.id,
      get answer() {
        return press.answer
      },
      answered: () => this.#waiting.waitFor(() => press.answer, `an answer to the press on ${payload}`),
    }
  }

  #button(label: string, on: number | undefined): readonly [Message | undefined, SeenButton] {
    const messages =
      on === undefined ? this.dialog.messages.filter((one) => !one.deleted).reverse() : [this.#message(on)]
    const under = messages.flatMap((message) =>
      buttonsUnder(message).map((button) => [message, button] as const),
    )
    const field = on === undefined ? this.keyboard.flat().map((button) => [undefined, button] as const) : []
    const all = [...field, ...under]
    const found = all.find(
      ([, button]) => button.label === label || (label === '' && button.type === 'location'),
    )
    if (found) return found
    throw new Error(
      `no button "${label}" here; there are: ${all.map(([, { label: one }]) => one).join(', ') || 'none'}`,
    )
  }

  /** A one-time keyboard goes with its first use. */
  #useUp(): void {
    if (this.dialog.keyboard?.one_time === true) this.dialog.keyboard = undefined
  }

  #newest(): Message {
    const message = this.dialog.messages.findLast(isOut)
    if (!message) throw new Error('the community has written nothing')
    return message
  }

  #own(cmid: number): Message {
    const message = this.#message(cmid)
    if (message.fromId !== this.person.id)
      throw new Error(`message ${cmid} is not by ${this.person.firstName}`)
    return message
  }

  #message(cmid: number): Message {
    const message = this.dialog.messages.find((one) => one.cmid === cmid && !one.deleted)
    if (!message) throw new Error(`no message ${cmid} in the dialog with ${this.person.firstName}`)
    return message
  }
}

function buttonsUnder(message: Message): readonly SeenButton[] {
  const { buttons, carousel } = seen(message)
  return [...buttons.flat(), ...carousel.flatMap((element) => element.buttons)]
}

const written = (message: Seen): Pressed => ({
  message,
  id: '',
  answer: undefined,
  answered: () => Promise.reject(new Error('a text button is answered by a message')),
})

const reads = (text: string, fits: string | RegExp): boolean =>
  typeof fits === 'string' ? text === fits : fits.test(text)
