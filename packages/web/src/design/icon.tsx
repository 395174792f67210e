import type { ReactNode } from 'react';

/** Outlines on a 16 px grid. */
const PATHS = {
  close: 'M4 4l8 8M12 4l-8 8',
  copy: 'M6 6h7v7H6zM3.5 10H3V3h7v.5',
  done: 'M3.5 8.5l3 3 6-7',
  link: 'M7 9.5a2.5 2.5 0 0 0 3.6 0l2-2a2.5 2.5 0 0 0-3.6-3.6l-.8.8M9 6.5a2.5 2.5 0 0 0-3.6 0l-2 2A2.5 2.5 0 0 0 7 12.1l.8-.8',
  raw: 'M6 3.5c-2 0-1.5 1.5-1.5 2.5S4 8 3 8c1 0 1.5 1 1.5 2s-.5 2.5 1.5 2.5M10 3.5c2 0 1.5 1.5 1.5 2.5S12 8 13 8c-1 0-1.5 1-1.5 2s.5 2.5-1.5 2.5',
  replay: 'M3.5 5.5H10a3 3 0 0 1 0 6H5M6 3L3.5 5.5 6 8',
  right: 'M6 3.5L10.5 8 6 12.5',
  down: 'M3.5 6L8 10.5 12.5 6',
  up: 'M3.5 10.5L8 6l4.5 4.5',
  upload: 'M8 10.5v-7M4.8 6.2L8 3l3.2 3.2M3 10.5V13h10v-2.5',
  light:
    'M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
  dark: 'M13 9.6A5.5 5.5 0 0 1 6.4 3a5.3 5.3 0 1 0 6.6 6.6z',
  system: 'M2.5 3.5h11v7.5h-11zM6 13.5h4M8 11v2.5',
  keys: 'M2 4.5h12v7H2zM4.5 7h.01M7 7h.01M9.5 7h.01M11.8 7h.01M5.5 9.5h5',
  filter: 'M7.2 3a4.2 4.2 0 1 1 0 8.4 4.2 4.2 0 0 1 0-8.4M10.3 10.3L13.5 13.5',
} as const;

export type IconName = keyof typeof PATHS;

/** Decoration: the control that holds it has the name. */
export function Icon({ name }: { readonly name: IconName }): ReactNode {
  return (
    <svg
      className="icon"
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      aria-hidden="true"
    >
      <path d={PATHS[name]} strokeWidth="1.4" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
