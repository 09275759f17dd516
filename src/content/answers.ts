/** Answers of intents, the greeting, and own words for system phrases. */
import { flowName, intentName } from '../domain/ids.ts'
import type { ButtonAction, Language } from '../domain/message.ts'
import { type FlowFault, fault, type Path } from '../flow/fault.ts'
import type { Answer } from '../flow/graph.ts'
import type { PhraseOverrides } from '../flow/phrases.ts'
import type { LabelSource } from '../flow/schema/text.ts'
import type { Template } from '../flow/template/template.ts'
import { Texts, type TextsContext } from '../flow/texts.ts'
import type { BotSource } from './schema/bot.ts'
import type { AnswerButtonsSource, IntentSource } from './schema/intents.ts'

type Doing = { readonly [K in 'flow' | 'intent' | 'url' | 'do']?: string | undefined }

export function compileAnswer(name: string, source: IntentSource, texts: Texts): Answer | undefined {
  if (source.answer === undefined) return undefined
  return {
    text: texts.text(source.answer, [name, 'answer']),
    buttons: compileButtons(source.buttons, [name, 'buttons'], texts),
  }
}

export function compileGreeting(
  bot: BotSource,
  context: TextsContext,
  faults: FlowFault[],
): Answer | undefined {
  const { greeting } = bot
  if (greeting === undefined) return undefined
  const texts = new Texts(context, faults)
  if (typeof greeting === 'object' && 'text' in greeting) {
    return {
      text: texts.text(greeting.text, ['greeting', 'text']),
      buttons: compileButtons(greeting.buttons, ['greeting', 'buttons'], texts),
    }
  }
  return { text: texts.text(greeting, ['greeting']), buttons: [] }
}

function compileButtons(
  source: AnswerButtonsSource | undefined,
  path: Path,
  texts: Texts,
): Answer['buttons'] {
  if (source === undefined) return []
  if (Array.isArray(source)) {
    return source.map((item, i) =>
      button(item.label, item, [...path, i], [...path, i, 'label'], 'value', texts),
    )
  }
  return Object.entries(source).map(([label, meaning]) =>
    button(
      label,
      typeof meaning === 'string' ? wordOf(meaning) : meaning,
      [...path, label],
      [...path, label],
      'key',
      texts,
    ),
  )
}

function button(
  label: LabelSource,
  doing: Doing,
  path: Path,
  labelPath: Path,
  at: FlowFault['at'],
  texts: Texts,
) {
  const action = actionOf(doing)
  if (action === undefined) {
    texts.faults.push(
      fault(
        path,
        { ru: 'кнопка должна делать ровно одно', en: 'a button does exactly one thing' },
        {
          allowed: { ru: 'Нужно: flow, intent, url или do', en: 'It takes flow, intent, url or do' },
        },
      ),
    )
  }
  return { label: texts.label(label, labelPath, at), action: action ?? { do: 'person' as const } }
}

function wordOf(meaning: string): Doing {
  return meaning === 'person' || meaning === 'startOver' ? { do: meaning } : { url: meaning }
}

function actionOf(doing: Doing): ButtonAction | undefined {
  const actions = [
    doing.flow && ({ do: 'flow', flow: flowName(doing.flow) } as const),
    doing.intent && ({ do: 'intent', intent: intentName(doing.intent) } as const),
    doing.url && ({ do: 'open', url: doing.url } as const),
    doing.do === 'person' && ({ do: 'person' } as const),
    doing.do === 'startOver' && ({ do: 'startOver' } as const),
  ].flatMap((action) => (action ? [action] : []))
  return actions.length === 1 ? actions[0] : undefined
}

export function compilePhrases(bot: BotSource, texts: Texts): PhraseOverrides {
  return Object.fromEntries(
    Object.entries(bot.phrases ?? {}).map(([name, words]) => [name, phraseIn(words, name, texts)]),
  )
}

function phraseIn(
  words: string | { readonly ru?: string | undefined; readonly en?: string | undefined } | undefined,
  name: string,
  texts: Texts,
): { readonly [L in Language]?: Template } {
  const path = ['phrases', name]
  if (typeof words === 'string') {
    // said in one language only, so it speaks for the bot's first
    const template = texts.template(words, path)
    return template ? { [texts.firstLanguage]: template } : {}
  }
  const ru = words?.ru === undefined ? undefined : texts.template(words.ru, [...path, 'ru'])
  const en = words?.en === undefined ? undefined : texts.template(words.en, [...path, 'en'])
  return { ...(ru && { ru }), ...(en && { en }) }
}
