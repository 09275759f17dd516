const PROTOCOLS = new Set(['http:', 'https:', 'mailto:', 'tel:'])

/**
 * Whether a link may be shown to people, whoever wrote it: the one rule for all channels and desks. Parsed, not matched:
 * `java\tscript:` is `javascript:` to a browser. False for what is no URL.
 */
export function isSafeLink(url: string): boolean {
  return URL.canParse(url) && PROTOCOLS.has(new URL(url).protocol)
}
