/** Facts first, then what to do. Toasts are cut at 200 characters, so what matters stands at the beginning. */
import { DateTime } from 'luxon'
import type { WhyWaiting } from '../../domain/desk/why.ts'
import type { NoOwnThread } from '../../domain/event.ts'
import type { RefusalReason } from '../../domain/input.ts'
import type { Instant } from '../../domain/time.ts'
import type { Today } from '../../domain/today.ts'
import type { Need } from './rights.ts'

const chats = (n: number) => plural(n, 'чат', 'чата', 'чатов')

/** Of a ticket that does wait. */
export type Waiting = Exclude<WhyWaiting, { readonly kind: 'notWaiting' }>

export const RU = {
  when,
  duration,
  done: {
    ok: 'Готово.',
    taken: (ticket: number) => `Чат #${ticket} ваш.`,
    given: (ticket: number, to: string) => `Чат #${ticket} передан: ${to}.`,
    cameBack: (group: string, others: boolean) =>
      others
        ? `В группе «${group}» свободны сейчас только вы: чат остался у вас.`
        : `В группе «${group}» сейчас никого, кроме вас: чат остался у вас.`,
    tagged: (ticket: number, topic: string) => `Тема чата #${ticket}: ${topic}.`,
    putAside: (ticket: number, until: string) =>
      `Чат #${ticket} отложен: вернётся ${until} или когда клиент напишет.`,
    reminder: (ticket: number, at: string) => `Напомню о чате #${ticket} ${at}.`,
    closing: (ticket: number) =>
      `Спросили клиента, решён ли вопрос. Чат #${ticket} закроется, когда он ответит.`,
    said: 'Отправлено клиенту.',
    limit: (n: number) => `Теперь у вас до ${n} ${plural(n, 'чата', 'чатов', 'чатов')} сразу.`,
    shift: { on: 'Вы на смене.', paused: 'Перерыв: новых чатов не будет.', off: 'Смена закончена.' },
  },
  refused: {
    ticketTaken: (by: string) => `Этот чат уже ведёт ${by}.`,
    ticketNotYours: (ticket: number | undefined, owner: string | undefined) =>
      owner === undefined
        ? `Чат сейчас не у вас: он ждёт в очереди. Нажмите [Взять] под карточкой или напишите /take ${ticket ?? ''}`.trim()
        : `Чат сейчас ведёт ${owner}. Передать его может ${owner} или старший: /transfer.`,
    ticketClosed: 'Чат уже закрыт. Он откроется, если клиент напишет снова.',
    noSuchTicket: (ticket: number | undefined) =>
      `${ticket === undefined ? 'Такого чата' : `Чата #${ticket}`} нет. Номер стоит в начале названия ветки.`,
    noSuchOperator: 'Этого человека нет среди операторов.',
    noSuchGroup: 'Такой группы нет.',
    noSuchTopic: 'Такой темы нет.',
    noSecondLine: 'Вторая линия не настроена: её задают в flows/_bot.yml, second_line.',
    operatorNotInGroup: (group: string) => `Вы не в группе «${group}», а чат оттуда.`,
    atCapacity: (n: number) =>
      `У вас уже ${n} из ${n}. Закройте или отложите один чат — или поднимите предел: /limit ${n + 1}`,
    notOnShift: 'Сначала выйдите на смену: /on или [На смену].',
    queueEmpty: 'Очередь пуста: брать нечего.',
    badCapacity: (from: number, to: number) => `Предел чатов — от ${from} до ${to}.`,
    badTime: 'Это время уже прошло или дальше трёх месяцев.',
    oldButton: 'Чат уже в другом состоянии, сейчас этого не сделать.',
    noSuchMessage: 'Такого сообщения нет.',
    nothingToRate: 'Оценивать пока нечего.',
    emptyMessage: 'Сообщение пустое.',
    parked: 'Не получилось: запрос отложен и попал в журнал. Скажите старшему.',
    waitsAbove: 'Выше ещё идёт файл (🤔). Нажмите, когда он уйдёт: ждать не дольше минуты.',
    busy: 'Сейчас не успеваю. Нажмите ещё раз через минуту.',
  },
  notSent: (why: string) => `⚠️ Клиент этого не получил. ${why}`,
  notForMe: (why: string) => `⚠️ Правка не ушла клиенту. ${why}`,
  movedAway: 'Разговор продолжается в другой ветке.',
  emptyNote: 'Заметка пустая. Напишите слова после «//».',
  strayThread: 'Эта ветка лишняя: у чата есть другая, с тем же номером. Пишите там.',
  nobody: {
    anonymous:
      'Вы пишете анонимно, поэтому я не знаю, кто вы. Выключите это: Администраторы → вы → «Анонимность».',
    stranger: 'Вы пока не оператор. Попроситесь: /join',
    unheard: 'Вы пока не оператор: сказанное здесь клиенты не видят. Попроситесь командой /join.',
    unsure: 'Не смог проверить, что вы в группе. Повторите через минуту.',
    notLead: 'Это решает старший.',
  },
  edits: {
    unknown: 'Этого сообщения у клиента нет, править нечего.',
    note: 'Заметки не правятся. Напишите новую.',
    late: 'Клиент это уже получил, заметкой оно не станет.',
  },
  files: {
    tooLarge: (name: string, megabytes: number) =>
      `⚠️ Файл «${name}» клиенту не ушёл: он больше ${megabytes} МБ. Пришлите поменьше или ссылку.`,
    gone: (name: string) => `⚠️ Файл «${name}» клиенту не ушёл: Telegram его не отдал. Пришлите ещё раз.`,
    refused: (name: string) =>
      `⚠️ Файл «${name}» клиенту не ушёл: такие файлы мы не передаём. Можно картинки, PDF, документы, тексты, звук и видео.`,
    unknown:
      '⚠️ Такое я передать не умею: клиент этого не получил. Можно текст, фото, файлы, голос, видео и стикеры.',
  },
  failed: {
    blockedByUser: 'Не доставлено: клиент запретил сообщения.',
    chatGone: 'Не доставлено: у клиента больше нет этого чата.',
    badContent: 'Не доставлено: мессенджер клиента этого не принял.',
  } satisfies { readonly [R in RefusalReason]: string },
  choose: {
    give: (ticket: number) => `Кому передать чат #${ticket}?`,
    nobody: 'На смене больше никого нет, а группа одна.',
    topic: (ticket: number) => `О чём чат #${ticket}?`,
    noTopics: 'Тем нет: их задают в flows/_bot.yml, topics.',
    later: (ticket: number) => `На сколько отложить чат #${ticket}?`,
    quarter: '15 минут',
    hour: '1 час',
    tomorrow: 'Завтра в 10:00',
    load: (name: string, load: number, capacity: number) => `${name} · ${load} из ${capacity}`,
    group: (title: string) => `→ ${title}`,
  },
  join: {
    asks: (name: string) => `${name} просится в операторы.`,
    asked: 'Спросил старшего. Как только он ответит, напишу здесь.',
    already: 'Вы уже оператор. Список команд: /help',
    yes: 'Принять',
    no: 'Отклонить',
    accepted: (name: string, by: string) => `${name} теперь оператор. Решение: ${by}. Начать смену: /on`,
    declined: (name: string, by: string) => `${name} пока не оператор. Решение: ${by}.`,
    gone: 'Этого человека уже нет в группе.',
    old: 'На это уже ответили.',
    lead: (name: string) => `${name} — старший: это создатель группы.`,
    left: (name: string) => `${name} больше не в группе; чаты вернулись в очередь.`,
  },
  setup: {
    hello: 'Здесь будет рабочее место операторов.',
    lacks: 'Чтобы работать здесь, мне не хватает:',
    needs: {
      threads: 'Тем. Настройки группы → «Темы» → включить.',
      administrator: 'Прав администратора. Настройки группы → «Администраторы» → «Добавить» → я.',
      can_manage_topics: 'Права «Управление темами». Настройки группы → «Администраторы» → я.',
      can_pin_messages: 'Права «Закрепление сообщений». Настройки группы → «Администраторы» → я.',
      can_delete_messages: 'Права «Удаление сообщений». Настройки группы → «Администраторы» → я.',
    } satisfies { readonly [N in Need]: string },
    stillLacks: 'Пока не всё. Чего не хватает, написано в сообщении.',
    again: 'Проверить ещё раз',
    fine: 'Все права есть.',
    start: 'Начать работу',
    begun: 'Готово, обращения клиентов придут сюда ветками. Операторы: напишите /join. Все команды: /help',
    onlyAdmins: 'Это может администратор группы.',
    works: 'Снова работаю.',
  },
  alerts: {
    lowRating: (ticket: number, score: number, comment: string | undefined) =>
      `⚠️ Чат #${ticket}: клиент поставил ${score} из 5${comment ? ` — «${comment}»` : '.'}`,
    queueFull: (n: number) => `⚠️ Очередь полна: ждут ${n}. Новым клиентам предлагаем оставить почту.`,
    longWait: (ticket: number) => `⚠️ Чат #${ticket} ждёт слишком долго. Почему — /why ${ticket}`,
    chat: {
      kicked: (title: string, _needs: readonly string[]) =>
        `⚠️ Меня нет в группе «${title}». Верните бота — очередь и чаты пока на веб-пульте.`,
      rights: (title: string, needs: readonly string[]) =>
        [
          `⚠️ В группе «${title}» у меня забрали права, не хватает:`,
          ...(needs.length > 0 ? needs : ['• Каких-то из прав. Настройки группы → «Администраторы» → я.']),
          'Очередь и чаты пока на веб-пульте.',
        ].join('\n'),
      noThreads: (title: string, needs: readonly string[]) =>
        [
          `⚠️ В группе «${title}» выключили темы, не хватает:`,
          ...(needs.length > 0 ? needs : ['• Тем. Настройки группы → «Темы» → включить.']),
          'Очередь и чаты пока на веб-пульте.',
        ].join('\n'),
    },
    fallback: (ticket: number, why: NoOwnThread, name: string, bot: string) => {
      const reasons: { readonly [W in NoOwnThread]: string } = {
        notStarted: `${name}: Start у @${bot} ещё не нажат.`,
        blocked: `${name}: бот @${bot} заблокирован.`,
        noThreads: `у @${bot} не включены темы в личных чатах, их включают у @BotFather.`,
        threadGone: `Telegram не открыл личную ветку, ${name} увидит его здесь.`,
      }
      return `⚠️ Чат #${ticket} открыт в группе: ${reasons[why]}`
    },
    slowed: (title: string, seconds: number) =>
      `⚠️ Telegram не даёт писать в «${title}» быстрее: слова клиентов приходят с опозданием на ${duration(seconds * 1000)}. Поможет ещё одна группа.`,
    reminder: (ticket: number, text: string) =>
      `⏰ Вы просили напомнить о чате #${ticket}${text ? `: ${text}` : '.'}`,
  },
  command: {
    usage: (form: string, example: string) => `Как писать: ${form}\nНапример: ${example}`,
    form: (form: string) => `Как писать: ${form}`,
    extraWords: (words: string) => `Не понял «${words}»: этой команде больше ничего не нужно.`,
    unknown: (command: string) => `Команды ${command} нет, и клиент этого не получил. Все команды: /help`,
    whichTicket: (example: string) => `Напишите это в ветке чата или с номером, например: ${example}`,
    noName: (name: string) => `Не нашёл «${name}» ни среди операторов на смене, ни среди групп.`,
    offShift: (name: string) => `${name} не на смене.`,
    manyNames: (names: string) => `Кого именно? ${names}`,
    noTopic: (name: string, all: string) => `Темы «${name}» нет. Есть: ${all}`,
    noTime: 'Не понял, на какое время.',
    noCanned: 'Готовых ответов нет: их задают в flows/_bot.yml, canned_replies.',
    canned: 'Готовые ответы. Отправить: кнопкой или /t и имя целиком',
    noSuchCanned: (name: string) => `Ничего похожего на «${name}». Все готовые ответы: /t`,
    noValue: (titles: readonly string[]) =>
      `В ответе нужно значение: ${titles.map((title) => `«${title}»`).join(', ')}, а бот его не узнал. Напишите словами.`,
    customersName: 'Имя клиента',
    web: 'Вход на веб-пульт. Ссылка сработает один раз, никому её не пересылайте:',
    noPrivate: (bot: string, command: string) =>
      `Не смог написать вам лично. Откройте @${bot}, нажмите Start и повторите ${command}.`,
    group:
      'Ещё одна группа: откройте ссылку и выберите группу с темами, обращения поделятся. Ссылка сработает один раз, никому её не пересылайте:',
    webNowhere: 'Веб-пульт отсюда не открыть: не задан PUBLIC_URL.',
    notBegun: 'Эта группа ещё не начала работу: администратору — [Начать работу].',
    help: 'Пишите в ветке чата — клиент это получит. «// …» увидят только коллеги.',
    private: 'Это рабочий бот операторов. Обращения приходят в группу.',
  },
  who: {
    title: 'На смене:',
    nobody: 'На смене никого нет.',
    paused: 'перерыв',
    line: (name: string, load: number, capacity: number) => `${name} — ${load} из ${capacity}`,
    waiting: (n: number) => (n === 0 ? 'Очередь пуста.' : `В очереди: ${n}`),
  },
  idle: {
    held: (ticket: number, name: string) => `Чат #${ticket} не ждёт: его ведёт ${name}.`,
    snoozed: (ticket: number, until: string) => `Чат #${ticket} не ждёт: он отложен и вернётся ${until}.`,
    closed: (ticket: number) => `Чат #${ticket} не ждёт: он закрыт.`,
  },
  why,
  stats: (today: Today) => stats(today),
}

