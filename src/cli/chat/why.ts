/** What `--why` tells beside the conversation: what was understood, where the flow stands, what was decided. */
import type { Event } from '../../domain/event.ts'
import type { Language } from '../../domain/message.ts'
import type { RankedIntent } from '../../domain/nlu.ts'
import type { LoggedEvent } from '../../store/port.ts'
import type { Terminal } from '../terminal.ts'
import { type Said, words } from '../world.ts'

const SAID = {
  sure: { ru: 'понял: {intents}', en: 'understood: {intents}' },
  between: { ru: 'сомневаюсь: {intents}', en: 'in doubt: {intents}' },
  unsure: { ru: 'не понял: {intents}', en: 'not understood: {intents}' },
  nothing: { ru: 'ни одного знакомого слова', en: 'not one known word' },
  chosen: { ru: 'решил, что это {intent}', en: 'took it for {intent}' },
  flowStarted: { ru: 'сценарий {flow}', en: 'flow {flow}' },
  digression: { ru: 'сценарий {flow}, прежний ждёт', en: 'flow {flow}, the other one waits' },
  flowEnded: { ru: 'сценарий {flow} кончился: {how}', en: 'flow {flow} ended: {how}' },
  step: { ru: 'ответ из: {source}', en: 'answer from: {source}' },
  set: { ru: '{name} = {value}', en: '{name} = {value}' },
  call: { ru: 'вызов {method} {url}', en: 'call {method} {url}' },
  returned: { ru: 'вызов вернулся: {how}', en: 'the call returned: {how}' },
  wish: { ru: 'пожелание записано: {wish}', en: 'wish noted: {wish}' },
  handoff: {
    ru: 'к человеку ({reason}), тема {topic}: {summary}',
    en: 'to a person ({reason}), topic {topic}: {summary}',
  },
  queued: { ru: 'очередь, впереди {ahead}', en: 'queued, {ahead} ahead' },
  ticket: {
    ru: 'обращение #{ticket}: {status}, группа {group}',
    en: 'ticket #{ticket}: {status}, group {group}',
  },
  closed: { ru: 'чат закрыт: {by}', en: 'chat closed: {by}' },
  rated: { ru: 'оценка {score}', en: 'rated {score}' },
} as const satisfies { readonly [name: string]: Said }

export function tellWhy(terminal: Terminal, language: Language, events: readonly LoggedEvent[]): void {
  for (const { event } of events) {
    const line = why(event, language)
    if (line !== undefined) terminal.say(terminal.paint.dim(`    ${line}`))
  }
}

/** Undefined for events that are seen in the conversation itself. */
function why(event: Event, language: Language): string | undefined {
  const say = (said: Said, values: { readonly [name: string]: string | number }) =>
    words(said, language, values)
  switch (event.type) {
    case 'textUnderstood':
      return say(SAID[event.verdict], { intents: ranked(event.intents) || SAID.nothing[language] })
    case 'intentChosen':
      return say(SAID.chosen, { intent: event.intent })
    case 'flowStarted':
      return say(event.digression ? SAID.digression : SAID.flowStarted, { flow: event.flow })
    case 'flowEnded':
      return say(SAID.flowEnded, { flow: event.flow, how: event.how })
    case 'messageSent':
      return event.source && say(SAID.step, { source: sourceText(event.source) })
    case 'variableSet':
      return say(SAID.set, { name: event.name, value: JSON.stringify(event.value) })
    case 'callMade':
      return say(SAID.call, { method: event.method, url: event.url })
    case 'callReturned':
      return say(SAID.returned, { how: event.ok ? 'ok' : (event.why ?? '') })
    default:
      return whyPeople(event, language)
  }
}

function whyPeople(event: Event, language: Language): string | undefined {
  const say = (said: Said, values: { readonly [name: string]: string | number }) =>
    words(said, language, values)
  switch (event.type) {
    case 'wishMade':
      return say(SAID.wish, { wish: event.wish })
    case 'handoffRequested': {
      const { reason, topic, summary } = event.request
      return say(SAID.handoff, { reason, topic: topic ?? '–', summary })
    }
    case 'queueEntered':
      return say(SAID.queued, { ahead: event.place.ahead })
    case 'ticketOpened':
    case 'ticketAssigned':
    case 'ticketClosed': {
      const { id, status, group } = event.ticket
      return say(SAID.ticket, { ticket: id, status, group })
    }
    case 'chatClosed':
      return say(SAID.closed, { by: event.by })
    case 'ratingGiven':
      return say(SAID.rated, { score: event.score })
    default:
      return undefined
  }
}

const ranked = (intents: readonly RankedIntent[]) =>
  intents
    .slice(0, 3)
    .map(({ intent, confidence }) => `${intent} ${confidence.toFixed(2)}`)
    .join(', ')

const sourceText = (source: object) => Object.values(source).join(' · ')
