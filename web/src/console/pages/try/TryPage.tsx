import { useState } from 'react';
import { rememberCamera, rememberedCamera } from '@web/camera/devices';
import { useCameras } from '../../../features/controls/use-cameras';
import { Segments } from '../../ui/Field';
import { Page } from '../../ui/Page';
import { Controls } from './Controls';
import type { Layer } from './draw-face';
import { Notices } from './Notices';
import { Plots } from './Plots';
import { Readout } from './Readout';
import { Stage } from './Stage';
import '../../../styles/stage.css';
import '../shared/shared.css';
import './try.css';
import './plots.css';
import { mediaDevices, useTryout } from './use-tryout';

const SPANS = ['10', '30', '60'];

/** The live picture, the landmarks on it, and every signal as a moving plot. */
export default function TryPage() {
  const [tryout, view] = useTryout();
  const [layers, setLayers] = useState<ReadonlySet<Layer>>(new Set(['box', 'outlines'] as const));
  const [span, setSpan] = useState('10');
  const cameras = useCameras(mediaDevices(), view.phase === 'on');
  const begun = view.phase === 'on' || view.recorded > 0;
  const start = (id: string | null) => void tryout.start(id);
  return (
    <Page
      title="Try it"
      line="Your own camera, and all that the server measures in each frame. Nothing of it is stored."
    >
      <div className="f-try" data-begun={begun}>
        <div className="f-try-scene">
          <Stage tryout={tryout} view={view} layers={layers}>
            <Notices
              view={view}
              onStart={() => start(rememberedCamera())}
              onRetry={() => tryout.retryNow()}
            />
          </Stage>
          {view.phase === 'on' && (
            <Controls
              tryout={tryout}
              view={view}
              cameras={cameras}
              layers={layers}
              onLayer={(layer, on) => setLayers((before) => withLayer(before, layer, on))}
              onCamera={(id) => {
                rememberCamera(id);
                start(id);
              }}
            />
          )}
        </div>
        {begun && <Readout tryout={tryout} view={view} />}
      </div>
      {begun && (
        <>
          <div className="f-try-head">
            <h2>Signals</h2>
            <Segments
              label="How much time is shown"
              value={span}
              options={SPANS.map((seconds) => ({ value: seconds, name: `${seconds} s` }))}
              onChange={setSpan}
              testid="try-span"
            />
          </div>
          <Plots tryout={tryout} latest={view.frozen?.analysis ?? view.latest} span={1000 * Number(span)} />
        </>
      )}
    </Page>
  );
}

function withLayer(layers: ReadonlySet<Layer>, layer: Layer, on: boolean): ReadonlySet<Layer> {
  const next = new Set(layers);
  if (on) next.add(layer);
  else next.delete(layer);
  return next;
}
