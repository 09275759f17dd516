import type { Content } from './model.ts'

/** Text or caption; '' for what has neither. */
export const wordsOf = (content: Content): string =>
  content.kind === 'text' ? content.text : content.kind === 'media' ? content.caption : ''
