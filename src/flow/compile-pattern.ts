/** A regular expression that content wrote → one that cannot hang the bot, or a fault. */
import { type FlowFault, fault, type Path } from './fault.ts'
import { isCheap, isCheapAnywhere } from './pattern.ts'

/** `whole`: the text must match from end to end; `anywhere`: every place in a text where it matches. */
export function compilePattern(
  written: string,
  where: 'whole' | 'anywhere',
  path: Path,
  faults: FlowFault[],
): RegExp | undefined {
  try {
    const pattern = where === 'whole' ? lenient(`^(?:${written})$`, 'i') : lenient(written, 'gi')
    if (where === 'whole' ? isCheap(written) : isCheapAnywhere(written)) return pattern
    faults.push(
      fault(path, {
        ru: `pattern: "${written}": на таком выражении бот может зависнуть: повтор внутри повтора, ссылка назад или слишком много повторов`,
        en: `pattern: "${written}": could hang the bot: a repeat inside a repeat, a back reference, or too many repeats`,
      }),
    )
  } catch {
    faults.push(
      fault(path, {
        ru: `pattern: "${written}": не разобрать регулярное выражение`,
        en: `pattern: "${written}": not a regular expression`,
      }),
    )
  }
  return undefined
}

function lenient(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, `${flags}u`)
  } catch {
    // `\-` and other needless escapes are an error only in Unicode mode
    return new RegExp(source, flags)
  }
}
