import { describe, expect, it, vi } from 'vitest';
import { cameraFacts, closeCamera, openCamera } from '../../src/camera/open';
import { CameraError, nameCameraProblem } from '../../src/camera/problems';
import { fakeStream, FakeTrack } from '../lens';

const thrown = (name: string) => new DOMException('', name);
const wanted = (call: MediaStreamConstraints | undefined) =>
  typeof call?.video === 'object' ? call.video.deviceId : undefined;

describe('nameCameraProblem', () => {
  it.each([
    ['NotAllowedError', 'camera_denied'],
    ['SecurityError', 'camera_denied'],
    ['NotFoundError', 'camera_absent'],
    ['OverconstrainedError', 'camera_absent'],
    ['NotReadableError', 'camera_busy'],
    ['AbortError', 'camera_busy'],
    ['InvalidStateError', 'camera_failed'],
  ])('calls %s %s', (name, problem) => {
    expect(nameCameraProblem(thrown(name))).toBe(problem);
  });

  it.each([[undefined], [null], ['text'], [{ name: 3 }], [new Error('?')]])(
    'has a name for %j too',
    (value) => {
      expect(nameCameraProblem(value)).toBe('camera_failed');
    },
  );
});

describe('openCamera', () => {
  it('asks for video alone, of the chosen camera', async () => {
    const stream = fakeStream();
    const getUserMedia = vi.fn<MediaDevices['getUserMedia']>().mockResolvedValue(stream);
    expect(await openCamera({ getUserMedia }, true, 'front')).toBe(stream);
    expect(getUserMedia).toHaveBeenCalledOnce();
    expect(getUserMedia.mock.calls[0]?.[0]).toMatchObject({
      audio: false,
      video: { deviceId: { exact: 'front' } },
    });
  });

  it.each([['OverconstrainedError'], ['NotFoundError']])(
    'falls back to the default camera after %s',
    async (name) => {
      const stream = fakeStream();
      const getUserMedia = vi
        .fn<MediaDevices['getUserMedia']>()
        .mockRejectedValueOnce(thrown(name))
        .mockResolvedValueOnce(stream);
      expect(await openCamera({ getUserMedia }, true, 'gone')).toBe(stream);
      expect(getUserMedia.mock.calls.map(([call]) => wanted(call))).toEqual([{ exact: 'gone' }, undefined]);
    },
  );

  it.each([undefined, 'user', 'environment'] as const)(
    'asks for a camera that looks to %s',
    async (facing) => {
      const getUserMedia = vi.fn<MediaDevices['getUserMedia']>().mockResolvedValue(fakeStream());
      await openCamera({ getUserMedia }, true, null, facing);
      expect(getUserMedia.mock.calls[0]?.[0]).toMatchObject({ video: { facingMode: facing ?? 'user' } });
    },
  );

  it('does not ask twice where the person said no', async () => {
    const getUserMedia = vi.fn<MediaDevices['getUserMedia']>().mockRejectedValue(thrown('NotAllowedError'));
    await expect(openCamera({ getUserMedia }, true, 'front')).rejects.toMatchObject({
      problem: 'camera_denied',
    });
    expect(getUserMedia).toHaveBeenCalledOnce();
  });

  it('knows a page that may have no camera, and a browser that has none', async () => {
    await expect(openCamera(undefined, false, null)).rejects.toEqual(new CameraError('camera_insecure'));
    await expect(openCamera(undefined, true, null)).rejects.toMatchObject({ problem: 'camera_unsupported' });
  });
});

describe('an open camera', () => {
  it('is turned off track by track', () => {
    const track = new FakeTrack();
    closeCamera(fakeStream(track));
    expect(track.stopped).toBe(true);
  });

  it('is mirrored unless it looks away from the person', () => {
    expect(cameraFacts(fakeStream())).toEqual({ deviceId: 'front', mirrored: true });
    const back = fakeStream(new FakeTrack({ deviceId: 'back', facingMode: 'environment' }));
    expect(cameraFacts(back)).toEqual({ deviceId: 'back', mirrored: false });
  });
});
