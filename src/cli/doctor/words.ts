/** What `kotik doctor` says. `{name}` stands for a value; a token is never one of them. */
import type { Need } from '../../desk/telegram/rights.ts'
import type { Said } from '../world.ts'

export const SAID = {
  settings: { ru: 'Настройки: ошибок нет', en: 'Settings: no faults' },
  setting: { ru: '{name}: {found}', en: '{name}: {found}' },
  notSet: { ru: 'не задано', en: 'not set' },
  allowed: { ru: 'впишите: {allowed}', en: 'allowed: {allowed}' },
  database: { ru: 'База: {file}', en: 'Database: {file}' },
  newDatabase: {
    ru: 'База: {file}, появится при первом запуске',
    en: 'Database: {file}, made at the first start',
  },
  noFolder: { ru: 'База: в папку {folder} нельзя писать', en: 'Database: cannot write to {folder}' },
  noFolderFix: {
    ru: 'дайте право на запись или поправьте DATABASE_URL',
    en: 'allow writing there, or correct DATABASE_URL',
  },
  content: {
    ru: 'Содержание: сценариев {flows}, намерений {intents}',
    en: 'Content: {flows} flows, {intents} intents',
  },
  contentFaults: { ru: 'Содержание: ошибок {n}', en: 'Content: {n} faults' },
  contentFix: { ru: 'посмотрите и исправьте: npx kotik check', en: 'see and correct them: npx kotik check' },
  noSuchGroup: {
    ru: '{setting}: группы «{group}» нет в flows/_bot.yml',
    en: '{setting}: flows/_bot.yml has no group “{group}”',
  },
  noSuchGroupFix: { ru: 'впишите одну из: {groups}', en: 'take one of: {groups}' },
  noTelegram: {
    ru: 'Telegram: не подключён (TELEGRAM_TOKEN не задан)',
    en: 'Telegram: not connected (TELEGRAM_TOKEN is not set)',
  },
  bot: { ru: 'Бот {who}: @{name}', en: '{who} bot: @{name}' },
  customers: { ru: 'клиентов', en: 'Customers’' },
  operators: { ru: 'операторов', en: 'Operators’' },
  both: { ru: 'клиентов и операторов', en: 'Customers’ and operators’' },
  badToken: { ru: 'Бот {who}: Telegram не принял токен', en: '{who} bot: Telegram refuses the token' },
  badTokenFix: {
    ru: 'возьмите новый у @BotFather (/token) и поправьте {name}',
    en: 'take a new one from @BotFather (/token) and correct {name}',
  },
  unreachable: {
    ru: 'Бот {who}: до {url} не достучаться ({why})',
    en: '{who} bot: {url} cannot be reached ({why})',
  },
  unreachableFix: {
    ru: 'проверьте сеть этой машины и TELEGRAM_API_URL',
    en: 'check this machine’s network and TELEGRAM_API_URL',
  },
  polling: { ru: 'Сообщения: приходят опросом, вебхука нет', en: 'Updates: by polling, no webhook is set' },
  foreignWebhook: {
    ru: 'Сообщения: настроен опрос, а у бота стоит вебхук {url}',
    en: 'Updates: polling is set, but the bot has a webhook at {url}',
  },
  foreignWebhookFix: {
    ru: 'если им пользуется другая программа — остановите её; Котик при запуске снимет вебхук сам',
    en: 'stop whatever else uses it; Kotik takes the webhook away when it starts',
  },
  webhook: { ru: 'Сообщения: вебхук {url}, ждут {pending}', en: 'Updates: webhook {url}, {pending} waiting' },
  noWebhook: {
    ru: 'Сообщения: настроен вебхук, а у бота он другой или его нет',
    en: 'Updates: a webhook is set, but the bot has another or none',
  },
  noWebhookFix: { ru: 'запустите Котика: он поставит {url}', en: 'start Kotik: it sets {url}' },
  webhookError: {
    ru: 'Сообщения: вебхук не отвечает: {why}',
    en: 'Updates: the webhook does not answer: {why}',
  },
  webhookErrorFix: {
    ru: 'проверьте, что PUBLIC_URL открывается снаружи по https',
    en: 'check that PUBLIC_URL opens from outside over https',
  },
  noGroups: {
    ru: 'Группа операторов: пока нет; ссылка для неё печатается при запуске',
    en: 'Operators’ group: none yet; its link is printed at start',
  },
  group: { ru: 'Группа «{title}»: все права есть', en: 'Group “{title}”: all rights are there' },
  groupLacks: { ru: 'Группа «{title}»: не хватает: {needs}', en: 'Group “{title}”: lacks {needs}' },
  groupGone: { ru: 'Группа {title}: бота там нет', en: 'Group {title}: the bot is not there' },
  groupGoneFix: {
    ru: 'добавьте бота в группу администратором или поправьте DESK_TELEGRAM_CHATS',
    en: 'add the bot to the group as an administrator, or correct DESK_TELEGRAM_CHATS',
  },
  topicsFix: { ru: 'настройки группы → «Темы» → включить', en: 'group settings → “Topics” → on' },
  rightsFix: {
    ru: 'настройки группы → «Администраторы» → бот → включить права',
    en: 'group settings → “Administrators” → the bot → give the rights',
  },
  groupPrivacy: {
    ru: ' (и слов операторов он не видит: режим приватности)',
    en: ' (and it does not see operators’ words: privacy mode)',
  },
  personal: { ru: 'Личные ветки операторов: включены', en: 'Operators’ own threads: on' },
  noPersonal: {
    ru: 'Личные ветки операторов: заданы, но у бота выключены',
    en: 'Operators’ own threads: wanted, but off for this bot',
  },
  noPersonalFix: {
    ru: '@BotFather → Bot Settings → Threads Settings → включить; или уберите DESK_TELEGRAM_PERSONAL',
    en: '@BotFather → Bot Settings → Threads Settings → on; or remove DESK_TELEGRAM_PERSONAL',
  },
  clock: { ru: 'Часы: как у Telegram', en: 'Clock: as Telegram’s' },
  badClock: {
    ru: 'Часы: расходятся с Telegram на {seconds} с',
    en: 'Clock: {seconds} s away from Telegram’s',
  },
  badClockFix: {
    ru: 'включите синхронизацию времени: timedatectl set-ntp true',
    en: 'switch time synchronisation on: timedatectl set-ntp true',
  },
  noVk: { ru: 'ВКонтакте: не подключён (VK_TOKEN не задан)', en: 'VK: not connected (VK_TOKEN is not set)' },
  vk: { ru: 'ВКонтакте: сообщество «{name}»', en: 'VK: community “{name}”' },
  vkBadToken: { ru: 'ВКонтакте: ключ не принят', en: 'VK: the key is refused' },
  vkBadTokenFix: {
    ru: 'сделайте новый: сообщество → Управление → Работа с API → Создать ключ, и поправьте VK_TOKEN',
    en: 'make a new one: community → Manage → API usage → Create token, and correct VK_TOKEN',
  },
  vkOther: {
    ru: 'ВКонтакте: ключ от сообщества «{name}» ({id}), а в VK_GROUP_ID стоит {group}',
    en: 'VK: the key is of the community “{name}” ({id}), but VK_GROUP_ID says {group}',
  },
  vkOtherFix: {
    ru: 'впишите VK_GROUP_ID={id} или ключ нужного сообщества',
    en: 'set VK_GROUP_ID={id}, or the key of the right community',
  },
  vkUnreachable: {
    ru: 'ВКонтакте: до {url} не достучаться ({why})',
    en: 'VK: {url} cannot be reached ({why})',
  },
  vkUnreachableFix: {
    ru: 'проверьте сеть этой машины и VK_API_URL',
    en: 'check this machine’s network and VK_API_URL',
  },
  vkRights: { ru: 'ВКонтакте: ключу не хватает прав ({why})', en: 'VK: the key lacks rights ({why})' },
  vkRightsFix: {
    ru: 'сделайте новый ключ с правами: управление сообществом, сообщения, фотографии, файлы',
    en: 'make a new key with the rights for management, messages, photos and files',
  },
  vkLongPoll: { ru: 'События ВКонтакте: Long Poll включён', en: 'VK’s events: Long Poll is on' },
  vkLongPollOff: {
    ru: 'События ВКонтакте: Long Poll выключен, Котик включит его при запуске',
    en: 'VK’s events: Long Poll is off, Kotik switches it on at start',
  },
  vkCallback: {
    ru: 'События ВКонтакте: сервер {url} подтверждён',
    en: 'VK’s events: the server {url} is confirmed',
  },
  vkNoCallback: {
    ru: 'События ВКонтакте: сервера {url} у сообщества нет',
    en: 'VK’s events: the community has no server {url}',
  },
  vkNoCallbackFix: {
    ru: 'запустите Котика и добавьте сервер: Управление → Работа с API → Callback API',
    en: 'start Kotik and add the server: Manage → API usage → Callback API',
  },
  vkCallbackBad: {
    ru: 'События ВКонтакте: сервер {url} не подтверждён',
    en: 'VK’s events: the server {url} is not confirmed',
  },
  vkCallbackBadFix: {
    ru: 'проверьте, что {url} открывается снаружи, VK_CONFIRMATION и нажмите «Подтвердить»',
    en: 'check that {url} opens from outside, VK_CONFIRMATION, and press “Confirm”',
  },
  allFine: { ru: 'Всё в порядке.', en: 'All is well.' },
  someWrong: { ru: 'Исправить: {n}', en: 'To put right: {n}' },
  fix: { ru: 'Что делать', en: 'How to fix' },
} as const satisfies { readonly [name: string]: Said }

export const NEEDED: { readonly [N in Need]: Said } = {
  threads: { ru: 'темы', en: 'topics' },
  administrator: { ru: 'права администратора', en: 'being an administrator' },
  can_manage_topics: { ru: '«Управление темами»', en: '“Manage topics”' },
  can_pin_messages: { ru: '«Закрепление сообщений»', en: '“Pin messages”' },
  can_delete_messages: { ru: '«Удаление сообщений»', en: '“Delete messages”' },
}
