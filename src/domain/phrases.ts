/**
 * The system phrases: what Kotik itself says, apart from flows and answers. Liquid templates; `_bot.yml` overrides any of
 * them under `phrases:`. The variables of each are the ones its template may read.
 */
export interface PhraseVariables {
  greeting: { readonly bot: string; readonly name: string }
  notUnderstood: Record<never, never>
  notUnderstoodAgain: Record<never, never>
  stepNotUnderstood: Record<never, never>
  didYouMean: Record<never, never>
  callPerson: Record<never, never>
  backTo: { readonly title: string }
  alsoAsked: { readonly title: string }
  startOver: Record<never, never>
  stopped: Record<never, never>
  nothingToGoBack: Record<never, never>
  oldButton: Record<never, never>
  textCut: { readonly length: number }
  fileKept: Record<never, never>
  fileTooLarge: { readonly count: number; readonly megabytes: number }
  fileGone: { readonly count: number }
  fileRefused: { readonly count: number }
  voiceNotUnderstood: Record<never, never>
  placeKept: Record<never, never>
  stickerSeen: Record<never, never>
  wordsPlease: Record<never, never>
  voteThanks: Record<never, never>
  voteWhatWrong: Record<never, never>
  voteReasonThanks: Record<never, never>
  solvedQuestion: Record<never, never>
  yes: Record<never, never>
  no: Record<never, never>
  guideDone: Record<never, never>
  guideStuck: Record<never, never>
  anythingElse: Record<never, never>
  retryText: Record<never, never>
  retryNumber: Record<never, never>
  retryMoney: Record<never, never>
  retryEmail: Record<never, never>
  retryPhone: Record<never, never>
  retryDate: Record<never, never>
  retryTime: Record<never, never>
  retryOrder: Record<never, never>
  retryCard: Record<never, never>
  retryEntity: Record<never, never>
  retryYesNo: Record<never, never>
  retryFile: Record<never, never>
  retryButtons: Record<never, never>
  handingOff: Record<never, never>
  queued: { readonly ahead: number }
  queuedWithWait: { readonly ahead: number; readonly from: number; readonly to: number }
  queuedNext: Record<never, never>
  queuedUnstaffed: { readonly ahead: number }
  queuedOffered: { readonly ahead: number }
  queuedClosed: { readonly opens: string }
  queueMoved: { readonly ahead: number; readonly from: number; readonly to: number }
  queueMovedNext: Record<never, never>
  queueMeanwhile: Record<never, never>
  queueCardTaken: Record<never, never>
  leaveQueue: Record<never, never>
  leaveEmail: Record<never, never>
  leftQueue: Record<never, never>
  askEmail: Record<never, never>
  badEmail: Record<never, never>
  emailKept: { readonly email: string }
  queueFull: Record<never, never>
  deskClosed: { readonly opens: string }
  deskClosedNoHours: Record<never, never>
  operatorJoined: { readonly name: string; readonly waited: boolean }
  operatorChanged: { readonly name: string }
  requeued: Record<never, never>
  silenceReminder: Record<never, never>
  closedBySilence: Record<never, never>
  confirmClosing: { readonly name: string }
  confirmClosingAgain: Record<never, never>
  closingYes: Record<never, never>
  closingNo: Record<never, never>
  closingRejected: Record<never, never>
  closed: Record<never, never>
  rate: { readonly name: string }
  ratedAskComment: { readonly score: number }
  skipComment: Record<never, never>
  ratedThanks: { readonly score: number }
  reopened: Record<never, never>
  callFailed: Record<never, never>
  trouble: Record<never, never>
  summaryAsked: { readonly text: string }
  summaryMisses: { readonly text: string }
  summaryFlow: { readonly title: string }
  summaryBadAnswer: { readonly title: string }
  summaryPoison: Record<never, never>
  summaryReopened: Record<never, never>
}

export type Phrase = keyof PhraseVariables

