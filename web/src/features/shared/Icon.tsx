/** Line icons on a 24 x 24 grid; the word beside an icon carries its meaning, so it is hidden from readers. */
const PATHS = {
  good: 'M5 12.5l4.5 4.5L19 7.5',
  bad: 'M12 7.5v5.5M12 16.7v.1M10.3 4.2 2.9 17a2 2 0 0 0 1.7 3h14.8a2 2 0 0 0 1.7-3L13.7 4.2a2 2 0 0 0-3.4 0Z',
  unsure: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM20.5 20.5 16 16',
  quiet: 'M5 9V7a2 2 0 0 1 2-2h2M15 5h2a2 2 0 0 1 2 2v2M19 15v2a2 2 0 0 1-2 2h-2M9 19H7a2 2 0 0 1-2-2v-2',
  camera:
    'M3.5 8.5a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-8a2 2 0 0 1-2-2v-7ZM15.5 11l5-2.8v7.6l-5-2.8',
  cameraOff:
    'M9 6.5h4.5a2 2 0 0 1 2 2V11l5-2.8v7.6M15.5 15.5a2 2 0 0 1-2 2h-8a2 2 0 0 1-2-2v-7a2 2 0 0 1 1.5-1.9M3 3l18 18',
  stop: 'M7 7h10v10H7z',
  plug: 'M4 9.5a12 12 0 0 1 16 0M7 13a7.5 7.5 0 0 1 10 0M10 16.5a3 3 0 0 1 4 0M12 19.5v.1M3 3l18 18',
  hourglass: 'M7 4h10M7 20h10M8 4v3.5l4 4.5 4-4.5V4M8 20v-3.5l4-4.5 4 4.5V20',
  redo: 'M5 12a7 7 0 1 0 2.3-5.2L5 9M5 4.5V9h4.5',
  chevron: 'M6 9.5l6 6 6-6',
  close: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  trash: 'M4.5 7h15M9 7V4.5h6V7M6.5 7l1 12.5h9l1-12.5M10 11v5M14 11v5',
  upload: 'M12 15.5V5M7.5 9.5 12 5l4.5 4.5M5 19.5h14',
  save: 'M12 4.5V15M7.5 10.5 12 15l4.5-4.5M5 19.5h14',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20c1-3.8 4-5.2 7.5-5.2s6.5 1.4 7.5 5.2',
  people:
    'M9 12a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 19.5c.8-3.3 3.3-4.7 6.5-4.7s5.7 1.4 6.5 4.7M15.5 5.4a3.5 3.5 0 0 1 0 6.3M18 15.3c1.8.7 3 2.1 3.5 4.2',
  key: 'M8 15.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM12.5 11h8v3.5M17 11v3',
  hint: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 11v5.5M12 7.7v.1',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
