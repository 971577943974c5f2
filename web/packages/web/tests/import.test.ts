// @vitest-environment node
import { describe, expect, it } from 'vitest';

describe('on a server, where there is no window', () => {
  it('can be imported, and makes nothing known', async () => {
    expect(typeof window).toBe('undefined');
    const { FacevowCheckElement, PROBLEMS, preflight } = await import('../src/index');
    expect(FacevowCheckElement.observedAttributes).toContain('session-token');
    expect(PROBLEMS.camera_denied.whose).toBe('person');
    expect(preflight).toBeTypeOf('function');
  });
});
