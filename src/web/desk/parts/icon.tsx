/** Small line drawings, 20×20. They stand beside words and are hidden from screen readers. */
const PATHS = {
  send: 'M3.5 10h12M10.500 5l5 5-5 5',
  clip: 'M14.500 9.200l-5 5a3 3 0 0 1-4.300-4.300l5.600-5.600a2 2 0 0 1 2.900 2.900l-5.500 5.500a1 1 0 0 1-1.400-1.400l4.800-4.900',
  lock: 'M6 9h8v6.500H6zM7.500 9V7a2.500 2.500 0 0 1 5 0v2',
  transfer: 'M4 7h10.500M11.500 4l3 3-3 3M16 13H5.500M8.500 10l-3 3 3 3',
  people:
    'M7.500 9.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM2.500 16c.4-2.600 2.400-4 5-4s4.600 1.400 5 4M13 5a2.300 2.300 0 0 1 0 4.400M15 12.300c1.500.5 2.300 1.800 2.500 3.700',
  clock: 'M10 16.500a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM10 6.500V10l2.500 1.500',
  check: 'M4.500 10.500l3.500 3.500 7.500-8',
  tag: 'M3.500 9.500v-6h6l7 7-6 6zM6.700 6.700h.01',
  warn: 'M10 3.500l7 12.500H3zM10 8.500v3.500M10 14.200h.01',
  back: 'M12.500 4.500L7 10l5.500 5.500',
  sound: 'M3.500 8v4H6l4 3.500v-11L6 8zM13 7.500a3.500 3.500 0 0 1 0 5M15 5.300a6.500 6.500 0 0 1 0 9.400',
  mute: 'M3.500 8v4H6l4 3.500v-11L6 8zM13.500 8l4 4M17.500 8l-4 4',
  plus: 'M10 4.500v11M4.500 10h11',
  minus: 'M4.500 10h11',
  close: 'M5.500 5.500l9 9M14.500 5.500l-9 9',
  chat: 'M3.500 4.500h13v9h-7l-3.500 3v-3H3.500z',
  person: 'M10 9.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM4 16.500c.5-3 2.900-4.700 6-4.700s5.500 1.700 6 4.700',
  inbox: 'M3.500 11.500l2-7h9l2 7v4h-13zM3.500 11.500H7l1 2h4l1-2h3.500',
  mail: 'M3 5.500h14v9.500H3zM3.500 6l6.500 5.500L16.500 6',
  file: 'M5.500 3.500h6l3 3v10h-9zM11.500 3.500v3h3',
  keys: 'M2.500 5.500h15v9h-15zM5.500 8.500h.01M8.500 8.500h.01M11.500 8.500h.01M14.500 8.500h.01M6.500 11.500h7',
  exit: 'M8.500 3.500h-5v13h5M12.500 6.500L16 10l-3.500 3.500M16 10H7.500',
  star: 'M10 3.200l2.100 4.300 4.700.7-3.400 3.300.8 4.700-4.200-2.200-4.200 2.200.8-4.700-3.400-3.300 4.700-.7z',
  info: 'M10 16.500a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM10 9.500V13M10 7h.01',
} as const

export type IconName = keyof typeof PATHS

export function Icon({ name, filled }: { readonly name: IconName; readonly filled?: boolean }) {
  return (
    <svg class={filled ? 'icon filled' : 'icon'} viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}

/** The house's cat: ears and a dot. */
export function Cat({ asleep }: { readonly asleep?: boolean }) {
  return (
    <svg class="cat" viewBox="0 0 32 32" aria-hidden="true">
      <path
        class="cat-head"
        d="M5 6.500c0-1.600 1.900-2.400 3-1.200l3.600 3.900a13.400 13.400 0 0 1 8.800 0L24 5.300c1.100-1.200 3-.4 3 1.200v12.200C27 24.700 22.100 29 16 29S5 24.700 5 18.700z"
      />
      {asleep ? (
        <path
          class="cat-eyes"
          d="M9.500 17.500c1 1.200 2.700 1.200 3.700 0M18.800 17.500c1 1.200 2.700 1.200 3.700 0"
        />
      ) : null}
      <circle class="cat-nose" cx="16" cy={asleep ? 21.5 : 20.5} r={asleep ? 1.4 : 2.3} />
    </svg>
  )
}
