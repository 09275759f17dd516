/** Words for what Telegram gives in pieces: somebody's name, a place on the map. */

interface Named {
  readonly first_name: string
  readonly last_name?: string
}

export const fullName = ({ first_name, last_name }: Named): string =>
  [first_name, last_name].filter(Boolean).join(' ').replaceAll(/\s+/g, ' ').trim()

interface Spot {
  readonly latitude: number
  readonly longitude: number
}

export const mapLink = ({ latitude, longitude }: Spot): string =>
  `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`
