import type { Analysis } from './message';

/** One line in a plot. */
export interface Signal {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  /** Digits after the point. */
  readonly digits: number;
  readonly of: (analysis: Analysis) => number | null;
}

/** Lines that share a plot and its scale. */
export interface Group {
  readonly id: string;
  readonly title: string;
  /** What the numbers mean, in a line. */
  readonly line: string;
  /** Lowest and highest value shown; null where the scale follows what is seen. */
  readonly range: readonly [number, number] | null;
  readonly signals: readonly Signal[];
}

const share = (id: string, name: string, of: Signal['of']): Signal => ({ id, name, unit: '', digits: 2, of });
const degrees = (id: 'yaw' | 'pitch' | 'roll', name: string): Signal => ({
  id,
  name,
  unit: '°',
  digits: 0,
  of: ({ pose }) => pose?.[id] ?? null,
});
const motion = (id: keyof NonNullable<Analysis['motion']>, name: string): Signal =>
  share(id, name, (seen) => seen.motion?.[id] ?? null);

export const LIVENESS: Group = {
  id: 'liveness',
  title: 'Liveness',
  line: 'Scores rise towards a live person. From the dashed threshold on, a face counts as live.',
  range: [0, 1],
  signals: [
    share('passive', 'Passive score', ({ passive }) => passive),
    share('fused', 'Fused over 3 s', ({ fused }) => fused),
  ],
};

const HEAD: Group = {
  id: 'head',
  title: 'Head',
  line: 'Degrees: yaw to the person’s left, pitch up, roll to the left shoulder.',
  range: [-60, 60],
  signals: [degrees('yaw', 'Yaw'), degrees('pitch', 'Pitch'), degrees('roll', 'Roll')],
};

const EYES: Group = {
  id: 'eyes',
  title: 'Eyes',
  line: 'Openness is about 0.3 with open eyes, below 0.2 with closed ones. Left and right are the person’s own.',
  range: [0, 1],
  signals: [
    motion('left_eye', 'Left, open'),
    motion('right_eye', 'Right, open'),
    motion('left_blink', 'Left, blink'),
    motion('right_blink', 'Right, blink'),
  ],
};

const FACE: Group = {
  id: 'face',
  title: 'Mouth and brows',
  line: 'How far each movement is done, from 0 to 1.',
  range: [0, 1],
  signals: [
    motion('mouth', 'Mouth'),
    motion('jaw', 'Jaw'),
    motion('smile', 'Smile'),
    motion('brows', 'Brows'),
  ],
};

const STAGES: Readonly<Record<string, string>> = {
  decode: 'Decoding',
  detect: 'Detector',
  mesh: 'Mesh',
  passive: 'Passive network',
  quality: 'Quality',
  total: 'All together',
};

/** What the server calls a stage, for people. */
export const stageName = (id: string): string =>
  STAGES[id] ?? id.charAt(0).toUpperCase() + id.slice(1).replaceAll('_', ' ');

export const GROUPS: readonly Group[] = [LIVENESS, HEAD, EYES, FACE];

/** A measure of how fit the picture is, each on a scale of its own. */
export interface Measure {
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  readonly digits: number;
}

export const MEASURES: readonly Measure[] = [
  { code: 'too_dark', name: 'Light on the face', unit: '', digits: 0 },
  { code: 'blurred', name: 'Sharpness', unit: '', digits: 3 },
  { code: 'too_small', name: 'Size of the face', unit: 'px', digits: 0 },
  { code: 'too_near', name: 'Height in the picture', unit: '', digits: 2 },
  { code: 'cut_off', name: 'Beyond the edge', unit: '', digits: 2 },
  { code: 'turned_away', name: 'Turned away', unit: '°', digits: 0 },
  { code: 'several_faces', name: 'Second face', unit: '', digits: 2 },
  { code: 'covered', name: 'Covered', unit: '', digits: 1 },
];

const measure = ({ code, name, unit, digits }: Measure): Signal => ({
  id: code,
  name,
  unit,
  digits,
  of: ({ quality }) => quality.measures[code] ?? null,
});

/** One plot for each measure: their scales have nothing in common. */
export const QUALITY: readonly Group[] = MEASURES.map((one) => ({
  id: `quality-${one.code}`,
  title: one.name,
  line: '',
  range: null,
  signals: [measure(one)],
}));

/** The issues that stand beside a measure; light has two. */
export const issuesOf = (code: string): readonly string[] =>
  code === 'too_dark' ? ['too_dark', 'too_bright'] : [code];

const TOOK: Signal = { id: 'took', name: 'Arrival to answer', unit: 'ms', digits: 0, of: ({ took }) => took };

/** Signals whose channel is fixed; the stages' come behind them. */
export const FIXED: readonly Signal[] = [
  ...GROUPS.flatMap(({ signals }) => signals),
  ...QUALITY.flatMap(({ signals }) => signals),
  TOOK,
];

/** Milliseconds by stage: which stages there are is the server's affair. */
export const timing = (stages: readonly string[]): Group => ({
  id: 'timing',
  title: 'Time by stage',
  line: 'Milliseconds that the server spent on a frame.',
  range: null,
  signals: [
    TOOK,
    ...stages.map((id) => ({
      id: `ms-${id}`,
      name: stageName(id),
      unit: 'ms',
      digits: 1,
      of: ({ milliseconds }: Analysis) => milliseconds[id] ?? null,
    })),
  ],
});

export const shown = (value: number | null, { digits, unit }: Pick<Signal, 'digits' | 'unit'>): string => {
  if (value === null || Number.isNaN(value)) return '–';
  const rounded = value
    .toFixed(digits)
    .replace(/^-(0(?:\.0*)?)$/, '$1')
    .replace('-', '−');
  return unit === '' || unit === '°' ? `${rounded}${unit}` : `${rounded} ${unit}`;
};
