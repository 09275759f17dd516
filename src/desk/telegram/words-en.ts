/** The same in English. */
import { DateTime } from 'luxon'
import type { Instant } from '../../domain/time.ts'
import type { Today } from '../../domain/today.ts'
import type { RU, Waiting } from './words-ru.ts'

export const EN: typeof RU = {
  when,
  duration,
  done: {
    ok: 'Done.',
    taken: (ticket) => `Chat #${ticket} is yours.`,
    given: (ticket, to) => `Chat #${ticket} was given to ${to}.`,
    cameBack: (group, others) =>
      others
        ? `Only you are free in “${group}” just now: the chat stayed with you.`
        : `Nobody but you is in “${group}” just now: the chat stayed with you.`,
    tagged: (ticket, topic) => `Chat #${ticket} is about ${topic}.`,
    putAside: (ticket, until) => `Chat #${ticket} is snoozed: back ${until} or when the customer writes.`,
    reminder: (ticket, at) => `I will remind you of chat #${ticket} ${at}.`,
    closing: (ticket) =>
      `The customer is asked whether it is solved. Chat #${ticket} closes on their answer.`,
    said: 'Sent to the customer.',
    limit: (n) => `You now have up to ${n} ${n === 1 ? 'chat' : 'chats'} at once.`,
    shift: { on: 'You are on shift.', paused: 'Pause: no new chats.', off: 'Your shift is over.' },
  },
  refused: {
    ticketTaken: (by) => `${by} has this chat already.`,
    ticketNotYours: (ticket, owner) =>
      owner === undefined
        ? `The chat is not yours: it waits in the queue. Press [Take] under its card, or write /take ${ticket ?? ''}`.trim()
        : `${owner} has the chat now. ${owner} or a lead may give it: /transfer.`,
    ticketClosed: 'The chat is closed. It opens again when the customer writes.',
    noSuchTicket: (ticket) =>
      `There is no ${ticket === undefined ? 'such chat' : `chat #${ticket}`}. Its number begins the thread’s title.`,
    noSuchOperator: 'This person is not an operator.',
    noSuchGroup: 'There is no such group.',
    noSuchTopic: 'There is no such topic.',
    noSecondLine: 'There is no second line: it is set in flows/_bot.yml, second_line.',
    operatorNotInGroup: (group) => `You are not in the group “${group}” this chat belongs to.`,
    atCapacity: (n) => `You have ${n} of ${n}. Close or snooze one, or raise your limit: /limit ${n + 1}`,
    notOnShift: 'Start your shift first: /on or [Start shift].',
    queueEmpty: 'The queue is empty: nothing to take.',
    badCapacity: (from, to) => `The limit of chats is ${from} to ${to}.`,
    badTime: 'That time has passed or is more than three months away.',
    oldButton: 'The chat is in another state by now; this cannot be done.',
    noSuchMessage: 'There is no such message.',
    nothingToRate: 'There is nothing to rate.',
    emptyMessage: 'The message is empty.',
    parked: 'This could not be done: it was set aside and is in the log. Tell your lead.',
    waitsAbove: 'A file above is still on its way (🤔). Press when it has gone: a minute at most.',
    busy: 'I cannot keep up just now. Press again in a minute.',
  },
  notSent: (why) => `⚠️ The customer did not get this. ${why}`,
  notForMe: (why) => `⚠️ The edit did not reach the customer. ${why}`,
  movedAway: 'The chat goes on in another thread.',
  emptyNote: 'The note is empty. Put its words after “//”.',
  strayThread: 'This thread is a spare one: the chat has another with the same number. Write there.',
  nobody: {
    anonymous:
      'You write anonymously, so I cannot know who you are. Switch it off: Administrators → you → “Remain anonymous”.',
    stranger: 'You are not an operator yet. Ask: /join',
    unheard: 'You are not an operator yet: customers do not see what you say here. Ask with /join.',
    unsure: 'I could not check that you are in the group. Try again in a minute.',
    notLead: 'A lead decides this.',
  },
  edits: {
    unknown: 'The customer does not have this message; there is nothing to edit.',
    note: 'Notes are not edited. Write a new one.',
    late: 'The customer has it already; it will not become a note.',
  },
  files: {
    tooLarge: (name, megabytes) =>
      `⚠️ The file “${name}” did not reach the customer: it is over ${megabytes} MB. Send a smaller one, or a link.`,
    gone: (name) =>
      `⚠️ The file “${name}” did not reach the customer: Telegram did not hand it over. Send it again.`,
    refused: (name) =>
      `⚠️ The file “${name}” did not reach the customer: files of this kind are not passed on. Pictures, PDF, documents, texts, sound and video are.`,
    unknown:
      '⚠️ I cannot pass this on: the customer did not get it. Texts, pictures, files, voice, video and stickers go.',
  },
  failed: {
    blockedByUser: 'Not delivered: the customer forbids messages.',
    chatGone: 'Not delivered: the customer’s chat is gone.',
    badContent: 'Not delivered: the customer’s messenger refused it.',
  },
  choose: {
    give: (ticket) => `Who gets chat #${ticket}?`,
    nobody: 'Nobody else is on shift, and there is one group only.',
    topic: (ticket) => `What is chat #${ticket} about?`,
    noTopics: 'There are no topics: they are set in flows/_bot.yml, topics.',
    later: (ticket) => `Snooze chat #${ticket} for how long?`,
    quarter: '15 minutes',
    hour: '1 hour',
    tomorrow: 'Tomorrow at 10:00',
    load: (name, load, capacity) => `${name} · ${load} of ${capacity}`,
    group: (title) => `→ ${title}`,
  },
  join: {
    asks: (name) => `${name} asks to be an operator.`,
    asked: 'I asked the lead and will tell you here.',
    already: 'You are an operator already. Commands: /help',
    yes: 'Accept',
    no: 'Decline',
    accepted: (name, by) => `${name} is an operator now, says ${by}. Start a shift: /on`,
    declined: (name, by) => `${name} is not an operator, says ${by}.`,
    gone: 'This person is not in the group any more.',
    old: 'This was answered already.',
    lead: (name) => `${name} is the lead: the creator of the group.`,
    left: (name) => `${name} has left the group; their chats are back in the queue.`,
  },
  setup: {
    hello: 'This will be the operators’ desk.',
    lacks: 'To work here I lack:',
    needs: {
      threads: 'Topics. Group settings → “Topics” → on.',
      administrator: 'Being an administrator. Group settings → “Administrators” → “Add” → me.',
      can_manage_topics: 'The right “Manage topics”. Group settings → “Administrators” → me.',
      can_pin_messages: 'The right “Pin messages”. Group settings → “Administrators” → me.',
      can_delete_messages: 'The right “Delete messages”. Group settings → “Administrators” → me.',
    },
    stillLacks: 'Not yet. The message says what is missing.',
    again: 'Check again',
    fine: 'All rights are there.',
    start: 'Start work',
    begun: 'Done: customers’ requests come here as threads. Operators: write /join. All commands: /help',
    onlyAdmins: 'An administrator of the group may do this.',
    works: 'I am back at work.',
  },
  alerts: {
    lowRating: (ticket, score, comment) =>
      `⚠️ Chat #${ticket}: the customer rated it ${score} of 5${comment ? `: “${comment}”` : '.'}`,
    queueFull: (n) => `⚠️ The queue is full: ${n} wait. New customers are asked for an e-mail.`,
    longWait: (ticket) => `⚠️ Chat #${ticket} has waited too long. Why: /why ${ticket}`,
    chat: {
      kicked: (title) =>
        `⚠️ I am not in the group “${title}” any more. Bring the bot back; queue and chats are at the web desk meanwhile.`,
      rights: (title, needs) =>
        [
          `⚠️ My rights in the group “${title}” were taken. I lack:`,
          ...(needs.length > 0 ? needs : ['• Some right. Group settings → “Administrators” → me.']),
          'Queue and chats are at the web desk meanwhile.',
        ].join('\n'),
      noThreads: (title, needs) =>
        [
          `⚠️ Topics were switched off in “${title}”. I lack:`,
          ...(needs.length > 0 ? needs : ['• Topics. Group settings → “Topics” → on.']),
          'Queue and chats are at the web desk meanwhile.',
        ].join('\n'),
    },
    fallback: (ticket, reason, name, bot) => {
      const reasons = {
        notStarted: `${name} has not pressed Start in @${bot} yet.`,
        blocked: `${name} has blocked @${bot}.`,
        noThreads: `@${bot} has no topics in private chats; they are switched on at @BotFather.`,
        threadGone: `Telegram did not open a private thread for ${name}.`,
      }
      return `⚠️ Chat #${ticket} is open in the group: ${reasons[reason]}`
    },
    slowed: (title, seconds) =>
      `⚠️ Telegram lets nobody write faster to “${title}”: customers’ words are ${duration(seconds * 1000)} late. Another group would help.`,
    reminder: (ticket, text) => `⏰ You asked to be reminded of chat #${ticket}${text ? `: ${text}` : '.'}`,
  },
  command: {
    usage: (form, example) => `Form: ${form}\nExample: ${example}`,
    form: (form) => `Form: ${form}`,
    extraWords: (words) => `I did not understand “${words}”: this command needs nothing more.`,
    unknown: (command) =>
      `There is no command ${command}, and the customer did not get this. All commands: /help`,
    whichTicket: (example) => `Write this in a chat’s thread, or with its number, for example: ${example}`,
    noName: (name) => `There is no “${name}” among the operators on shift or the groups.`,
    offShift: (name) => `${name} is not on shift.`,
    manyNames: (names) => `Which one? ${names}`,
    noTopic: (name, all) => `There is no topic “${name}”. There are: ${all}`,
    noTime: 'I did not understand the time.',
    noCanned: 'There are no ready replies: they are set in flows/_bot.yml, canned_replies.',
    canned: 'Ready replies. Send one: by its button, or /t and its whole name',
    noSuchCanned: (name) => `Nothing like “${name}”. All ready replies: /t`,
    noValue: (titles) =>
      `The reply needs ${titles.map((title) => `“${title}”`).join(', ')}, and the bot does not know it. Write it yourself.`,
    customersName: 'The customer’s name',
    web: 'Your way into the web desk. The link works once; do not pass it on:',
    noPrivate: (bot, command) =>
      `I could not write to you in private. Open @${bot}, press Start and repeat ${command}.`,
    group:
      'One more group: open the link and choose a group with topics, tickets will be shared out. The link works once; pass it on to nobody:',
    webNowhere: 'The web desk cannot be opened from here: PUBLIC_URL is not set.',
    notBegun: 'This group has not begun yet: an administrator presses [Start work].',
    help: 'Write in a chat’s thread and the customer gets it. “// …” is for colleagues only.',
    private: 'This is the operators’ bot. Requests come to the group.',
  },
  who: {
    title: 'On shift:',
    nobody: 'Nobody is on shift.',
    paused: 'pause',
    line: (name, load, capacity) => `${name}: ${load} of ${capacity}`,
    waiting: (n) => (n === 0 ? 'The queue is empty.' : `Waiting: ${n}`),
  },
  idle: {
    held: (ticket, name) => `Chat #${ticket} does not wait: ${name} has it.`,
    snoozed: (ticket, until) => `Chat #${ticket} does not wait: it is snoozed and comes back ${until}.`,
    closed: (ticket) => `Chat #${ticket} does not wait: it is closed.`,
  },
  why,
  stats: (today) => stats(today),
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
        ? `Chat #${ticket} is kept for ${name(found.operator)}, who is full and takes it next.`
        : `Chat #${ticket} is kept for ${name(found.operator)}, who is on a pause or off shift. Give it away: /transfer`
    case 'deskClosed':
      return `Out of hours, nobody on shift.${found.opensAt === undefined ? '' : ` We open ${at(found.opensAt)}.`}`
    case 'nobodyOnShift':
      return `Nobody of “${group(found.group)}” is on shift${found.paused > 0 ? `, on a pause: ${found.paused}` : ''}.`
    case 'toBeClaimed':
      return `In “${group(found.group)}” operators take chats themselves. Free: ${found.free}.`
    case 'allFull':
      return `Everybody of “${group(found.group)}” is full: ${found.operators} on shift, ${found.capacity} places.`
  }
}

function stats({ answered, closed, waiting, frt, csat }: Today): string {
  const lines = [
    `Answered: ${answered}`,
    frt ? `First reply: usually ${duration(frt.median)}, nine of ten within ${duration(frt.p90)}` : '',
    `Closed: ${closed}`,
    csat ? `Rating: ${csat.average.toFixed(1)} (${csat.ratings})` : 'No ratings yet',
    `Waiting now: ${waiting}`,
  ]
  return ['Today', ...lines.filter(Boolean)].join('\n')
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 90) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

function when(at: Instant, now: Instant, zone: string): string {
  const [then, today] = [at, now].map((ms) => DateTime.fromMillis(ms, { zone, locale: 'en' }))
  if (!then || !today) return ''
  const days = Math.round(then.startOf('day').diff(today.startOf('day'), 'days').days)
  const time = then.toFormat('HH:mm')
  if (days === 0) return `at ${time}`
  return days === 1 ? `tomorrow at ${time}` : `on ${then.toFormat('d MMMM')} at ${time}`
}