function why(
  ticket: number,
  found: Waiting,
  name: (id: string) => string,
  group: (name: string) => string,
  at: (when: Instant) => string,
): string {
  switch (found.kind) {
    case 'reserved':
      return found.shift === 'on'
        ? `Чат #${ticket} передан: ${name(found.operator)}. Все места заняты, возьмёт следующим.`
        : `Чат #${ticket} передан: ${name(found.operator)}, а там перерыв или смена кончилась. Передайте другому: /transfer`
    case 'deskClosed':
      return `Нерабочее время, на смене никого.${found.opensAt === undefined ? '' : ` Откроемся ${at(found.opensAt)}.`}`
    case 'nobodyOnShift':
      return `На смене в группе «${group(found.group)}» никого${found.paused > 0 ? `, на перерыве: ${found.paused}` : ''}.`
    case 'toBeClaimed':
      return `В группе «${group(found.group)}» чаты берут сами. Свободных: ${found.free}.`
    case 'allFull':
      return `В группе «${group(found.group)}» все заняты: на смене ${found.operators}, мест ${found.capacity}.`
  }
}

function stats({ answered, closed, waiting, frt, csat }: Today): string {
  const lines = [
    `Отвечено: ${answered} ${chats(answered)}`,
    frt
      ? `До первого ответа: обычно ${duration(frt.median)}, у девяти из десяти — до ${duration(frt.p90)}`
      : '',
    `Закрыто: ${closed}`,
    csat ? `Оценка: ${csat.average.toFixed(1).replace('.', ',')} (${csat.ratings})` : 'Оценок пока нет',
    `Ждут сейчас: ${waiting}`,
  ]
  return ['Сегодня', ...lines.filter(Boolean)].join('\n')
}

export function plural(n: number, one: string, few: string, many: string): string {
  const [tens, units] = [n % 100, n % 10]
  if (tens >= 11 && tens <= 14) return many
  if (units === 1) return one
  return units >= 2 && units <= 4 ? few : many
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 90) return `${seconds} с`
  const minutes = Math.round(seconds / 60)
  if (minutes < 90) return `${minutes} мин`
  return `${Math.floor(minutes / 60)} ч ${minutes % 60} мин`
}

function when(at: Instant, now: Instant, zone: string): string {
  const [then, today] = [at, now].map((ms) => DateTime.fromMillis(ms, { zone, locale: 'ru' }))
  if (!then || !today) return ''
  const days = Math.round(then.startOf('day').diff(today.startOf('day'), 'days').days)
  const time = then.toFormat('HH:mm')
  if (days === 0) return `в ${time}`
  return days === 1 ? `завтра в ${time}` : `${then.toFormat('d MMMM')} в ${time}`
}
