/**
 * Everything the store can refuse, in one catalogue: what was found, what is allowed, how to fix it.
 * `{name}` stands for a detail of the error. `docs/errors.md` lists the same codes.
 */
import type { Language } from '../domain/message.ts'

export interface StoreErrorWords {
  readonly found: string
  readonly allowed: string
  readonly fix: string
}

export type StoreErrorCode =
  | 'badUrl'
  | 'badMigrations'
  | 'cannotOpen'
  | 'databaseCorrupt'
  | 'databaseForeign'
  | 'databaseInUse'
  | 'databaseLocked'
  | 'databaseNewer'
  | 'databaseReadOnly'
  | 'diskFailing'
  | 'diskFull'

export type StoreErrorDetails = { readonly [name: string]: string | number }

export const STORE_ERRORS: {
  readonly [code in StoreErrorCode]: { readonly [language in Language]: StoreErrorWords }
} = {
  badUrl: {
    en: {
      found: 'DATABASE_URL is "{url}".',
      allowed: 'A SQLite file, e.g. file:data/kotik.db.',
      fix: 'Correct DATABASE_URL, or remove it to use file:data/kotik.db.',
    },
    ru: {
      found: 'DATABASE_URL — «{url}».',
      allowed: 'Нужен файл SQLite, например file:data/kotik.db.',
      fix: 'Исправьте DATABASE_URL или уберите его, тогда будет file:data/kotik.db.',
    },
  },
  badMigrations: {
    en: {
      found: 'The migrations in {dir} cannot be used: {reason}.',
      allowed: 'Files 0001_name.sql, 0002_name.sql … without gaps.',
      fix: 'Install Kotik anew; its own files are damaged. The database was not changed.',
    },
    ru: {
      found: 'Миграции в {dir} не годятся: {reason}.',
      allowed: 'Файлы 0001_name.sql, 0002_name.sql … без пропусков.',
      fix: 'Переустановите Котика: его собственные файлы повреждены. База не тронута.',
    },
  },
  cannotOpen: {
    en: {
      found: '{file} cannot be opened: {reason}.',
      allowed: 'A file in a folder where the user that runs Kotik may write.',
      fix: 'Correct the path in DATABASE_URL, or give that user the right to write into the folder.',
    },
    ru: {
      found: '{file} не открывается: {reason}.',
      allowed: 'Файл в папке, куда может писать пользователь, от имени которого работает Котик.',
      fix: 'Исправьте путь в DATABASE_URL или дайте этому пользователю право писать в папку.',
    },
  },
  databaseCorrupt: {
    en: {
      found: '{file} is damaged or is not a database: {reason}.',
      allowed: 'A SQLite database that Kotik made.',
      fix: 'Put back a backup, or save what can be read: sqlite3 {file} ".recover" | sqlite3 saved.db. To begin empty, move the file away.',
    },
    ru: {
      found: '{file} повреждён или это не база: {reason}.',
      allowed: 'База SQLite, которую сделал Котик.',
      fix: 'Верните резервную копию или спасите то, что читается: sqlite3 {file} ".recover" | sqlite3 saved.db. Чтобы начать с пустой, уберите файл.',
    },
  },
  databaseForeign: {
    en: {
      found: '{file} is a database of another program.',
      allowed: 'A database that Kotik made, or no file at all.',
      fix: 'Name another file in DATABASE_URL. This one was not changed.',
    },
    ru: {
      found: '{file} — база другой программы.',
      allowed: 'База, которую сделал Котик, или ещё не существующий файл.',
      fix: 'Укажите другой файл в DATABASE_URL. Этот не тронут.',
    },
  },
  databaseInUse: {
    en: {
      found: '{file} is in use by {holder}.',
      allowed: 'One Kotik works on one database.',
      fix: 'Stop the other one, or give this one a database of its own in DATABASE_URL.',
    },
    ru: {
      found: '{file} занят: {holder}.',
      allowed: 'С одной базой работает один Котик.',
      fix: 'Остановите другого или дайте этому свою базу в DATABASE_URL.',
    },
  },
  databaseLocked: {
    en: {
      found: '{file} is locked by another program.',
      allowed: 'Others may read it, and write only for an instant.',
      fix: 'Close the program that has it open (a database browser, a backup), and try again.',
    },
    ru: {
      found: '{file} заблокирован другой программой.',
      allowed: 'Читать его можно, писать — только на мгновение.',
      fix: 'Закройте программу, которая его держит (просмотр базы, резервное копирование), и повторите.',
    },
  },
  databaseNewer: {
    en: {
      found: '{file} has version {version}; it was made by a newer Kotik.',
      allowed: 'This Kotik{program} knows versions up to {known}.',
      fix: 'Start the newer Kotik, or put back the backup made before the update.',
    },
    ru: {
      found: '{file} имеет версию {version}: его сделал более новый Котик.',
      allowed: 'Этот Котик{program} знает версии до {known}.',
      fix: 'Запустите более новый или верните копию, сделанную до обновления.',
    },
  },
  databaseReadOnly: {
    en: {
      found: '{file} may only be read.',
      allowed: 'Kotik writes into the file and makes others beside it (-wal, -shm, -lock).',
      fix: 'Give the user that runs Kotik the right to write the file and its folder.',
    },
    ru: {
      found: '{file} можно только читать.',
      allowed: 'Котик пишет в файл и создаёт рядом другие (-wal, -shm, -lock).',
      fix: 'Дайте пользователю, от имени которого работает Котик, право писать в файл и папку.',
    },
  },
  diskFailing: {
    en: {
      found: 'The disk refused to read or write {file}: {reason}.',
      allowed: 'Nothing is acknowledged that the disk has not confirmed.',
      fix: 'Look into the system log for errors of the disk, make a backup, and start Kotik again.',
    },
    ru: {
      found: 'Диск не смог прочитать или записать {file}: {reason}.',
      allowed: 'Котик не подтверждает ничего, что не подтвердил диск.',
      fix: 'Посмотрите ошибки диска в системном журнале, сделайте копию и запустите Котика снова.',
    },
  },
  diskFull: {
    en: {
      found: 'The disk with {file} is full.',
      allowed: 'Nothing was half-written; what did not fit was not acknowledged.',
      fix: 'Free some space. Kotik goes on by itself.',
    },
    ru: {
      found: 'На диске с {file} кончилось место.',
      allowed: 'Наполовину не записано ничего; что не поместилось, то не подтверждено.',
      fix: 'Освободите место. Дальше Котик продолжит сам.',
    },
  },
}

/** What the store rejects with. `message` is the English words in one line. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: StoreErrorCode
  readonly details: StoreErrorDetails

  constructor(code: StoreErrorCode, details: StoreErrorDetails, cause?: unknown) {
    const { found, allowed, fix } = say(code, 'en', details)
    super(`${found} ${allowed} ${fix}`, { cause })
    this.code = code
    this.details = details
  }

  words(language: Language): StoreErrorWords {
    return say(this.code, language, this.details)
  }
}

function say(code: StoreErrorCode, language: Language, details: StoreErrorDetails): StoreErrorWords {
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? ''))
  const { found, allowed, fix } = STORE_ERRORS[code][language]
  return { found: fill(found), allowed: fill(allowed), fix: fill(fix) }
}
