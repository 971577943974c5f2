import { Card } from '../../ui/Card';
import { percent } from '../../ui/format';
import { Plot } from '../../ui/Plot';
import { Histogram } from './Histogram';
import type { Model } from './summary';

interface Props {
  readonly model: Model;
  readonly threshold: number;
}

/** How scores are spread, whether they mean what they say, and how they follow the size of the face. */
export function Scores({ model, threshold }: Props) {
  const { histogram, reliability, face_width: widths } = model;
  const bins = reliability.bins.filter(({ score }) => score !== null);
  return (
    <>
      <Card
        title="Scores"
        line="How many of each class get which score. The scale is logarithmic from 1 % on, so that few errors are seen."
      >
        <Histogram histogram={histogram} threshold={threshold} />
      </Card>
      <div className="c-columns">
        <Card>
          <Plot
            title="What a score is worth"
            line={`The share that is bona fide; calibration error ${percent(reliability.ece)}.`}
            x={bins.map(({ score }) => score ?? 0)}
            xKind="number"
            xName="Mean score"
            range={[0, 1]}
            xRange={[0, 1]}
            lines={[
              { name: 'Bona fide', colour: 'one', values: bins.map(({ bona_fide: share }) => share) },
              {
                name: 'As it should be',
                colour: 'quiet',
                dashed: true,
                values: bins.map(({ score }) => score),
              },
            ]}
          />
        </Card>
        {widths.length > 0 && (
          <Card>
            <Plot
              title="Score by face width"
              line="Medians, by the width of the face in pixels."
              x={widths.map(({ from }) => from)}
              xKind="number"
              xName="Pixels, from"
              range={[0, 1]}
              levels={[{ name: 'Threshold', value: threshold }]}
              lines={[
                {
                  name: 'Bona fide',
                  colour: 'good',
                  values: widths.map((bin) => bin.bona_fide?.median ?? null),
                },
                {
                  name: 'Attacks',
                  colour: 'bad',
                  dashed: true,
                  values: widths.map((bin) => bin.attack?.median ?? null),
                },
              ]}
            />
          </Card>
        )}
      </div>
    </>
  );
}
