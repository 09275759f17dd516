/**
 * What every channel must do: a customer on it has the very conversations that the stories tell. Their words go in as that
 * platform's messages, presses are presses of the button shown there, and what the bot said is read off their screen.
 */
import { describe, expect, test } from 'vitest'
import { playOn } from '../../src/stories/play.ts'
import { loose, type Scene } from '../../src/stories/scene.ts'
import { Stage } from '../../src/stories/stage.ts'
import type { Story } from '../../src/stories/story.ts'
import { tellFailure } from '../../src/stories/tell.ts'
import type { ManualClock } from '../fakes/manual-clock.ts'
import { type House, openScene } from './channel-house.ts'

/** A message by us as it stands on the customer's screen. */
export interface Shown {
  readonly id: string
  readonly text: string
  /** Labels of what can be pressed at it, as they are written there. */
  readonly buttons: readonly string[]
}

/** A customer's device. */
export interface Screen {
  say(text: string): Promise<void>
  /** Presses the newest button with exactly this label. */
  press(written: string): Promise<void>
  /** Oldest first. */
  shown(): readonly Shown[]
  /** Whether what was committed up to this position of the log can be seen; messengers have taken it by then. */
  caughtUp?(seq: number): boolean
  leave?(): Promise<void>
}

/** The platform around one running Kotik. */
export interface Platform {
  /** What connects Kotik to it. */
  readonly env: { readonly [name: string]: string }
  /** A customer who never wrote before; Kotik runs at `url`. */
  customer(url: string): Promise<Screen>
  stop(): Promise<void>
}

/** A channel, and all that legitimately looks different on it. */
export interface StoryChannel {
  readonly name: string
  /** How a button of a story may be written here; most as they are. */
  written(label: string): readonly string[]
  /** Whoever opens the chat is greeted before they write. */
  readonly greets: boolean
  /** Buttons stand under every message, or under the writing field, where only the last ones are. */
  readonly buttonsStand: 'under each' | 'under the field'
  /** Stories that cannot be played here, by the name of their file, with the reason. */
  readonly unplayable: ReadonlyMap<string, string>
  open(clock: ManualClock): Promise<Platform>
}

export function channelStories(channel: StoryChannel, stories: readonly Story[], house: () => House): void {
  const playable = stories.filter(({ file }) => !channel.unplayable.has(nameOf(file)))

  describe(`stories on ${channel.name}`, () => {
    test('leave out only what there is', () => {
      const left = stories.length - playable.length
      expect(left).toBe(channel.unplayable.size)
    })

    test.each(playable.map((story) => [nameOf(story.file), story.title, story] as const))(
      '%s: %s',
      async (_name, _title, story) => {
        const scene = await openScene(channel, story, house())
        const played = await playOn(scene, story)
        const told =
          played.kind === 'failed' ? tellFailure(story, played.failure, 'en').map(({ text }) => text) : []
        expect(told.join('\n')).toBe('')
        expect(toldOn(scene, channel.buttonsStand === 'under each' ? same : none)).toEqual(
          await toldOnStage(channel, story, house()),
        )
      },
    )
  })
}

/** Word for word what the rules say: nothing lost, doubled, out of order or without its buttons. */
async function toldOnStage(channel: StoryChannel, story: Story, { release, matcher }: House) {
  const stage = new Stage(release, matcher, story)
  if (channel.greets) await stage.inConversation({ type: 'customerStarted' })
  await playOn(stage, story)
  return toldOn(stage, channel.buttonsStand === 'under each' ? channel.written : none)
}

/** Edits are left out: some platforms show a score in the words, some do not, and a card that changes quickly changes once. */
const toldOn = ({ lines }: Scene, written: StoryChannel['written']) =>
  lines
    .filter(({ who, edits }) => who !== 'customer' && !edits)
    .map(({ text, buttons }) => [withoutThanks(loose(text)), ...buttons.flatMap(written)].join(' | '))

/** A moment passes in a running Kotik before an operator takes a chat; on the stage none does. */
const withoutThanks = (text: string) => text.replace(/^Спасибо, что подождали\. /u, '')

const same = (label: string) => [label]
const none = () => []

const nameOf = (file: string) => file.replace(/^.*\//, '').replace(/\.ya?ml$/, '')
