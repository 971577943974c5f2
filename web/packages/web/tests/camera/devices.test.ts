import { afterEach, describe, expect, it, vi } from 'vitest';
import { listCameras, rememberCamera, rememberedCamera } from '../../src/camera/devices';

const device = (kind: MediaDeviceKind, deviceId: string) =>
  ({ kind, deviceId, label: `the ${deviceId}`, groupId: '', toJSON: () => ({}) }) satisfies MediaDeviceInfo;

afterEach(() => localStorage.clear());

describe('listCameras', () => {
  it('lists cameras, without microphones and without nameless ones', async () => {
    const enumerateDevices = () =>
      Promise.resolve([device('audioinput', 'mic'), device('videoinput', ''), device('videoinput', 'front')]);
    expect(await listCameras({ enumerateDevices })).toEqual([{ id: 'front', label: 'the front' }]);
  });

  it('is empty where the list may not be seen', async () => {
    expect(await listCameras(undefined)).toEqual([]);
    expect(await listCameras({ enumerateDevices: () => Promise.reject(new Error('no')) })).toEqual([]);
  });
});

describe('the remembered camera', () => {
  it('is kept and forgotten', () => {
    rememberCamera('front');
    expect(rememberedCamera()).toBe('front');
    rememberCamera(null);
    expect(rememberedCamera()).toBeNull();
  });

  it('does without storage where it is forbidden', () => {
    const forbidden = () => {
      throw new DOMException('', 'SecurityError');
    };
    vi.spyOn(Storage.prototype, 'getItem').mockImplementation(forbidden);
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(forbidden);
    expect(() => rememberCamera('front')).not.toThrow();
    expect(rememberedCamera()).toBeNull();
  });
});
