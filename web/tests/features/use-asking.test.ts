import { act, renderHook } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useAsking } from '../../src/features/people/use-asking';

describe('useAsking', () => {
  it('takes what a job throws, at once or later, for a problem, and is not busy for good', async () => {
    const { result } = renderHook(() => useAsking<string>());
    const jobs = [
      () => {
        throw new URIError('malformed');
      },
      () => Promise.reject(new Error('later')),
    ];
    for (const job of jobs) {
      await act(() => result.current.ask(job));
      expect(result.current.busy).toBe(false);
      expect(result.current.answer).toMatchObject({ ok: false, problem: { code: 'not_sent' } });
    }
  });
});
