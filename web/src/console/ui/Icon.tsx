import { Icon as PageIcon } from '../../features/shared/Icon';
import type { IconName as PageIconName } from '../../features/shared/Icon';

/** What the console has beside the icons of the page, on the same 24 x 24 grid. */
const PATHS = {
  overview: 'M4 13h6V4H4v9ZM14 20h6v-9h-6v9ZM4 20h6v-3H4v3ZM14 7h6V4h-6v3Z',
  live: 'M12 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM8 16a5.7 5.7 0 0 1 0-8M16 8a5.7 5.7 0 0 1 0 8M5 19a10 10 0 0 1 0-14M19 5a10 10 0 0 1 0 14',
  sessions: 'M8 6.5h12M8 12h12M8 17.5h12M4 6.5h.1M4 12h.1M4 17.5h.1',
  callbacks: 'M20 4 10 14M20 4l-6 16-4-6-6-4 16-6Z',
  audit:
    'M9 4.5h6v3H9zM15 6h2.5a1.5 1.5 0 0 1 1.5 1.5v11a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 18.5v-11A1.5 1.5 0 0 1 6.5 6H9M8.5 14l2.3 2.3 4.5-4.8',
  policies: 'M12 3.5 5 6v5.5c0 4.3 2.9 7.3 7 9 4.1-1.7 7-4.7 7-9V6l-7-2.5ZM9 12l2.2 2.2L15.2 10',
  reports: 'M4 4v16h16M8 16v-4M12.5 16V8M17 16v-6',
  lock: 'M7.5 11V8a4.5 4.5 0 0 1 9 0v3M6 11h12v9H6v-9ZM12 14.5v2',
  menu: 'M4 7h16M4 12h16M4 17h16',
  leave: 'M14 4.5h4a1.5 1.5 0 0 1 1.5 1.5v12a1.5 1.5 0 0 1-1.5 1.5h-4M4 12h10M10.5 8l4 4-4 4',
  back: 'M19 12H5M10.5 6.5 5 12l5.5 5.5',
  next: 'M5 12h14M13.5 6.5 19 12l-5.5 5.5',
  copy: 'M9 9h10v11H9zM15 9V4.5H5V16h4',
  filter: 'M4 6h16M7.5 12h9M10.5 18h3',
  table: 'M4 5h16v14H4zM4 10h16M4 14.5h16M10 10v9',
  pause: 'M8 5.5v13M16 5.5v13',
  play: 'M7 5l12 7-12 7V5Z',
  no: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3.5 2',
  empty: 'M4 13.5 6.5 5h11l2.5 8.5V19H4v-5.5ZM4 13.5h5l1.2 2.5h3.6l1.2-2.5h5',
} as const;

type OwnName = keyof typeof PATHS;
export type IconName = PageIconName | OwnName;

const isOwn = (name: IconName): name is OwnName => name in PATHS;

/** A line icon; the word beside it carries its meaning, so it is hidden from readers. */
export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) {
  if (!isOwn(name)) return <PageIcon name={name} size={size} />;
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
