import { useEffect, useState } from 'react';
import { rememberCamera, rememberedCamera } from '@web/camera/devices';
import { ActiveCheck } from '../features/active-check/ActiveCheck';
import { CameraPicker } from '../features/controls/CameraPicker';
import { ControlBar } from '../features/controls/ControlBar';
import { useCameras } from '../features/controls/use-cameras';
import { LogList } from '../features/log/LogList';
import { problemOf } from '../features/problem/problem-of';
import { ProblemPanel } from '../features/problem/ProblemPanel';
import { Prompt } from '../features/prompt/Prompt';
import type { LiveSession } from '../features/session/live-session';
import type { Snapshot } from '../features/session/snapshot';
import { Stage } from '../features/stage/Stage';
import { Welcome } from '../features/stage/Welcome';
import { Verdict } from '../features/verdict/Verdict';
import type { ServerAddress } from '../socket/address';
import { mediaDevices } from './config';

interface Props {
  readonly session: LiveSession;
  readonly snapshot: Snapshot;
  readonly address: ServerAddress;
  /** Whether the server asks for movements unless told otherwise. */
  readonly activeByDefault: boolean;
}

/** Is a live person before the camera? */
export function LiveView({ session, snapshot, address, activeByDefault }: Props) {
  const [chosen, setChosen] = useState(rememberedCamera);
  const cameras = useCameras(mediaDevices(), snapshot.phase === 'running');
  const { phase, connection, result } = snapshot;
  const problem = problemOf(snapshot);
  useEffect(() => () => session.stop(), [session]);
  const start = () => void session.start(chosen);
  const choose = (id: string | null) => {
    rememberCamera(id);
    setChosen(id);
    if (phase === 'running') void session.start(id);
  };
  const activeOn = snapshot.activeWish.enabled ?? result?.active_check.enabled ?? activeByDefault;

  return (
    <main className="layout">
      <div className="scene">
        <Stage snapshot={snapshot} checking={activeOn} takeFramesFrom={session.takeFramesFrom}>
          {phase !== 'running' && problem?.remedy !== 'restart' && (
            <Welcome starting={phase === 'starting'} address={address} onStart={start} />
          )}
          {problem && (
            <ProblemPanel
              problem={problem}
              retryAt={connection.retryAt}
              onRestart={start}
              onRetry={() => session.retryNow()}
            />
          )}
          <Prompt result={result} mirrored={snapshot.mirrored} onRetry={() => session.resetActiveCheck()} />
        </Stage>
        <ControlBar snapshot={snapshot} onStop={() => session.stop()}>
          <CameraPicker cameras={cameras} chosen={snapshot.cameraId ?? chosen} onChoose={choose} />
        </ControlBar>
      </div>
      <div className="panel">
        <Verdict snapshot={snapshot} />
        <ActiveCheck
          enabled={activeOn}
          progress={result?.active_check ?? null}
          excluded={snapshot.activeWish.exclude}
          refused={snapshot.wishRefused}
          onSwitch={(enabled) => session.setActiveCheck(enabled)}
          onExclude={(excluded) => session.excludeActs(excluded)}
          onReset={() => session.resetActiveCheck()}
        />
        <LogList url={address.logs} />
      </div>
    </main>
  );
}
