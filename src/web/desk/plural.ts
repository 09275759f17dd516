const RULES = new Intl.PluralRules('ru')

/** 1 чат, 2 чата, 5 чатов. */
export function ruPlural(n: number, one: string, few: string, many: string): string {
  const rule = RULES.select(n)
  return rule === 'one' ? one : rule === 'few' ? few : many
}
