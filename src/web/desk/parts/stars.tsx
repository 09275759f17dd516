import { words } from '../words.ts'
import { Icon } from './icon.tsx'

export function Stars({ score }: { readonly score: number }) {
  return (
    <span class="stars" role="img" aria-label={words.value.rated(score)}>
      {[1, 2, 3, 4, 5].map((place) => (
        <Icon key={place} name="star" filled={place <= score} />
      ))}
    </span>
  )
}
