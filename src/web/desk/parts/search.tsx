import { words } from '../words.ts'

interface SearchProps {
  readonly onSearch: (wanted: string) => void
}

/** Narrows the choices below it; Enter takes the first of them. */
export function Search({ onSearch }: SearchProps) {
  return (
    <input
      type="search"
      placeholder={words.value.search}
      aria-label={words.value.search}
      autofocus
      onInput={(event) => onSearch(event.currentTarget.value)}
      onKeyDown={(event) => {
        // With nothing typed the first choice is nobody's choice.
        if (event.key !== 'Enter' || event.isComposing || !event.currentTarget.value.trim()) return
        event.preventDefault()
        event.currentTarget.parentElement?.querySelector<HTMLButtonElement>(':scope > button')?.click()
      }}
    />
  )
}
