/** What a plot shows. */
import type { Tone } from '../../features/shared/tone';

/** Colours of lines, named in styles/plots.css for both themes. */
export type Colour = Tone | 'ink' | 'one' | 'two' | 'three' | 'four' | 'five' | 'six';

export interface PlotLine {
  readonly name: string;
  /** One for each `x`; null leaves a gap. A new array is drawn anew, the same one is not. */
  readonly values: readonly (number | null)[];
  readonly colour: Colour;
  /** `line` unless set. */
  readonly kind?: 'line' | 'steps' | 'area' | 'bars' | 'points';
  /** Broken, so that lines differ by more than their colour. */
  readonly dashed?: boolean;
}

/** A value that lines are held against, such as a threshold. */
export interface Level {
  readonly name: string;
  readonly value: number;
}

export interface PlotSpec {
  /** Rising. For `time` seconds since 1970. */
  readonly x: readonly number[];
  readonly xKind: 'time' | 'seconds' | 'number';
  /** Each `x` is a day of UTC, told by its date alone: elsewhere it begins at another hour, perhaps on another date. */
  readonly days?: boolean;
  readonly lines: readonly PlotLine[];
  /** Ends of the vertical axis; by the values unless set. */
  readonly range?: readonly [low: number, high: number];
  /** Ends of the horizontal axis; by `x` unless set. */
  readonly xRange?: readonly [low: number, high: number];
  readonly levels?: readonly Level[];
  /** Each line stands upon the one before: for counts of parts, as bars. */
  readonly stacked?: boolean;
  /** Pixels; 220 unless set. */
  readonly height?: number;
  /** The values are counts: only whole numbers stand at the vertical axis. */
  readonly whole?: boolean;
  /** How a value is written; three decimals unless set. */
  readonly format?: (value: number) => string;
}
