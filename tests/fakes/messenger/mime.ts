// By the name's ending, when the sender says nothing better.
const BY_ENDING: { readonly [ending: string]: string } = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  txt: 'text/plain',
  zip: 'application/zip',
  mp4: 'video/mp4',
  ogg: 'audio/ogg',
  mp3: 'audio/mpeg',
}

/** Without the dot, in lower case; '' when there is none. */
export const endingOf = (name: string): string => /\.(\w{1,8})$/u.exec(name)?.[1]?.toLowerCase() ?? ''

export const mimeByEnding = (name: string): string | undefined => BY_ENDING[endingOf(name)]
