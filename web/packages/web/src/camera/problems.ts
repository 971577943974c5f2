/** The ways in which a camera can fail, by the names browsers give them. */
export type CameraProblem =
  | 'camera_denied'
  | 'camera_absent'
  | 'camera_busy'
  | 'camera_insecure'
  | 'camera_unsupported'
  | 'camera_lost'
  | 'camera_failed';

/** Names of the Media Capture specification, and older ones that some browsers still use. */
const NAMES: ReadonlyMap<string, CameraProblem> = new Map([
  ['NotAllowedError', 'camera_denied'],
  ['PermissionDeniedError', 'camera_denied'],
  ['SecurityError', 'camera_denied'],
  ['NotFoundError', 'camera_absent'],
  ['DevicesNotFoundError', 'camera_absent'],
  ['OverconstrainedError', 'camera_absent'],
  ['NotReadableError', 'camera_busy'],
  ['TrackStartError', 'camera_busy'],
  ['AbortError', 'camera_busy'],
  ['TypeError', 'camera_unsupported'],
]);

export class CameraError extends Error {
  override readonly name = 'CameraError';
  readonly problem: CameraProblem;

  constructor(problem: CameraProblem, cause?: unknown) {
    super(problem, { cause });
    this.problem = problem;
  }
}

/** The name of whatever was thrown: not all that browsers throw here is an `Error`. */
export function nameOf(thrown: unknown): string | null {
  const name = typeof thrown === 'object' && thrown !== null && 'name' in thrown ? thrown.name : null;
  return typeof name === 'string' ? name : null;
}

/** Names whatever `getUserMedia` threw. */
export function nameCameraProblem(thrown: unknown): CameraProblem {
  if (thrown instanceof CameraError) return thrown.problem;
  return NAMES.get(nameOf(thrown) ?? '') ?? 'camera_failed';
}
