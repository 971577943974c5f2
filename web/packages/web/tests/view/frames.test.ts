import { describe, expect, it, vi } from 'vitest';
import { FrameGrabber } from '../../src/camera/grab';
import { OnScreen } from './on-screen';
import { running, WELCOME } from './scenes';

describe('the frames that the view gives', () => {
  it('are no larger than the server has said that it takes', async () => {
    const grab = vi.spyOn(FrameGrabber.prototype, 'grab').mockResolvedValue(null);
    const screen = new OnScreen();
    const { handle } = screen;
    handle.become(running({}, { welcome: { ...WELCOME, max_side: 320 } }));
    await handle.grab?.();
    expect(grab).toHaveBeenLastCalledWith(320);
    screen.clear();
  });
});
