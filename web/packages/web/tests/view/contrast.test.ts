import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const styles = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../src/view/styles', `${name}.css`), 'utf8');
const [TOKENS, PROMPT] = [styles('tokens'), styles('prompt')];

type Colour = readonly [red: number, green: number, blue: number];

function found(text: string, pattern: RegExp): string[] {
  const groups = pattern.exec(text)?.slice(1);
  if (!groups) throw new Error(`expected ${String(pattern)}`);
  return groups;
}

function token(name: string): Colour {
  const [hex = ''] = found(TOKENS, new RegExp(`--${name}: (?:var\\(--[a-z-]+, )?#([0-9a-f]{6})`));
  const at = (from: number) => Number.parseInt(hex.slice(from, from + 2), 16);
  return [at(0), at(2), at(4)];
}

/** WCAG 2.2, "relative luminance" and "contrast ratio". */
function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Colour, other: Colour): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** What is seen of white through the prompt's ground, where its words end. */
function overWhite(): Colour {
  const ground = /rgb\((\d+) (\d+) (\d+) \/ (\d+)%\) calc\(100% - var\(--fade\)\)/;
  const [red, green, blue, share] = found(PROMPT, ground).map(Number) as [number, number, number, number];
  const through = (part: number) => (part * share + 255 * (100 - share)) / 100;
  return [through(red), through(green), through(blue)];
}

describe('the words over the picture', () => {
  it.each(['over', 'over-unsure'])('can be read in --%s where the picture is white', (name) => {
    expect(contrast(token(name), overWhite())).toBeGreaterThanOrEqual(4.5);
  });

  it('end where their ground begins to fade, on a check of any width', () => {
    const bottoms = [...PROMPT.matchAll(/\.prompt \{[^}]*?padding: (?:\S+ ){2}([^;]+);/gu)].map(
      ([, end]) => end,
    );
    expect(bottoms).toEqual(['var(--fade)', 'var(--fade)', 'var(--fade)']);
  });
});
