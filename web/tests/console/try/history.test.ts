import { describe, expect, it } from 'vitest';
import { History } from '../../../src/console/pages/try/history';

describe('the history of signals', () => {
  it('holds the newest moments and lets the oldest go', () => {
    const history = new History(3, 2);
    for (let time = 1; time <= 5; time += 1) history.push(time, [time * 10, null]);
    expect(history.size).toBe(3);
    expect([0, 1, 2].map((at) => history.time(at))).toEqual([3, 4, 5]);
    expect([0, 1, 2].map((at) => history.value(at, 0))).toEqual([30, 40, 50]);
    expect(history.value(0, 1)).toBeNaN();
  });

  it('leaves out a time that does not rise', () => {
    const history = new History(4, 1);
    history.push(5, [1]);
    history.push(5, [2]);
    history.push(4, [3]);
    expect([history.size, history.value(0, 0)]).toEqual([1, 1]);
  });

  it('finds the first moment since a time and the nearest to one, also when it has gone round', () => {
    const history = new History(4, 1);
    for (const time of [10, 20, 30, 40, 50, 60]) history.push(time, [time]);
    expect(history.time(history.since(35))).toBe(40);
    expect(history.since(61)).toBe(history.size);
    expect([5, 44, 46, 99].map((time) => history.time(history.nearest(time)))).toEqual([30, 40, 50, 60]);
  });

  it('knows of nothing before the first moment, nor after it was cleared', () => {
    const history = new History(2, 1);
    expect([history.nearest(1), history.since(1)]).toEqual([-1, 0]);
    history.push(1, [1]);
    history.clear();
    expect([history.size, history.value(0, 0)]).toEqual([0, NaN]);
  });
});
