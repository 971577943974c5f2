/** The cameras of this machine and the person's choice among them. */
export interface Camera {
  readonly id: string;
  /** Empty until the person has allowed the camera once. */
  readonly label: string;
}

const KEY = 'facevow.camera';

export async function listCameras(
  media: Pick<MediaDevices, 'enumerateDevices'> | undefined,
): Promise<Camera[]> {
  if (!media) return [];
  try {
    const devices = await media.enumerateDevices();
    return devices
      .filter((device) => device.kind === 'videoinput' && device.deviceId !== '')
      .map((device) => ({ id: device.deviceId, label: device.label }));
  } catch {
    // A list we may not see is an empty one: the default camera still works.
    return [];
  }
}

/** Storage may be forbidden; the choice is then forgotten with the page, which is no failure. */
export function rememberedCamera(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function rememberCamera(id: string | null): void {
  try {
    if (id === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, id);
  } catch {
    // See above.
  }
}
