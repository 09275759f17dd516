/** What `_bot.yml` says against itself. */
import { known } from '../flow/check/check.ts'
import { type FlowFault, fault, type Path } from '../flow/fault.ts'
import { FORMS } from '../flow/schema/shape.ts'
import type { Draft } from './build.ts'
import type { BotSource } from './schema/bot.ts'
import { daysOf } from './schema/hours.ts'
import { envOf } from './settings.ts'

const NO_GROUP = { ru: 'нет такой группы', en: 'no such group' }
const CUSTOMER_FIELDS = ['id', 'name', 'first_name', 'email', 'phone', 'language', 'verified']
// Kotik's own secrets and addresses: content is edited by people who need not know them.
const OWN_ENV = /^(TELEGRAM_|DESK_|VK_|SECRET$|DATABASE_URL$|SITE_|NODE_)/

export function checkBot(draft: Draft): void {
  const { file, source } = draft.bot
  if (file === undefined) return
  const groups = draft.settings.groups.map((group) => group.name)
  file.faults.push(
    ...days(source),
    ...groupsOf(source, groups),
    ...pairs(draft),
    ...environment(source),
    ...attributes(source),
  )
}

function days(source: BotSource): readonly FlowFault[] {
  return Object.keys(source.hours ?? {}).flatMap((key) => {
    if (key === 'timezone' || key === 'holidays' || daysOf(key)) return []
    const words = { ru: `${key}: это не дни недели`, en: `${key}: not days of the week` }
    return [
      fault(['hours', key], words, {
        at: 'key',
        allowed: { ru: `Нужно: ${FORMS.days.ru}`, en: `It takes ${FORMS.days.en}` },
      }),
    ]
  })
}

function groupsOf(source: BotSource, groups: readonly string[]): readonly FlowFault[] {
  const second = source.desk?.second_line
  const topics = Object.entries(source.topics ?? {}).flatMap(([name, topic]) =>
    typeof topic === 'object' && topic.group
      ? known('group', topic.group, groups, ['topics', name, 'group'], NO_GROUP)
      : [],
  )
  return [
    ...topics,
    ...(second ? known('second_line', second, groups, ['desk', 'second_line'], NO_GROUP) : []),
  ]
}

/** Numbers that make sense only in one order; also against the defaults of those left out. */
function pairs(draft: Draft): readonly FlowFault[] {
  const { desk, closing } = draft.settings
  return [
    ...ordered(desk.capacity, desk.maxCapacity, ['desk', 'capacity'], 'max_capacity'),
    ...ordered(closing.remindAfter, closing.closeAfter, ['closing', 'remind_after'], 'close_after'),
    ...ordered(
      closing.confirmRemindAfter,
      closing.confirmCloseAfter,
      ['closing', 'confirm_remind_after'],
      'confirm_close_after',
    ),
  ]
}

function ordered(small: number, large: number, path: Path, than: string): readonly FlowFault[] {
  if (small <= large) return []
  const key = String(path.at(-1))
  return [fault(path, { ru: `${key}: больше, чем ${than}`, en: `${key}: is more than ${than}` })]
}

function environment(source: BotSource): readonly FlowFault[] {
  return Object.keys(envOf(source)).flatMap((name, i) => {
    if (!OWN_ENV.test(name)) return []
    const path = Array.isArray(source.calls?.env) ? ['calls', 'env', i] : ['calls', 'env', name]
    return [
      fault(
        path,
        {
          ru: `${name}: это своё имя Котика, его читать нельзя`,
          en: `${name}: is Kotik's own and cannot be read`,
        },
        { at: 'key' },
      ),
    ]
  })
}

function attributes(source: BotSource): readonly FlowFault[] {
  return (source.customer ?? []).flatMap((name, i) => {
    if (!CUSTOMER_FIELDS.includes(name)) return []
    return [
      fault(['customer', i], {
        ru: `"${name}": это поле у клиента и так есть`,
        en: `"${name}": a customer has this field anyway`,
      }),
    ]
  })
}
