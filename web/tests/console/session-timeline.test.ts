import { describe, expect, it } from 'vitest';
import { pathOf } from '../../src/console/pages/session/Curve';
import { frameAt, spanAt, ticksOf, timelineOf } from '../../src/console/pages/session/timeline';
import type { Seen } from '../../src/console/pages/session/timeline';
import { momentWords } from '../../src/console/pages/session/words';
import { frame, session } from './sessions';

const { transcript } = session;
const course = (frames: readonly Seen[] = [], length = 8) => timelineOf(transcript, frames, length);

describe('the timeline of a session', () => {
  it('draws each prompt from its sending to what ended it', () => {
    expect(course().prompts).toEqual([
      { from: 2, to: 3, word: 'Turn left', tone: 'good' },
      { from: 5, to: 6, word: 'Open mouth', tone: 'good' },
    ]);
  });

  it('leaves a prompt open to the end that nothing ended, and does not let two of them lie over each other', () => {
    const asked = [
      { at: 1, event: 'prompted' as const, step: 'turn_left' },
      { at: 4, event: 'prompted' as const, step: 'look_up' },
    ];
    expect(timelineOf(asked, [], 9).prompts).toEqual([
      { from: 1, to: 4, word: 'Turn left', tone: 'quiet' },
      { from: 4, to: 9, word: 'Look up', tone: 'quiet' },
    ]);
  });

  it('shows by its tone what ended a prompt badly', () => {
    const events = [
      { at: 1, event: 'prompted' as const, step: 'turn_left' },
      { at: 2, event: 'flat_act' as const, act: 'turn_left' as const },
    ];
    const { prompts, marks } = timelineOf(events, [], 3);
    expect(prompts[0]?.tone).toBe('bad');
    expect(marks).toEqual([{ at: 2, word: 'Flat act: turn left', tone: 'bad' }]);
  });

  it('marks all that happened but the prompts, which are drawn as spans', () => {
    expect(course().marks.map(({ word }) => word)).toEqual([
      'Face found',
      'Settled',
      'Wrong act: look up',
      'Act done: turn left',
      'Returned',
      'Last act done: open mouth',
    ]);
  });

  it('joins frames in a row with a face, and breaks where there was none or where frames are missing', () => {
    const frames = [
      frame(0.1),
      frame(0.2),
      frame(0.3, { face_detected: false }),
      frame(0.4),
      frame(0.5),
      frame(3),
      frame(3.1),
    ];
    expect(course(frames).face.map(({ from, to }) => [from, to])).toEqual([
      [0.1, 0.2],
      [0.4, 0.5],
      [3, 3.1],
    ]);
  });

  it('has one lane for each fault of the pictures, and keeps a single frame in sight', () => {
    const frames = [
      frame(1),
      frame(1.1, { quality: ['too_dark', 'blurred'] }),
      frame(1.2, { quality: ['too_dark'] }),
    ];
    const lanes = course(frames).quality;
    expect(lanes.map(({ name }) => name)).toEqual(['Blurred', 'Too dark']);
    const [blurred] = lanes[0]?.spans ?? [];
    expect((blurred?.to ?? 0) - (blurred?.from ?? 0)).toBeCloseTo(0.05);
  });

  it('is as long as the longest of its parts, and leaves out frames that have no time', () => {
    expect(course([frame(20)], 8).end).toBe(20);
    expect(course([frame(1, { seconds: null })], 8).frames).toEqual([]);
    expect(timelineOf([], [], 0).end).toBe(1);
  });

  it('finds the frame nearest to a moment', () => {
    const { frames } = course([frame(1), frame(2), frame(4)]);
    expect([-5, 1.4, 1.6, 2.9, 3.1, 99].map((at) => frameAt(frames, at)?.seconds)).toEqual([
      1, 1, 2, 2, 4, 4,
    ]);
    expect(frameAt([], 1)).toBeNull();
    expect(spanAt(course().prompts, 2.5)?.word).toBe('Turn left');
    expect(spanAt(course().prompts, 4)).toBeNull();
  });

  it('says a moment in words', () => {
    const frames = [frame(2.5, { score: 0.42, quality: ['too_dark'] })];
    expect(momentWords(course(frames), 2.5)).toBe(
      '2.5\u00a0s, asked for: Turn left, a face is seen, score 0.420, Too dark',
    );
    expect(momentWords(course(), 4)).toBe('4\u00a0s, nothing is asked for');
  });

  it('marks its axis at even distances, however long it is', () => {
    expect(ticksOf(3)).toEqual([0, 0.5, 1, 1.5, 2, 2.5, 3]);
    expect(ticksOf(16)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16]);
    expect(ticksOf(86_400).length).toBe(145);
  });

  it('draws the score from the bottom up, and breaks the line where there was none for a while', () => {
    const { frames, end } = course([
      frame(1, { score: 0 }),
      frame(1.5, { score: 1 }),
      frame(2, { score: null }),
      frame(4),
    ]);
    expect(pathOf(frames, end)).toBe('M12.500 100.00L18.750 0.00M50.000 10.00');
  });
});
