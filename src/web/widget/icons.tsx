/** @jsxImportSource ./dom */
/** Drawn by us: the cat is two ears and a dot. All are decoration; the buttons around them have names. */
interface IconProps {
  readonly path: string
  readonly filled?: boolean
}

function Icon({ path, filled = false }: IconProps) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" class={filled ? 'icon filled' : 'icon'}>
      <path d={path} />
    </svg>
  )
}

export const Cat = () => (
  <svg viewBox="0 0 32 32" aria-hidden="true" class="cat">
    <path d="M5 14V5.6c0-1 1.2-1.6 2-.9l5.2 4.4a14 14 0 0 1 7.6 0L25 4.7c.8-.7 2-.1 2 .9V17a11 10 0 0 1-22 0Z" />
    <circle cx="16" cy="19" r="2.2" />
  </svg>
)

export const Close = () => <Icon path="M6 6l12 12M18 6L6 18" />
export const Down = () => <Icon path="M6 9l6 6 6-6" />
export const Send = () => <Icon path="M12 19V5M5.5 11.5L12 5l6.5 6.5" />
export const Clip = () => (
  <Icon path="M20 11.5l-7.8 7.8a5 5 0 0 1-7.1-7.1l8.5-8.5a3.3 3.3 0 0 1 4.7 4.7l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4l7.8-7.8" />
)
export const Sheet = () => <Icon path="M13 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V9zM13 3v6h6" />
export const Out = () => <Icon path="M8 16l8-8M9.5 8H16v6.5" />
export const Star = () => (
  <Icon filled path="M12 3.2l2.7 5.6 6.1.8-4.5 4.2 1.2 6.1L12 16.9l-5.5 3 1.2-6.1L3.2 9.6l6.1-.8z" />
)
export const Clock = () => <Icon path="M12 7v5l3 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z" />
export const Check = () => <Icon path="M5 12.5l4.5 4.5L19 7.5" />
