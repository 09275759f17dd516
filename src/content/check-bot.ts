/** What `_bot.yml` says against itself. */

import { flowName } from '../domain/ids.ts'
import { known } from '../flow/check/check.ts'
import { everSet } from '../flow/check/variables.ts'
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

/** `complete`: every file could be read, so the variables of all flows are known. */
export function checkBot(draft: Draft, complete: boolean): void {
  const { file, source } = draft.bot
  if (file === undefined) return
  const groups = draft.settings.groups.map((group) => group.name)
  file.faults.push(
    ...days(source),
    ...groupsOf(source, groups),
    ...pairs(draft),
    ...environment(source),
    ...attributes(source),
    ...(complete ? titles(draft) : []),
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

const NO_VARIABLE = { ru: 'такой переменной ни один сценарий не задаёт', en: 'no flow sets such a variable' }
const NO_ATTRIBUTE = {
  ru: 'такого сайт о клиенте не рассказывает',
  en: 'the site does not tell this about a customer',
}

/** Which fields a call's answer has is known to nobody here; its variable is. */
function titles({ bot: { source }, flows }: Draft): readonly FlowFault[] {
  const ever = [...everSet(new Map(flows.map(({ flow }) => [flowName(flow.name), flow])))]
  const told = (source.customer ?? []).map((name) => `customer.${name}`)
  const faults = Object.keys(source.variables ?? {}).flatMap((name) => {
    const path = ['variables', name]
    const [root = ''] = name.split('.')
    return root === 'customer'
      ? known('variables', name, told, path, NO_ATTRIBUTE)
      : known('variables', root, ever, path, NO_VARIABLE)
  })
  return faults.map((one) => ({ ...one, at: 'key' }))
}