export const PHRASES: { readonly [P in Phrase]: { readonly ru: string; readonly en: string } } = {
  greeting: {
    ru: 'Здравствуйте{% if name != "" %}, {{ name }}{% endif %}! Я {{ bot }}. Спросите меня о чём угодно — или позовите человека.',
    en: 'Hello{% if name != "" %}, {{ name }}{% endif %}! I am {{ bot }}. Ask me anything, or call a person.',
  },
  notUnderstood: {
    ru: 'Не понял вас. Попробуйте другими словами — или позову человека.',
    en: 'I did not get that. Try other words, or I can call a person.',
  },
  notUnderstoodAgain: {
    ru: 'Снова не понял. Не буду вас мучить — зову человека.',
    en: 'I still do not get it. Let me call a person instead.',
  },
  stepNotUnderstood: {
    ru: 'Не понял. Нажмите кнопку — или спросите другими словами.',
    en: 'I did not get that. Press a button, or ask in other words.',
  },
  didYouMean: { ru: 'Уточните, пожалуйста, что вы имеете в виду:', en: 'Which of these do you mean?' },
  callPerson: { ru: 'Позвать человека', en: 'Call a person' },
  backTo: { ru: 'Вернёмся к теме «{{ title }}».', en: 'Back to “{{ title }}”.' },
  alsoAsked: { ru: 'И ещё вы спрашивали: «{{ title }}».', en: 'You also asked about “{{ title }}”.' },
  startOver: { ru: 'Начнём сначала. О чём ваш вопрос?', en: 'Let us start over. What is your question?' },
  stopped: {
    ru: 'Хорошо, остановились. Спрашивайте, если понадоблюсь.',
    en: 'All right, stopped. Ask whenever you need me.',
  },
  nothingToGoBack: {
    ru: 'Возвращаться некуда. Спросите меня о чём-нибудь.',
    en: 'There is nothing to go back to. Ask me something.',
  },
  oldButton: {
    ru: 'Эта кнопка из прошлого вопроса. Напишите, чем помочь сейчас.',
    en: 'That button belongs to an earlier question. Tell me what you need now.',
  },
  textCut: {
    ru: 'Сообщение слишком длинное: сохранил первые {{ length }}\u00a0{{ length | plural: "знак", "знака", "знаков" }}. Остальное пришлите отдельно.',
    en: 'The message is too long: I kept the first {{ length }} characters. Send the rest separately.',
  },
  fileKept: {
    ru: 'Получил файл. Напишите пару слов, что с ним сделать, — или позову человека.',
    en: 'I have the file. Tell me in a few words what it is about, or I can call a person.',
  },
  fileTooLarge: {
    ru: '{% if count == 1 %}Файл больше {{ megabytes }}\u00a0МБ, он не дошёл.{% else %}Файлы больше {{ megabytes }}\u00a0МБ, они не дошли.{% endif %} Пришлите поменьше или опишите словами.',
    en: '{% if count == 1 %}The file is larger than {{ megabytes }}\u00a0MB and did not arrive.{% else %}The files are larger than {{ megabytes }}\u00a0MB and did not arrive.{% endif %} Send a smaller one or tell me in words.',
  },
  fileGone: {
    ru: '{% if count == 1 %}Файл не дошёл.{% else %}Файлы не дошли.{% endif %} Пришлите ещё раз или опишите словами.',
    en: '{% if count == 1 %}The file did not arrive.{% else %}The files did not arrive.{% endif %} Send it again or tell me in words.',
  },
  fileRefused: {
    ru: '{% if count == 1 %}Файл не дошёл: такие я не принимаю.{% else %}Файлы не дошли: такие я не принимаю.{% endif %} Пришлите фото, документ или опишите словами.',
    en: '{% if count == 1 %}The file did not arrive: I do not take this kind.{% else %}The files did not arrive: I do not take this kind.{% endif %} Send a photo, a document, or tell me in words.',
  },
  voiceNotUnderstood: {
    ru: 'Голосовые я пока не понимаю. Напишите словами — или позову человека.',
    en: 'I do not understand voice messages yet. Tell me in words, or I can call a person.',
  },
  placeKept: {
    ru: 'Место на карте вижу. Напишите словами, что с ним, — или позову человека.',
    en: 'I see the place on the map. Tell me in words what about it, or I can call a person.',
  },
  stickerSeen: {
    ru: 'Стикеры я не понимаю, только слова. Напишите, чем помочь, — или позову человека.',
    en: 'I do not understand stickers, only words. Tell me how to help, or I can call a person.',
  },
  wordsPlease: {
    ru: 'Такое я пока не понимаю. Напишите словами — или позову человека.',
    en: 'I do not understand this kind of message yet. Tell me in words, or I can call a person.',
  },
  voteThanks: { ru: 'Спасибо, рад помочь!', en: 'Thank you, glad to help!' },
  voteWhatWrong: {
    ru: 'Жаль. Что было не так? Напишите — или позову человека.',
    en: 'I am sorry. What was wrong? Tell me, or I can call a person.',
  },
  voteReasonThanks: {
    ru: 'Спасибо, передам тем, кто пишет мои ответы.',
    en: 'Thank you, I will pass it on to those who write my answers.',
  },
  solvedQuestion: { ru: 'Помогло?', en: 'Did it help?' },
  yes: { ru: 'Да', en: 'Yes' },
  no: { ru: 'Нет', en: 'No' },
  guideDone: { ru: 'Получилось', en: 'Done' },
  guideStuck: { ru: 'Не получается', en: 'It does not work' },
  anythingElse: { ru: 'Если что-то ещё — пишите.', en: 'If there is anything else, just write.' },
  retryText: { ru: 'Напишите, пожалуйста, словами.', en: 'Please tell me in words.' },
  retryNumber: { ru: 'Нужно число, например 15.', en: 'It should be a number, like 15.' },
  retryMoney: { ru: 'Нужна сумма, например 399 рублей.', en: 'It should be a sum, like 399 roubles.' },
  retryEmail: {
    ru: 'Не похоже на адрес почты. Нужен такой: name@example.com.',
    en: 'That does not look like an e-mail address. It should be like name@example.com.',
  },
  retryPhone: {
    ru: 'Не похоже на телефон. Нужен такой: +7 900 123-45-67.',
    en: 'That does not look like a phone number. It should be like +7 900 123-45-67.',
  },
  retryDate: {
    ru: 'Не понял дату. Напишите, например, 31.12 или «вчера».',
    en: 'I did not get the date. Write it like 2026-12-31 or "yesterday".',
  },
  retryTime: {
    ru: 'Не понял время. Напишите, например, «завтра в 10» или 18:30.',
    en: 'I did not get the time. Write it like "tomorrow at 10" or 18:30.',
  },
  retryOrder: {
    ru: 'Не похоже на номер заказа. В нём есть цифры, например 12345.',
    en: 'That does not look like an order number. It has digits, like 12345.',
  },
  retryCard: {
    ru: 'Нужны последние 4 цифры карты, например 1234. Номер целиком не пишите.',
    en: 'I need the last 4 digits of the card, like 1234. Never write the whole number.',
  },
  retryEntity: {
    ru: 'Не нашёл у себя такого. Напишите иначе.',
    en: 'I know none like that. Try other words.',
  },
  retryYesNo: { ru: 'Ответьте, пожалуйста, да или нет.', en: 'Please answer yes or no.' },
  retryFile: { ru: 'Пришлите, пожалуйста, файл или фото.', en: 'Please send a file or a photo.' },
  retryButtons: { ru: 'Выберите, пожалуйста, один из вариантов.', en: 'Please choose one of these.' },
  handingOff: { ru: 'Принял. Сейчас позову человека.', en: 'Got it. Calling a person.' },
  queued: {
    ru: 'Сейчас все операторы заняты. Перед вами {{ ahead }}\u00a0{{ ahead | plural: "человек", "человека", "человек" }}. Сколько ждать, пока не знаю.',
    en: 'All operators are busy. There {% if ahead == 1 %}is 1 person{% else %}are {{ ahead }} people{% endif %} before you. I cannot tell yet how long it takes.',
  },
  queuedWithWait: {
    ru: 'Сейчас все операторы заняты. {% if ahead == 0 %}Вы следующий{% else %}Перед вами {{ ahead }}\u00a0{{ ahead | plural: "человек", "человека", "человек" }}{% endif %}, это примерно {% if from == to %}{{ to }}{% else %}{{ from }}–{{ to }}{% endif %}\u00a0{{ to | plural: "минута", "минуты", "минут" }}.',
    en: 'All operators are busy. {% if ahead == 0 %}You are next{% elsif ahead == 1 %}There is 1 person before you{% else %}There are {{ ahead }} people before you{% endif %}, about {% if from == to %}{{ to }}{% else %}{{ from }}–{{ to }}{% endif %} {% if to == 1 %}minute{% else %}minutes{% endif %}.',
  },
  queuedNext: {
    ru: 'Сейчас все операторы заняты. Вы следующий. Сколько ждать, пока не знаю.',
    en: 'All operators are busy. You are next. I cannot tell yet how long it takes.',
  },
  queuedUnstaffed: {
    ru: 'Сейчас на смене нет операторов. {% if ahead == 0 %}Вы первый в очереди{% else %}Перед вами {{ ahead }}\u00a0{{ ahead | plural: "человек", "человека", "человек" }}{% endif %}. Сколько ждать, пока не знаю.',
    en: 'No operator is on shift now. {% if ahead == 0 %}You are first in the queue{% elsif ahead == 1 %}There is 1 person before you{% else %}There are {{ ahead }} people before you{% endif %}. I cannot tell yet how long it takes.',
  },
  queuedOffered: {
    ru: 'Передал ваш вопрос операторам: ответит первый, кто освободится.{% if ahead > 0 %} Перед вами {{ ahead }}\u00a0{{ ahead | plural: "человек", "человека", "человек" }}.{% endif %} Можно пока спросить меня о другом.',
    en: 'I have passed your question to the operators: the first one free will answer.{% if ahead == 1 %} There is 1 person before you.{% elsif ahead > 1 %} There are {{ ahead }} people before you.{% endif %} You can ask me something else meanwhile.',
  },
  queuedClosed: {
    ru: 'Операторы сейчас не работают, откроемся {{ opens }}. Ваш вопрос уже в очереди.',
    en: 'Operators are off now; we open {{ opens }}. Your question is in the queue.',
  },
  queueMoved: {
    ru: 'Очередь изменилась: {% if ahead == 0 %}вы следующий{% else %}перед вами {{ ahead }}\u00a0{{ ahead | plural: "человек", "человека", "человек" }}{% endif %}, это примерно {% if from == to %}{{ to }}{% else %}{{ from }}–{{ to }}{% endif %}\u00a0{{ to | plural: "минута", "минуты", "минут" }}.',
    en: 'The queue has moved: {% if ahead == 0 %}you are next{% elsif ahead == 1 %}1 person is before you{% else %}{{ ahead }} people are before you{% endif %}, about {% if from == to %}{{ to }}{% else %}{{ from }}–{{ to }}{% endif %} {% if to == 1 %}minute{% else %}minutes{% endif %}.',
  },
  queueMovedNext: { ru: 'Вы следующий в очереди.', en: 'You are next in the queue.' },
  queueMeanwhile: {
    ru: 'Я напишу, как только оператор освободится. Можно пока спросить меня о другом.',
    en: 'I will write as soon as an operator is free. You can ask me something else meanwhile.',
  },
  queueCardTaken: { ru: 'Оператор подключился.', en: 'An operator has joined.' },
  leaveQueue: { ru: 'Отменить', en: 'Cancel' },
  leaveEmail: { ru: 'Оставить почту', en: 'Leave an e-mail' },
  leftQueue: {
    ru: 'Хорошо, человека больше не зову. Я по-прежнему здесь.',
    en: 'All right, I no longer call a person. I am still here.',
  },
  askEmail: {
    ru: 'Напишите адрес почты — ответим туда.',
    en: 'Tell me your e-mail address and we will answer there.',
  },
  badEmail: {
    ru: 'Не похоже на адрес почты. Нужен такой: name@example.com.',
    en: 'That does not look like an e-mail address. It should be like name@example.com.',
  },
  emailKept: {
    ru: 'Записал {{ email }}. Ответим на почту.',
    en: 'Noted {{ email }}. We will answer by e-mail.',
  },
  queueFull: {
    ru: 'Очередь сейчас переполнена, и честно обещать ответ в чате не могу. Оставьте почту — ответим туда.',
    en: 'The queue is full now and I cannot honestly promise an answer in chat. Leave your e-mail and we will answer there.',
  },
  deskClosed: {
    ru: 'Операторы сейчас не работают, откроемся {{ opens }}. Оставьте почту — ответим туда.',
    en: 'Operators are off now; we open {{ opens }}. Leave your e-mail and we will answer there.',
  },
  deskClosedNoHours: {
    ru: 'Операторы сейчас не работают. Оставьте почту — ответим туда.',
    en: 'Operators are off now. Leave your e-mail and we will answer there.',
  },
  operatorJoined: {
    ru: '{% if waited %}Спасибо, что подождали. {% endif %}К чату подключается {{ name }}.',
    en: '{% if waited %}Thank you for waiting. {% endif %}{{ name }} is joining the chat.',
  },
  operatorChanged: {
    ru: 'Передаю вас коллеге: теперь на связи {{ name }}.',
    en: 'You are with a colleague now: {{ name }}.',
  },
  requeued: {
    ru: 'Передаю ваш вопрос другому специалисту. Рассказывать заново не придётся.',
    en: 'I am passing your question to another specialist. You will not have to repeat anything.',
  },
  silenceReminder: {
    ru: 'Вы ещё здесь? Если вопрос решён, можно не отвечать — чат закроется сам.',
    en: 'Are you still there? If all is solved you need not answer: the chat will close by itself.',
  },
  closedBySilence: {
    ru: 'Закрываю чат: вы давно не отвечали. Напишите — и продолжим с того же места.',
    en: 'I am closing the chat as you have been silent for a while. Write and we will go on from here.',
  },
  confirmClosing: { ru: 'Вопрос решён?', en: 'Is your question solved?' },
  confirmClosingAgain: {
    ru: 'Напомню: вопрос решён? Если не ответите, закрою чат сам.',
    en: 'Just checking: is your question solved? If you do not answer, I will close the chat.',
  },
  closingYes: { ru: 'Да, решён', en: 'Yes, solved' },
  closingNo: { ru: 'Нет, ещё не всё', en: 'No, not yet' },
  closingRejected: {
    ru: 'Понял, продолжаем. Напишите, что осталось.',
    en: 'All right, we go on. Tell us what is left.',
  },
  closed: { ru: 'Рад, что всё решилось.', en: 'Glad it is solved.' },
  rate: { ru: 'Оцените, пожалуйста, как вам помогли.', en: 'How did we do?' },
  ratedAskComment: {
    ru: '{% if score <= 3 %}Жаль, что так вышло. Что нам исправить?{% else %}Спасибо! Хотите что-нибудь добавить?{% endif %}',
    en: '{% if score <= 3 %}We are sorry. What should we do better?{% else %}Thank you! Anything to add?{% endif %}',
  },
  skipComment: { ru: 'Без комментария', en: 'No comment' },
  ratedThanks: { ru: 'Спасибо за оценку!', en: 'Thank you for rating!' },
  reopened: {
    ru: 'Продолжаем ваш прошлый вопрос. Зову человека.',
    en: 'Going on with your last question. Calling a person.',
  },
  callFailed: {
    ru: 'Не получилось узнать: сервис не ответил. Позову человека.',
    en: 'I could not find out: the service did not answer. Calling a person.',
  },
  trouble: {
    ru: 'У меня что-то сломалось. Ваше сообщение не потерялось, зову человека.',
    en: 'Something broke on my side. Your message is not lost; calling a person.',
  },
  summaryAsked: {
    ru: 'Просит человека. Последние слова: «{{ text }}»',
    en: 'Asks for a person. Last words: “{{ text }}”',
  },
  summaryMisses: { ru: 'Бот не понял: «{{ text }}»', en: 'The bot did not understand: “{{ text }}”' },
  summaryFlow: {
    ru: 'Сценарий «{{ title }}» не решил вопрос.',
    en: 'The flow “{{ title }}” did not solve it.',
  },
  summaryBadAnswer: {
    ru: 'Недоволен ответом бота{% if title != "" %} «{{ title }}»{% endif %}.',
    en: 'Unhappy with the bot’s answer{% if title != "" %} “{{ title }}”{% endif %}.',
  },
  summaryPoison: {
    ru: 'Сообщение клиента не обработалось из-за сбоя, посмотрите журнал.',
    en: 'A message of the customer could not be handled because of a fault; see the log.',
  },
  summaryReopened: { ru: 'Вернулся с закрытым вопросом.', en: 'Came back with a closed question.' },
}
