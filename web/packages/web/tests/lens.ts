/** A camera without a lens. */
export class FakeTrack {
  onended: (() => void) | null = null;
  onmute: (() => void) | null = null;
  onunmute: (() => void) | null = null;
  muted = false;
  readyState: MediaStreamTrackState = 'live';
  stopped = false;
  readonly #settings: MediaTrackSettings;

  constructor(settings: MediaTrackSettings = { deviceId: 'front' }) {
    this.#settings = settings;
  }

  stop = () => {
    this.stopped = true;
  };

  getSettings = () => this.#settings;
}

export function fakeStream(track = new FakeTrack()): MediaStream {
  const stream: unknown = { id: 'stream', getTracks: () => [track], getVideoTracks: () => [track] };
  return stream as MediaStream;
}
