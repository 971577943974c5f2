import { useEffect, useState } from 'react';
import { listCameras } from '@web/camera/devices';
import type { Camera } from '@web/camera/devices';

/** The cameras of this machine; asked again when one comes or goes and when `allowed` changes, which names them. */
export function useCameras(media: MediaDevices | undefined, allowed: boolean): readonly Camera[] {
  const [cameras, setCameras] = useState<readonly Camera[]>([]);
  useEffect(() => {
    const ended = new AbortController();
    const list = () =>
      void listCameras(media).then((found) => {
        if (!ended.signal.aborted) setCameras(found);
      });
    list();
    media?.addEventListener('devicechange', list, { signal: ended.signal });
    return () => ended.abort();
  }, [media, allowed]);
  return cameras;
}
