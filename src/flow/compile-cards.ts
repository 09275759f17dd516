/** Answers with a picture each: cards to leaf through where a channel has them, pictures and words elsewhere. */
import { type FlowFault, fault, type Path } from './fault.ts'
import type { Choice } from './graph.ts'
import type { Making } from './making.ts'
import type { ButtonsSource } from './schema/ask.ts'
import type { SimpleStepSource } from './schema/step.ts'
import { wrongKey } from './step-keys.ts'

type ButtonSource = Exclude<Extract<ButtonsSource, readonly unknown[]>[number], string>

// VK's carousel: 2 to 10 cards, 80 characters beneath a title, photos only (dev.vk.com/api/bots/development/messages).
const FEWEST = 2
const MOST = 10
const LONGEST_ABOUT = 80
const PHOTOS = ['image/png', 'image/jpeg']

export function cardOf(
  make: Making,
  { image, about }: ButtonSource,
  path: Path,
): { readonly card?: NonNullable<Choice['card']> } {
  if (image === undefined) {
    if (about !== undefined) make.draft.faults.push(wrongKey(path, 'about', 'image'))
    return {}
  }
  const [picture] = make.texts.attachments({ image }, path)
  if (!picture) return {}
  if (picture.kind === 'image' && !PHOTOS.includes(picture.mime)) make.draft.faults.push(noPhoto(image, path))
  return {
    card: {
      picture,
      ...(about && { about: make.texts.label(about, [...path, 'about'], 'value', LONGEST_ABOUT) }),
    },
  }
}

/** Every answer has a picture, or none has: a card without one cannot be shown beside the others. */
export function checkCards(
  make: Making,
  step: SimpleStepSource,
  choices: readonly Choice[],
  path: Path,
): void {
  const { buttons } = step
  const pictured = Array.isArray(buttons) ? buttons.map(hasPicture) : []
  if (!pictured.includes(true)) return
  const { faults } = make.draft
  const bare = pictured.indexOf(false)
  if (bare >= 0) faults.push(fault([...path, 'buttons', bare], SOME_WITHOUT))
  if (choices.length < FEWEST || choices.length > MOST) faults.push(wrongCount(choices.length, path))
  for (const key of ['image', 'file'] as const) if (step[key] !== undefined) faults.push(ownMedia(key, path))
}

const hasPicture = (button: string | ButtonSource) => typeof button === 'object' && button.image !== undefined

const SOME_WITHOUT = {
  ru: 'у этой кнопки нет image, а у других есть: нужна каждой или ни одной',
  en: 'this button has no image, and others have: all of them need one, or none',
}

function ownMedia(key: 'image' | 'file', path: Path): FlowFault {
  const words = {
    ru: `${key}: у вопроса с картинками на кнопках своих картинок и файлов нет; покажите их шагом раньше`,
    en: `${key}: a question with pictures on its buttons shows no other; show it a step earlier`,
  }
  return fault([...path, key], words, { at: 'key' })
}

function wrongCount(count: number, path: Path): FlowFault {
  return fault([...path, 'buttons'], {
    ru: `карточек ${count}, а показать можно от ${FEWEST} до ${MOST}`,
    en: `${count} cards; ${FEWEST} to ${MOST} can be shown`,
  })
}

function noPhoto(name: string, path: Path): FlowFault {
  return fault([...path, 'image'], {
    ru: `image: "${name}": для карточки нужен PNG или JPEG`,
    en: `image: "${name}": a card takes a PNG or a JPEG`,
  })
}
