import { describe, expect, it, vi } from 'vitest';
import { CameraError } from '@web/camera/problems';
import { Lens } from '../../src/features/people/lens';
import { fakeStream, FakeTrack } from '../fakes';

describe('Lens', () => {
  it('takes pictures while it is on, and none before or after', async () => {
    const track = new FakeTrack({ deviceId: 'back', facingMode: 'environment' });
    const lens = new Lens(() => Promise.resolve(fakeStream(track)));
    const frame = new Blob(['frame']);
    lens.takeFramesFrom(() => Promise.resolve(frame));
    expect(await lens.take()).toBeNull();
    const starting = lens.start('back');
    expect(lens.view().phase).toBe('starting');
    await starting;
    expect(lens.view()).toMatchObject({ phase: 'on', mirrored: false, cameraId: 'back', problem: null });
    expect(await lens.take()).toBe(frame);
    lens.stop();
    expect(track.stopped).toBe(true);
    expect(lens.view()).toMatchObject({ phase: 'off', stream: null });
    expect(await lens.take()).toBeNull();
  });

  it('says why there is no camera, and forgets it at the next start', async () => {
    const open = vi.fn(() => Promise.resolve(fakeStream()));
    open.mockRejectedValueOnce(new CameraError('camera_denied'));
    const lens = new Lens(open);
    await lens.start(null);
    expect(lens.view()).toMatchObject({ phase: 'off', problem: 'camera_denied' });
    await lens.start(null);
    expect(lens.view()).toMatchObject({ phase: 'on', problem: null });
  });

  it('turns off a camera that opens after it was stopped', async () => {
    const track = new FakeTrack();
    let opened: (stream: MediaStream) => void = () => undefined;
    const lens = new Lens(() => new Promise((resolve) => (opened = resolve)));
    const starting = lens.start(null);
    lens.stop();
    opened(fakeStream(track));
    await starting;
    expect(track.stopped).toBe(true);
    expect(lens.view().phase).toBe('off');
  });

  it('tells whoever follows it, a camera that went away too', async () => {
    const track = new FakeTrack();
    const lens = new Lens(() => Promise.resolve(fakeStream(track)));
    const seen: string[] = [];
    const leave = lens.subscribe(() => seen.push(lens.view().phase));
    await lens.start(null);
    track.onended?.();
    expect(lens.view().problem).toBe('camera_lost');
    leave();
    lens.stop();
    expect(seen).toEqual(['off', 'starting', 'on', 'off']);
  });
});
